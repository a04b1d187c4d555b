//! Why the storage, the worker or the browser did not do something, and its words.

use browser::worker;
use seal::refusal::NoRandomness;
use std::fmt;
use storage::database::StorageError;
use ui::words::{NO_SPACE, NO_STORAGE};

/// Why something was not done outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The storage did not do it.
    Storage(StorageError),
    /// The worker did not do it.
    Worker(worker::Refused),
    /// There are no random numbers.
    Random(NoRandomness),
    /// A file was not saved.
    NotSaved(browser::Refused),
    /// A file was not shared.
    NotShared(browser::Refused),
    /// There is no room for a file.
    NoRoom(browser::Refused),
    /// A chosen file can't be read.
    Unreadable(browser::Refused),
    /// No key file is chosen.
    NoKeyFile,
}

impl Trouble {
    /// Whether the worker has stopped, and everything that waits for it with it.
    pub fn is_of_worker(&self) -> bool {
        matches!(self, Self::Worker(worker::Refused::Stopped(_)))
    }
}

impl From<StorageError> for Trouble {
    fn from(why: StorageError) -> Self {
        Self::Storage(why)
    }
}

impl From<worker::Refused> for Trouble {
    fn from(why: worker::Refused) -> Self {
        Self::Worker(why)
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Storage(why) => f.write_str(&not_kept(why)),
            Self::Worker(worker::Refused::Declined(words)) => f.write_str(words),
            Self::Worker(worker::Refused::Stopped(why)) => write!(
                f,
                "The part of the app that seals and opens has stopped or could not start ({}). Load this page again. If \
                 that does not help, close other apps and tabs, or use an up-to-date browser.",
                why.trim_end_matches('.')
            ),
            Self::Random(why) => why.fmt(f),
            Self::NotSaved(why) => {
                let what_to_do = "Allow downloads for this site in the browser's settings, and try again.";
                f.write_str(&refused(why, what_to_do))
            }
            Self::NotShared(why) => {
                let what_to_do = "The file is among this device's downloads: take it from there.";
                f.write_str(&refused(why, what_to_do))
            }
            Self::NoRoom(why) => f.write_str(&refused(why, "Make some space, and try again.")),
            Self::Unreadable(why) => {
                let what_to_do = "It may have been moved or changed since you chose it, or be too large for this \
                                  device. Choose it again, or use a device with more memory.";
                f.write_str(&refused(why, what_to_do))
            }
            Self::NoKeyFile => f.write_str("Choose the key file"),
        }
    }
}

fn refused(browser::Refused(why): &browser::Refused, what_to_do: &str) -> String {
    format!("The browser refused ({}). {what_to_do}", why.trim_end_matches('.'))
}

/// That there is no storage.
pub fn no_storage(why: &StorageError) -> String {
    match why {
        StorageError::Blocked => format!(
            "{NO_STORAGE} Use a normal window, or allow this site to store data in the browser's settings."
        ),
        other => format!("The storage can't be used. {}", not_kept(other)),
    }
}

/// Why something was not kept, and what to do.
pub fn not_kept(why: &StorageError) -> String {
    match why {
        StorageError::Blocked => no_storage(why),
        StorageError::Full => {
            format!("{NO_SPACE} Delete what is not needed, such as photos or downloads, and try again.")
        }
        StorageError::TakenOver => {
            "It was changed in another tab. Close the other tabs of this site, and try again.".to_owned()
        }
        StorageError::Failed(why) => format!(
            "The browser could not do it ({}). Load this page again, and try again.",
            why.trim_end_matches('.')
        ),
    }
}
