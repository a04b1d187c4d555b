//! The built site, served under a path as deep as some hosts have.

use super::folder::Folder;
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

    fn serving(files: PathBuf, copy: Option<Folder>) -> Self {
        let hosted = host::serve(&files, UNDER, 0).unwrap();
        Self { hosted, files, copy }
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
