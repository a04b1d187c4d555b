//! What an organiser carries between the tablet and the desk.

use super::folder::Folder;
use super::patience;
use super::visitor::Visitor;
use std::{fs, path::PathBuf};

/// How the names of files end that are being saved.
const ON_ITS_WAY: [&str; 3] = [".crdownload", ".part", ".wkdownload"];

/// A stick, on which both save their files.
#[derive(Debug)]
pub(crate) struct Stick(Folder);

impl Stick {
    pub(crate) fn new() -> Self {
        Self(Folder::new())
    }

    /// Has everything that someone saves put on it.
    pub(crate) async fn is_put_into(&self, visitor: &Visitor) {
        visitor.browser.saves_into(self.0.path()).await;
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
            let on_its_way = |name: &String| ON_ITS_WAY.iter().any(|end| name.ends_with(end));
            let name = names.iter().find(|name| name.starts_with(beginning))?;
            let path = self.0.path().join(name);
            let is_whole = !names.iter().any(on_its_way) && path.metadata().unwrap().len() > 0;
            is_whole.then_some(path)
        };
        patience::until(there).await.unwrap_or_else(|| panic!("{beginning} was not saved"))
    }
}
