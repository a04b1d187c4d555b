//! At a device that people share.

use crate::turn::Waiting;
use ui::format::counted;

/// For the organiser: which device this is, and what waits on it.
pub(crate) fn device(label: &str, waiting: Option<Waiting>) -> String {
    let waits = match waiting {
        None | Some(Waiting { records: 0, .. }) => "No records wait to be exported.".to_owned(),
        Some(Waiting { records, days }) => {
            let records = counted(records, "record waits", "records wait");
            let age = match days {
                0 => "the oldest since today".to_owned(),
                days => format!("the oldest for {}", counted(days as usize, "day", "days")),
            };
            format!("{records} to be exported, {age}.")
        }
    };
    format!("Shared device {label}. {waits} ")
}

pub(crate) const FOR_THE_ORGANISER: &str = "For the organiser";

/// How long the device waits for somebody, and what becomes of what they did.
pub(crate) fn waits_for_you(seconds: u32, is_interviewed: bool) -> String {
    let what_becomes = match is_interviewed {
        true => {
            "Then what you have answered so far is locked for the study team, and the survey starts afresh for the next person."
        }
        false => "Then this page makes room for the next person.",
    };
    format!("Nobody has touched this device for a while. It waits for {seconds} more seconds. {what_becomes}")
}

pub(crate) const MORE_TIME: &str = "I need more time";
pub(crate) const FINISHED: &str = "I have finished";
pub(crate) const START_AFRESH: &str = "Start afresh for the next person";
pub(crate) const NOTHING_STAYS: &str =
    "When you finish, nothing of what you see here stays on the screen for the next person.";
pub(crate) const FINISH: &str = "Finish";
