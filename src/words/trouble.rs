//! What goes wrong with the page or the device, and what a person is told once.

use storage::database::StorageError;
use ui::words::{NO_SPACE, NO_STORAGE};

/// That a study has defects, above these.
pub(crate) const CANNOT_START: &str = "The questions can't be shown";

/// That the later part of the program could not be had.
pub(crate) const NOT_LOADED: &str =
    "A part of the survey could not be loaded. Check the connection and load the page again.";

/// What that means at the first questions, before what was not there.
pub(crate) const NOT_KEPT_YET: &str =
    "Your answers are not kept yet, because something is missing. It is tried again every few seconds.";

/// That the later part of the program is waited for.
pub(crate) const LOADING: &str = "One moment: the rest of the survey is coming.";

/// That what the device knows of its event is damaged.
pub(crate) const EVENT_DAMAGED: &str = "What this device knows of its event can't be read. Tell the organiser: leave event mode at \
    #/ready and start it again. The records on the device stay.";

/// What it means that answers are not kept.
pub(crate) fn not_kept(trouble: &StorageError) -> (&'static str, String) {
    match trouble {
        StorageError::Blocked => (
            "Your answers will not be kept",
            format!(
                "{NO_STORAGE} You can answer, but if you close or reload this page your answers are lost. At the end you \
                 can save them to a file."
            ),
        ),
        StorageError::Full => (
            "Your last answer was not kept",
            format!(
                "{NO_SPACE} Make some space and change the answer again, or go on and save your answers to a file at the \
                 end."
            ),
        ),
        StorageError::TakenOver => (
            "Your last answer was not kept",
            "The survey has been opened in another tab. Go on there.".to_owned(),
        ),
        StorageError::Failed(why) => (
            "Your last answer was not kept",
            format!(
                "The browser could not store it ({why}). Go on, and save your answers to a file at the end."
            ),
        ),
    }
}

/// Why something was not done, as a part of a sentence.
pub(crate) fn reason(why: &StorageError) -> String {
    match why {
        StorageError::Blocked => "this browser does not let the page store anything".to_owned(),
        StorageError::Full => "there is no space left on this device".to_owned(),
        StorageError::TakenOver => "the survey is open in another tab".to_owned(),
        StorageError::Failed(why) => format!("the browser could not do it ({})", why.trim_end_matches('.')),
    }
}

/// What a shared device says where answers are not kept.
pub(crate) fn tell_the_organiser(trouble: &StorageError) -> String {
    format!("It failed because {}. Tell the organiser before you go on.", reason(trouble))
}

pub(crate) const SAVE_SO_FAR: &str = "Save my answers so far to a file";

pub(crate) const NOT_SUBMITTED: &str = "Your answers are not submitted";

/// Why answers are not submitted, and what to do.
pub(crate) fn not_submitted(why: &StorageError, is_shared: bool) -> String {
    let or = if is_shared { "tell the organiser" } else { "save them to a file" };
    format!("It failed because {}. Try again, or {or}.", reason(why))
}

/// That something else was not done.
pub(crate) fn not_done(why: &StorageError) -> String {
    format!("That could not be done, because {}. Try again.", reason(why))
}

pub(crate) const RESUMED: &str =
    "Welcome back. Your answers were kept on this device, and you can go on where you left off.";
pub(crate) const CONSENT_AGAIN: &str = "The information about the survey has changed since you agreed. Your answers are still here. Please read the \
     information and agree again to go on.";
pub(crate) const READ_INFORMATION: &str = "Read the information";
pub(crate) const LOST: &str = "Welcome back. The questions have changed since you were here. These answers no longer fit, and are not kept:";
pub(crate) const DAMAGED: &str = "There are answers on this device, but they can't be read. You can save them to a file for the organiser. When you \
     start, new answers take their place.";
pub(crate) const SAVE_WHAT_WAS_KEPT: &str = "Save what was kept";
pub(crate) const OUTDATED: &str =
    "The newest version of the survey can't be used. This is the version before it, and you can take part.";

// Why something could not be sealed, as the end of a [`reason`].
pub(crate) const NO_KEY: &str = "there is no key to seal it to";
pub(crate) const NO_FORM: &str = "the form is not there";
