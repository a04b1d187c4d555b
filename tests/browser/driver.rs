//! The program that stands between a test and its browser, and the commands that only Chromium's has.

use super::folder::Folder;
use fantoccini::wd::WebDriverCompatibleCommand;
use serde_json::Value;
use std::{
    env,
    ffi::OsString,
    io::{BufRead, BufReader},
    process::{Child, ChildStdout, Command, Stdio},
};

/// A running driver. It ends when it is dropped.
#[derive(Debug)]
pub(crate) struct Driver {
    process: Child,
    /// Where it listens.
    pub(crate) address: String,
    /// It has to have somewhere to write to.
    _output: BufReader<ChildStdout>,
    /// Where it and the browser put what they do not clear away when they are ended.
    _scraps: Folder,
}

impl Driver {
    /// Starts one at a port that is free.
    pub(crate) fn start() -> Self {
        // It wants the same port for two kinds of addresses, and ends where others have one of them meanwhile.
        (0..20).find_map(|_| Self::try_to_start()).expect("the driver should find a port that is free")
    }

    fn try_to_start() -> Option<Self> {
        let program = env::var_os("HIQUALITY_CHROMEDRIVER").unwrap_or_else(|| OsString::from("chromedriver"));
        let scraps = Folder::new();
        let mut driver = Command::new(&program);
        driver.arg("--port=0").env("TMPDIR", scraps.path()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut process = driver.spawn().unwrap_or_else(|error| {
            panic!("{} could not be started: {error}. `cargo xtask test` sees to it.", program.display())
        });
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        let port = loop {
            line.clear();
            if output.read_line(&mut line).unwrap() == 0 {
                let _ = process.wait(); // it has ended
                return None;
            }
            if let Some((_, port)) = line.trim_end().rsplit_once("successfully on port ") {
                break port.trim_end_matches('.').to_owned();
            }
        };
        Some(Self { process, address: format!("http://127.0.0.1:{port}"), _output: output, _scraps: scraps })
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
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
