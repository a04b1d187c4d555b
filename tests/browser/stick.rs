//! What an organiser carries between the tablet and the desk.

use super::folder::Folder;
use super::patience;
use super::visitor::Visitor;
use serde_json::json;
use std::{fs, path::PathBuf};

/// A stick, on which both save their files.
#[derive(Debug)]
pub(crate) struct Stick(Folder);

impl Stick {
    pub(crate) fn new() -> Self {
        Self(Folder::new())
    }

    /// Has everything that someone saves put on it.
    pub(crate) async fn is_put_into(&self, visitor: &Visitor) {
        let downloads = json!({ "behavior": "allow", "downloadPath": self.0.path() });
        visitor.browser.tools("Browser.setDownloadBehavior", downloads).await;
    }

    /// Puts a file on it.
    pub(crate) fn gets(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// The file on it whose name begins so, once it is there as a whole.
    pub(crate) async fn has(&self, beginning: &str) -> PathBuf {
        let there = async || {
            let names = fs::read_dir(self.0.path()).unwrap();
            let names: Vec<String> = names.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
            // What is on its way has another name beside its own.
            let on_its_way = names.iter().any(|name| name.ends_with(".crdownload"));
            let name = names.iter().find(|name| name.starts_with(beginning) && !on_its_way)?;
            Some(self.0.path().join(name))
        };
        patience::until(there).await.unwrap_or_else(|| panic!("{beginning} was not saved"))
    }
}
