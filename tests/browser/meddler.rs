//! A host that changes what it gives, as those between an organiser and a reader do.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

/// What is given for a file.
#[derive(Debug)]
pub(crate) struct Given {
    pub(crate) kind: &'static str,
    pub(crate) body: Vec<u8>,
}

impl Given {
    /// Changes it as text.
    pub(crate) fn edit(&mut self, edited: impl FnOnce(&str) -> String) {
        let text = edited(std::str::from_utf8(&self.body).unwrap());
        self.body = text.into_bytes();
    }
}

type Change = dyn Fn(&str, &mut Given) + Send + Sync;

/// The host. It stops when it is dropped.
pub(crate) struct Meddler {
    port: u16,
    stopped: Arc<AtomicBool>,
}

impl Meddler {
    /// Gives the files of a folder under a path, changed by what is given for each file's name.
    pub(crate) fn of(
        folder: &Path,
        path: &str,
        port: u16,
        change: impl Fn(&str, &mut Given) + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", port)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let stopped = Arc::new(AtomicBool::new(false));
        let (ended, folder, path) = (stopped.clone(), folder.to_owned(), path.to_owned());
        let change: Arc<Change> = Arc::new(change);
        thread::spawn(move || {
            for caller in listener.incoming() {
                if ended.load(Ordering::SeqCst) {
                    return;
                }
                let (folder, path, change) = (folder.clone(), path.clone(), change.clone());
                // Who hangs up early wants no answer.
                thread::spawn(move || drop(caller.map(|caller| answer(caller, &folder, &path, &*change))));
            }
        });
        Self { port, stopped }
    }

    /// The address of its page, where it is under no path.
    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }
}

impl Drop for Meddler {
    fn drop(&mut self) {
        self.stopped.store(true, Ordering::SeqCst);
        drop(TcpStream::connect(("127.0.0.1", self.port))); // wakes it up
    }
}

fn answer(mut caller: TcpStream, folder: &Path, path: &str, change: &Change) -> std::io::Result<()> {
    let mut lines = BufReader::new(caller.try_clone()?).lines();
    let request = lines.next().transpose()?.unwrap_or_default();
    while lines.next().transpose()?.is_some_and(|line| !line.is_empty()) {}
    let asked = request.split(' ').nth(1).unwrap_or_default().split('?').next().unwrap_or_default();
    let name = asked.strip_prefix(path).map(|name| if name.is_empty() { "index.html" } else { name });
    let Some((name, Ok(body))) = name.map(|name| (name, fs::read(folder.join(name)))) else {
        return caller.write_all(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    };
    let mut given = Given { kind: kind(name), body };
    change(name, &mut given);
    let Given { kind, body } = given;
    let head = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    caller.write_all(head.as_bytes())?;
    caller.write_all(&body)
}

fn kind(name: &str) -> &'static str {
    match PathBuf::from(name).extension().and_then(|end| end.to_str()) {
        Some("html") => "text/html",
        Some("js") => "text/javascript",
        Some("css") => "text/css",
        Some("wasm") => "application/wasm",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/json",
    }
}
