//! The built site, served under a path as deep as some hosts have.

use super::folder::Folder;
use super::keys::Keys;
use serde_json::{Value, json};
use std::{
    env, fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};
use xtask::host::{self, Hosted};

const UNDER: &str = "/a/sub/path/";

/// A running host of the site. It stops when it is dropped.
#[derive(Debug)]
pub(crate) struct Site {
    hosted: Hosted,
    files: PathBuf,
    /// Where the files are a copy, so that they can be edited.
    copy: Option<Folder>,
}

impl Site {
    /// As it was built.
    pub(crate) fn as_built() -> Self {
        Self::serving(dist(), None)
    }

    /// As an organiser has it, who edits the files.
    pub(crate) fn of_an_organiser() -> Self {
        let copy = Folder::new();
        copy_folder(&dist(), copy.path()).unwrap();
        Self::serving(copy.path().to_owned(), Some(copy))
    }

    /// As an organiser has it whom people can write to, and who may write to them.
    pub(crate) fn of_a_named_organiser() -> Self {
        let site = Self::of_an_organiser();
        site.settles(|settings| {
            settings["organiser"] = json!({ "name": "Sam Smith", "email": "survey@example.org" });
        });
        site
    }

    /// The same, who has records sealed to these keys.
    pub(crate) fn sealing_to(keys: &Keys) -> Self {
        let site = Self::of_a_named_organiser();
        site.settles(|settings| {
            settings["recipients"] = json!(keys.public());
            settings["withdrawUntil"] = json!("2027-03-31");
        });
        site
    }

    /// Changes the settings.
    pub(crate) fn settles(&self, change: impl FnOnce(&mut Value)) {
        self.edit("study/settings.json", |text| {
            let mut settings = serde_json::from_str(text).unwrap();
            change(&mut settings);
            settings.to_string()
        });
    }

    /// Names a storage to which records go by themselves, and lets the page send there by its policy.
    pub(crate) fn delivers(&self, deliver: &Value, connect_src: &str) {
        self.edit("index.html", |page| page.replacen("connect-src 'self'", connect_src, 1));
        self.settles(|settings| settings["deliver"] = deliver.clone());
    }

    /// Takes away what runs beside the page, so that the host answers that it is not there. Returns it.
    pub(crate) fn takes_away_the_worker(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let entries = fs::read_dir(&self.files).unwrap().map(|entry| entry.unwrap().path());
        let is_it = |path: &PathBuf| path.file_name().unwrap().to_string_lossy().starts_with("worker");
        let files: Vec<_> =
            entries.filter(is_it).map(|path| (path.clone(), fs::read(path).unwrap())).collect();
        assert!(files.len() > 1, "a script and a module are to be found");
        files.iter().for_each(|(path, _)| fs::remove_file(path).unwrap());
        files
    }

    /// Puts back what was taken away.
    pub(crate) fn puts_back(&self, files: Vec<(PathBuf, Vec<u8>)>) {
        files.into_iter().for_each(|(path, content)| fs::write(path, content).unwrap());
    }

    fn serving(files: PathBuf, copy: Option<Folder>) -> Self {
        let hosted = host::serve(&files, UNDER, 0).unwrap();
        Self { hosted, files, copy }
    }

    /// The folder of its files.
    pub(crate) fn folder(&self) -> &Path {
        &self.files
    }

    /// The name of the script that begins so.
    pub(crate) fn script(&self, begins: &str) -> String {
        let names = fs::read_dir(&self.files).unwrap();
        let mut names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.find(|name| name.starts_with(&format!("{begins}-")) && name.ends_with(".js")).unwrap()
    }

    /// The address of its page.
    pub(crate) fn address(&self) -> &str {
        &self.hosted.address
    }

    /// What browsers call its origin: the address without the path.
    pub(crate) fn origin(&self) -> &str {
        self.address().trim_end_matches(UNDER)
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.files.join(name)).unwrap()
    }

    /// Changes a file, and it must then differ.
    pub(crate) fn edit(&self, name: &str, edited: impl FnOnce(&str) -> String) {
        assert!(self.copy.is_some(), "the build itself is not to be edited");
        let before = self.read(name);
        let after = edited(&before);
        assert_ne!(before, after, "{name} was to change");
        let path = self.files.join(name);
        fs::write(&path, after).unwrap();
        // Hosts tell times in whole seconds: two versions of the same second would look like one.
        let later = SystemTime::now() + Duration::from_secs(60);
        fs::File::options().write(true).open(path).unwrap().set_modified(later).unwrap();
    }

    /// Takes a file away.
    pub(crate) fn remove(&self, name: &str) {
        assert!(self.copy.is_some(), "the build itself is not to be edited");
        fs::remove_file(self.files.join(name)).unwrap();
    }
}

fn dist() -> PathBuf {
    let dist = env::var_os("HIQUALITY_DIST").map(PathBuf::from);
    let dist = dist.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("dist"));
    assert!(dist.join("index.html").is_file(), "there is no build in {}: cargo xtask build", dist.display());
    dist
}

fn copy_folder(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&to)?;
            copy_folder(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), &to)?;
        }
    }
    Ok(())
}
