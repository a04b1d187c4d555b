//! An organiser's storage that takes a `PUT` from anyone, at an origin of its own, and what can go wrong with one.

use super::patience;
use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// How it answers a `PUT`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// It keeps the file, unless it has one of that name: then it says so.
    Keeps,
    /// The same, and says it as Azure does to whom may not overwrite.
    KeepsLikeAzure,
    /// It refuses, with this status.
    Refuses(u16),
    /// A network that asks people to sign in answers in its place.
    WebPage,
    /// Another place is named.
    Redirects,
    /// It never answers.
    Hangs,
    /// The line is cut while the file is on its way.
    LosesTheFile,
    /// It keeps the file, and the line is cut before it says so.
    FallsSilent,
}

/// What was sent to it, to the letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
}

#[derive(Default)]
struct State {
    /// By the number of the `PUT`, from 0.
    answers: Option<Box<dyn Fn(usize) -> Answer + Send>>,
    sent: Vec<Sent>,
    files: BTreeMap<String, String>,
}

/// A storage that runs for as long as the test.
#[derive(Clone)]
pub(crate) struct Bucket {
    origin: String,
    state: Arc<Mutex<State>>,
}

impl Bucket {
    /// One that keeps what it is given.
    pub(crate) fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State::default()));
        let bucket = Self { origin, state };
        let serving = bucket.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let bucket = serving.clone();
                thread::spawn(move || drop(bucket.serves(&stream)));
            }
        });
        bucket
    }

    /// How it answers from now on, by the number of the `PUT`.
    pub(crate) fn answers(&self, answers: impl Fn(usize) -> Answer + Send + 'static) {
        self.locked(|state| state.answers = Some(Box::new(answers)));
    }

    /// How it answers each from now on.
    pub(crate) fn is(&self, answer: Answer) {
        self.answers(move |_| answer);
    }

    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// The address to deliver to, within.
    pub(crate) fn to(&self, within: &str) -> String {
        format!("{}/{within}/{{name}}.age", self.origin)
    }

    /// What was sent.
    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.locked(|state| state.sent.clone())
    }

    /// What it keeps within, by the names.
    pub(crate) fn files(&self, within: &str) -> BTreeMap<String, String> {
        let begins = format!("/{within}/");
        let files = self.locked(|state| state.files.clone());
        let name = |path: String| Some(path.strip_prefix(&begins)?.trim_end_matches(".age").to_owned());
        files.into_iter().filter_map(|(path, text)| Some((name(path)?, text))).collect()
    }

    /// So many files have come, in the end.
    pub(crate) async fn has(&self, count: usize, within: &str) {
        let has = async || (self.files(within).len() == count).then_some(());
        let there = patience::until(has).await;
        assert!(there.is_some(), "{count} files were to come, and it has {:#?}", self.files(within).keys());
    }

    /// So many were tried to be put, in the end.
    pub(crate) async fn is_asked(&self, times: usize) {
        let puts = || self.sent().iter().filter(|sent| sent.method == "PUT").count();
        let asked = patience::until(async || (puts() >= times).then_some(())).await;
        assert!(asked.is_some(), "{times} tries were to come, and {} came", puts());
    }

    fn locked<T>(&self, act: impl FnOnce(&mut State) -> T) -> T {
        act(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// One request, as plain as HTTP gets.
    fn serves(&self, mut stream: &TcpStream) -> io::Result<()> {
        let mut reader = BufReader::new(stream.try_clone()?);
        let mut line = || -> io::Result<String> {
            let mut line = String::new();
            reader.read_line(&mut line)?;
            Ok(line.trim_end().to_owned())
        };
        let first = line()?;
        let mut words = first.split(' ').map(str::to_owned);
        let (Some(method), Some(path)) = (words.next(), words.next()) else { return Ok(()) };
        let mut headers = BTreeMap::new();
        loop {
            let header = line()?;
            let Some((name, value)) = header.split_once(": ") else { break };
            headers.insert(name.to_lowercase(), value.to_owned());
        }
        let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
        let puts = |state: &State| state.sent.iter().filter(|sent| sent.method == "PUT").count();
        let answer = self.locked(|state| state.answers.as_ref().map(|answers| answers(puts(state))));
        let answer = answer.filter(|_| method == "PUT").unwrap_or(Answer::Keeps);
        let mut body = vec![0; if answer == Answer::LosesTheFile { length / 2 } else { length }];
        reader.read_exact(&mut body)?;
        let text = String::from_utf8_lossy(&body).into_owned();
        let is_there = self.locked(|state| {
            state.sent.push(Sent { method: method.clone(), path: path.clone(), headers, body });
            let keeps = method == "PUT"
                && matches!(answer, Answer::Keeps | Answer::KeepsLikeAzure | Answer::FallsSilent);
            let is_there = state.files.contains_key(&path);
            if keeps && !is_there {
                state.files.insert(path.clone(), text);
            }
            is_there
        });
        let (status, more) = match answer {
            _ if method == "OPTIONS" => ("204 No Content".to_owned(), String::new()),
            _ if method != "PUT" => ("403 Forbidden".to_owned(), String::new()),
            Answer::Keeps if is_there => ("412 Precondition Failed".to_owned(), String::new()),
            Answer::KeepsLikeAzure if is_there => {
                ("403 Forbidden".to_owned(), "x-ms-error-code: UnauthorizedBlobOverwrite\r\n".to_owned())
            }
            Answer::Keeps | Answer::KeepsLikeAzure => ("201 Created".to_owned(), String::new()),
            Answer::Refuses(status) => (format!("{status} No"), "Content-Type: text/html\r\n".to_owned()),
            Answer::WebPage => ("200 OK".to_owned(), "Content-Type: text/html; charset=utf-8\r\n".to_owned()),
            Answer::Redirects => {
                ("307 Elsewhere".to_owned(), format!("Location: {}/other{path}\r\n", self.origin))
            }
            Answer::Hangs => {
                thread::sleep(Duration::from_secs(600));
                return Ok(());
            }
            Answer::LosesTheFile | Answer::FallsSilent => return Ok(()),
        };
        // What docs/collect.md tells organisers to set.
        write!(
            stream,
            "HTTP/1.1 {status}\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Methods: PUT\r\n\
             Access-Control-Allow-Headers: if-none-match\r\nAccess-Control-Expose-Headers: x-ms-error-code\r\n\
             {more}Content-Length: 0\r\nConnection: close\r\n\r\n"
        )
    }
}
