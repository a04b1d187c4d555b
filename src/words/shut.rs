//! Before a survey opens, and after it has closed.

use study::Standing;
use ui::format::date;

pub(crate) fn heading(standing: &Standing) -> &'static str {
    match standing {
        Standing::NotYet(_) => "The survey has not opened yet",
        _ => "The survey is closed",
    }
}

/// Since when it is closed, or when it opens.
pub(crate) fn line(standing: &Standing) -> String {
    match standing {
        Standing::Open => String::new(),
        Standing::NotYet(opens) => format!("The survey opens on {}. Come back then.", date(opens)),
        Standing::Closed { since, .. } => {
            format!("The survey closed at the end of {}. It can't be started any more.", date(since))
        }
    }
}

pub(crate) const UNFINISHED: &str =
    "What was answered before is still on this device. It can't be submitted.";

/// Until when somebody can go on who had begun.
pub(crate) fn finish_until(since: &str, last: &str) -> String {
    format!(
        "The survey closed at the end of {}. You have begun yours and can finish it until the end of {}.",
        date(since),
        date(last)
    )
}
