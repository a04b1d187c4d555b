//! A browser of a test's own, which can crash and be opened again.

use super::driver::{Driver, Own};
use super::engine::{self, Engine};
use super::folder::Folder;
use super::patience;
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::{fs, path::Path, process::Command};

/// What makes a browser different from the usual one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Habits {
    /// Which browser it is. The habits below are Chromium's only.
    pub(crate) engine: Engine,
    /// Cookies and all other storage are blocked.
    pub(crate) blocks_storage: bool,
    /// A name that leads to this machine, which browsers do not take for it.
    pub(crate) other_name: Option<&'static str>,
    /// Everything that is fetched is written down.
    pub(crate) logs_requests: bool,
}

impl Habits {
    /// The usual browser of this engine.
    pub(crate) fn of(engine: Engine) -> Self {
        Self { engine, ..Self::default() }
    }
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
        let (profile, downloads) = (Folder::new(), Folder::new());
        engine::furnishes(habits.engine, profile.path(), downloads.path());
        let driver = Driver::start(habits.engine, profile.path());
        let client = session(&driver, profile.path(), downloads.path(), &habits).await;
        let browser = Self { client, habits, driver, profile, downloads };
        browser.saves_into(browser.downloads.path()).await;
        browser
    }

    /// Which browser it is.
    pub(crate) fn engine(&self) -> Engine {
        self.habits.engine
    }

    /// Ends it at once and without a word to it, as a crash does.
    pub(crate) fn crash(&self) {
        loop {
            let processes = self.processes();
            if processes.is_empty() {
                return;
            }
            // All in one go: none of them is to notice that the others are gone.
            let _ = Command::new("kill").arg("-KILL").args(&processes).output();
        }
    }

    /// Ends it as people do, so that it puts away whatever it wants to keep. Returns the folder where that is.
    pub(crate) async fn quit(&self) -> &Path {
        let _ = self.client.clone().close().await; // the last window
        let gone = patience::until(async || self.processes().is_empty().then_some(())).await;
        assert!(gone.is_some(), "the browser does not end");
        self.profile.path()
    }

    /// The folder where it keeps everything.
    pub(crate) fn profile(&self) -> &Path {
        self.profile.path()
    }

    /// Starts it again after it has ended, with the same profile.
    pub(crate) async fn reopen(&mut self) {
        self.client = session(&self.driver, self.profile.path(), self.downloads.path(), &self.habits).await;
        self.saves_into(self.downloads.path()).await;
    }

    /// Has everything that is saved put into this folder.
    pub(crate) async fn saves_into(&self, folder: &Path) {
        if self.engine() == Engine::Chromium {
            let downloads = json!({ "behavior": "allow", "downloadPath": folder });
            self.tools("Browser.setDownloadBehavior", downloads).await;
        } else if folder != self.downloads.path() {
            // The others were told of a folder when they began: it becomes this one.
            fs::remove_dir_all(self.downloads.path()).unwrap();
            #[cfg(unix)]
            std::os::unix::fs::symlink(folder, self.downloads.path()).unwrap();
        }
    }

    /// A command of Chromium's developer tools.
    pub(crate) async fn tools(&self, command: &str, parameters: Value) -> Value {
        self.client.issue_cmd(Own::tools(command, &parameters)).await.unwrap()
    }

    /// Loses its connection, or has it again.
    pub(crate) async fn goes_offline(&self, offline: bool) {
        self.tools("Network.enable", json!({})).await;
        let line =
            json!({ "offline": offline, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 });
        self.tools("Network.emulateNetworkConditions", line).await;
    }

    /// Tells the first service worker of a site that there is a connection again, as a browser does that has something
    /// to be sent.
    pub(crate) async fn syncs(&self, origin: &str, tag: &str) {
        self.tools("ServiceWorker.enable", json!({})).await;
        let event = json!({ "origin": origin, "registrationId": "0", "tag": tag, "lastChance": false });
        self.tools("ServiceWorker.dispatchSyncEvent", event).await;
    }

    /// Everything that Chromium has logged since the last time.
    pub(crate) async fn log(&self, kind: &str) -> Vec<Value> {
        let log = self.client.issue_cmd(Own::log(kind)).await.unwrap();
        log.as_array().unwrap().clone()
    }

    /// What its console had to say above the level of information since the last time.
    pub(crate) async fn console(&self) -> Vec<String> {
        match self.engine() {
            Engine::Chromium => {
                let log = self.log("browser").await.into_iter();
                let loud = log.filter(|entry| !["INFO", "DEBUG"].contains(&entry["level"].as_str().unwrap()));
                loud.map(|entry| entry["message"].as_str().unwrap().to_owned()).collect()
            }
            Engine::Firefox => {
                let loud = ["console.error:", "console.warn:", "JavaScript error: http"];
                let is_loud = |line: &String| loud.iter().any(|beginning| line.starts_with(beginning));
                self.driver.has_written().into_iter().filter(is_loud).collect()
            }
            Engine::WebKit => {
                let heard = "const heard = window.name || '[]'; window.name = ''; return JSON.parse(heard);";
                serde_json::from_value(self.client.execute(heard, Vec::new()).await.unwrap()).unwrap()
            }
        }
    }

    /// The file of this name that was saved, once it is there as a whole.
    pub(crate) fn saved(&self, name: &str) -> Option<String> {
        let files = fs::read_dir(self.downloads.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let files: Vec<_> = files.collect();
        let text = (files == [name]).then(|| fs::read_to_string(self.downloads.path().join(name)).unwrap());
        text.filter(|text| !text.is_empty()) // Firefox begins with an empty one
    }

    /// Its processes: the profile stands in their command line or is their home. Those that have ended have neither.
    fn processes(&self) -> Vec<String> {
        let profile = self.profile.path().to_string_lossy();
        let Ok(processes) = fs::read_dir("/proc") else { return Vec::new() }; // not Linux: the driver ends them
        let ids = processes.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
        let ids = ids.filter(|id| id.parse().is_ok_and(|id: u32| id != self.driver.id()));
        let has_it = |id: &String, file: &str| {
            let words = fs::read(format!("/proc/{id}/{file}")).unwrap_or_default();
            String::from_utf8_lossy(&words).contains(&*profile)
        };
        ids.filter(|id| has_it(id, "cmdline") || has_it(id, "environ")).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.crash(); // the driver's own way of closing it takes longer
    }
}

async fn session(driver: &Driver, profile: &Path, downloads: &Path, habits: &Habits) -> Client {
    let wanted = engine::capabilities(habits, profile, downloads);
    let mut builder = ClientBuilder::new(HttpConnector::new());
    builder.capabilities(wanted.as_object().unwrap().clone());
    builder.connect(&driver.address).await.unwrap()
}
