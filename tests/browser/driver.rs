//! The program that stands between a test and its browser, and the commands that only Chromium's has.

use super::engine::Engine;
use super::folder::Folder;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::Value;
use std::{
    env,
    io::{self, BufRead, BufReader, PipeReader},
    net::{TcpListener, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    sync::mpsc::{self, Receiver},
    thread,
    time::Duration,
};

/// A running driver. It ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Driver {
    process: Child,
    /// Where it listens.
    pub(crate) address: String,
    /// What it and the browser have written.
    lines: Receiver<String>,
    /// Where it and the browser put what they do not clear away when they are ended.
    _scraps: Folder,
    _screen: Option<Screen>,
}

impl Driver {
    /// Starts one at a port that is free. Its browsers have this home.
    pub(crate) fn start(engine: Engine, home: &Path) -> Self {
        // Others may take the port, or one of its two kinds of addresses, meanwhile: then it ends.
        (0..20).find_map(|_| Self::try_to_start(engine, home)).expect("the driver should find a free port")
    }

    fn try_to_start(engine: Engine, home: &Path) -> Option<Self> {
        let (program, scraps) = (engine.driver(), Folder::new());
        let screen = engine.needs_a_screen().then(Screen::start);
        let mut driver = Command::new(&program);
        driver.env("TMPDIR", scraps.path());
        if engine != Engine::Chromium {
            driver.env("HOME", home).env_remove("XDG_CONFIG_HOME");
        }
        if let Some(screen) = &screen {
            driver.env("DISPLAY", &screen.name).env("GDK_BACKEND", "x11");
        }
        let given = engine.announces_its_port().is_none().then(free_port);
        let (output, input) = io::pipe().unwrap();
        driver.arg(format!("--port={}", given.unwrap_or_default()));
        driver.stdin(Stdio::null()).stdout(input.try_clone().unwrap()).stderr(input);
        let mut process = driver.spawn().unwrap_or_else(|error| {
            panic!("{} could not be started: {error}. `cargo xtask test` sees to it.", program.display())
        });
        drop(driver); // and with it its end of the pipe
        let lines = lines_of(output);
        let port = match engine.announces_its_port() {
            Some(words) => announced(&lines, words),
            None => given.filter(|port| listens(&mut process, *port)),
        };
        let Some(port) = port else {
            let _ = process.wait(); // it has ended
            return None;
        };
        let address = format!("http://127.0.0.1:{port}");
        Some(Self { process, address, lines, _scraps: scraps, _screen: screen })
    }

    /// Its process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    /// What it and the browser have written since the last time.
    pub(crate) fn has_written(&self) -> Vec<String> {
        self.lines.try_iter().collect()
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

/// A screen that nobody sees. It goes when it is dropped.
#[derive(Debug)]
struct Screen {
    process: Child,
    name: String,
}

impl Screen {
    /// It takes a number that is free, and says which as soon as one can draw on it.
    fn start() -> Self {
        let mut screen = Command::new(env::var_os("HIQUALITY_XVFB").unwrap_or_else(|| "Xvfb".into()));
        screen.args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1280x900x24"]);
        let mut process =
            screen.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap_or_else(|error| {
                panic!("Xvfb could not be started: {error}. `cargo xtask test` sees to it.")
            });
        let mut number = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut number).unwrap();
        assert_ne!(number, "", "Xvfb found no number that is free");
        Self { process, name: format!(":{}", number.trim()) }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        end(&mut self.process);
    }
}

pub(crate) fn end(process: &mut Child) {
    let _ = process.kill();
    let _ = process.wait();
}

/// Reads as long as anybody writes, so that nobody has to wait to.
fn lines_of(output: PipeReader) -> Receiver<String> {
    let (send, lines) = mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(output).split(b'\n').map_while(Result::ok) {
            let _ = send.send(String::from_utf8_lossy(&line).into_owned());
        }
    });
    lines
}

/// The port that stands behind these words; nothing where the program ends without having said them.
fn announced(lines: &Receiver<String>, words: &str) -> Option<u16> {
    lines.iter().find_map(|line| {
        let (_, port) = line.trim_end().rsplit_once(words)?;
        port.trim_end_matches('.').parse().ok()
    })
}

pub(crate) fn free_port() -> u16 {
    TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port()
}

/// Waits until a program listens there. It does not where it has ended.
pub(crate) fn listens(process: &mut Child, port: u16) -> bool {
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        if process.try_wait().unwrap().is_some() {
            return false;
        }
        thread::sleep(Duration::from_millis(15));
    }
    process.try_wait().unwrap().is_none() // else someone else does
}

/// A command of Chromium's own: a path below the session's, and what is posted there.
#[derive(Debug)]
pub(crate) struct Own {
    path: &'static str,
    body: Value,
}

impl Own {
    /// Everything logged since the last time, of a kind: `browser` or `performance`.
    pub(crate) fn log(kind: &str) -> Self {
        Self { path: "se/log", body: serde_json::json!({ "type": kind }) }
    }

    /// A command of the developer tools.
    pub(crate) fn tools(command: &str, parameters: &Value) -> Self {
        Self { path: "goog/cdp/execute", body: serde_json::json!({ "cmd": command, "params": parameters }) }
    }
}

impl WebDriverCompatibleCommand for Own {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/{}", session.unwrap_or_default(), self.path))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(self.body.to_string()))
    }
}
