//! A browser of a test's own, which can crash and be opened again.

use super::driver::{Driver, Own};
use super::folder::Folder;
use super::patience;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// What makes a browser different from the usual one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Habits {
    /// Cookies and all other storage are blocked.
    pub(crate) blocks_storage: bool,
    /// A name that leads to this machine, which browsers do not take for it.
    pub(crate) other_name: Option<&'static str>,
    /// Everything that is fetched is written down.
    pub(crate) logs_requests: bool,
}

/// A running browser with a profile of its own.
#[derive(Debug)]
pub(crate) struct Browser {
    pub(crate) client: Client,
    habits: Habits,
    driver: Driver,
    profile: Folder,
    downloads: Folder,
}

impl Browser {
    pub(crate) async fn open(habits: Habits) -> Self {
        let (driver, profile, downloads) = (Driver::start(), Folder::new(), Folder::new());
        let client = session(&driver, profile.path(), &habits).await;
        let browser = Self { client, habits, driver, profile, downloads };
        browser.keep_downloads().await;
        browser
    }

    /// Ends it at once and without a word to it, as a crash does.
    pub(crate) fn crash(&self) {
        kill(self.profile.path());
    }

    /// Ends it as people do, so that it puts away whatever it wants to keep. Returns the folder where that is.
    pub(crate) async fn quit(&self) -> &Path {
        let profile = self.profile.path();
        let _ = self.client.clone().close().await; // the last window
        let words = profile.to_string_lossy().into_owned();
        let gone = patience::until(async || processes_with(&words).is_empty().then_some(())).await;
        assert!(gone.is_some(), "the browser does not end");
        profile
    }

    /// The folder where it keeps everything.
    pub(crate) fn profile(&self) -> &Path {
        self.profile.path()
    }

    /// Starts it again after a crash, with the same profile.
    pub(crate) async fn reopen(&mut self) {
        self.client = session(&self.driver, self.profile.path(), &self.habits).await;
        self.keep_downloads().await;
    }

    async fn keep_downloads(&self) {
        let folder = self.downloads.path();
        self.tools("Browser.setDownloadBehavior", json!({ "behavior": "allow", "downloadPath": folder }))
            .await;
    }

    /// A command of the developer tools.
    pub(crate) async fn tools(&self, command: &str, parameters: Value) -> Value {
        self.client.issue_cmd(Own::tools(command, &parameters)).await.unwrap()
    }

    /// Everything logged since the last time.
    pub(crate) async fn log(&self, kind: &str) -> Vec<Value> {
        let log = self.client.issue_cmd(Own::log(kind)).await.unwrap();
        log.as_array().unwrap().clone()
    }

    /// The file of this name that was saved, once it is there as a whole.
    pub(crate) fn saved(&self, name: &str) -> Option<String> {
        let files = fs::read_dir(self.downloads.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let files: Vec<_> = files.collect();
        (files == [name]).then(|| fs::read_to_string(self.downloads.path().join(name)).unwrap())
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.crash(); // the driver's own way of closing it takes longer
    }
}

async fn session(driver: &Driver, profile: &Path, habits: &Habits) -> Client {
    let mut arguments: Vec<String> = [
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-dev-shm-usage",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--window-size=1280,900",
    ]
    .map(str::to_owned)
    .into();
    arguments.push(format!("--user-data-dir={}", profile.display()));
    arguments.extend(habits.other_name.map(|name| format!("--host-resolver-rules=MAP {name} 127.0.0.1")));
    let mut options = json!({ "args": arguments });
    if let Some(program) = env::var_os("HIQUALITY_CHROMIUM") {
        options["binary"] = json!(PathBuf::from(program));
    }
    let mut logs = json!({ "browser": "ALL" });
    if habits.blocks_storage {
        options["prefs"] = json!({ "profile.default_content_setting_values.cookies": 2 });
    }
    if habits.logs_requests {
        logs["performance"] = json!("ALL");
    }
    let wanted = json!({ "browserName": "chrome", "goog:chromeOptions": options, "goog:loggingPrefs": logs });
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(wanted.as_object().unwrap().clone());
    builder.connect(&driver.address).await.unwrap()
}

/// Ends every process of the browser with this profile, and waits until none is left.
fn kill(profile: &Path) {
    let profile = profile.to_string_lossy().into_owned();
    loop {
        let processes = processes_with(&profile);
        if processes.is_empty() {
            return;
        }
        // All in one go: none of them is to notice that the others are gone.
        let _ = Command::new("kill").arg("-KILL").args(&processes).output();
    }
}

/// The processes whose command line holds these words. Those that have ended already have none.
fn processes_with(words: &str) -> Vec<String> {
    let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() }; // not Linux: the driver ends them
    let ids = processes.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let ids = ids.filter(|name| name.bytes().all(|byte| byte.is_ascii_digit()));
    let has_words = |id: &String| {
        let line = fs::read(format!("/proc/{id}/cmdline")).unwrap_or_default();
        String::from_utf8_lossy(&line).contains(words)
    };
    ids.filter(has_words).collect()
}
