//! The questions, what is wrong with an answer, the check, and the question whether to stop.

use super::CONTINUE;
use engine::check::{Problem, ProblemKind};
use engine::instrument::{Control, Item, ResponseDomain};
use engine::interview::Stage;
use ui::format::{characters, lower};

/// The notice at every box for words.
pub const NAME_NOBODY: &str = "Please do not name anyone, or write anything that shows who a person is.";

/// How far along a page is: which section it is in, by its name, of how many.
pub(crate) fn progress(section: Option<String>, number: usize, of: usize) -> String {
    match (section, of) {
        (section, 1) => section.unwrap_or_default(),
        (Some(section), _) => format!("Section {number} of {of}: {section}"),
        (None, _) => format!("Section {number} of {of}"),
    }
}

/// That any question may be left empty. It is said once.
pub(crate) const ALL_OPTIONAL: &str = "You can leave any question empty.";
/// That those on the page may be, where others may not.
pub(crate) const OPTIONAL: &str = "You can leave this empty.";

/// How many options may be chosen, where no wording around them says so.
pub(crate) fn several(max: Option<usize>, around: [&str; 2]) -> Option<String> {
    let says_so = |wording: &str| wording.to_ascii_lowercase().contains("all that apply");
    match max {
        Some(max) => Some(format!("Select up to {max}.")),
        None if around.into_iter().any(says_so) => None,
        None => Some("Select all that apply.".to_owned()),
    }
}

/// What the button that goes on says.
pub(crate) fn continue_label(stage: &Stage) -> &'static str {
    match stage {
        Stage::Changing(_) => "Save and return to check",
        _ => CONTINUE,
    }
}

/// A problem at a question, for the person who answers.
pub(crate) fn problem(item: Option<&Item>, problem: &Problem) -> String {
    let text = item.map(|item| item.text.as_str()).unwrap_or_default();
    let statement = item.is_some_and(|item| item.domain == ResponseDomain::Boolean);
    let closed =
        item.is_some_and(|item| !item.options().is_empty() || item.control == Some(Control::RadioButton));
    let date = item.is_some_and(|item| matches!(item.domain, ResponseDomain::Date(_)));
    match &problem.kind {
        ProblemKind::Required if statement => "Tick the box to agree".to_owned(),
        ProblemKind::Required if closed => "Select an answer".to_owned(),
        ProblemKind::Required if text.ends_with(['?', '.']) => "Enter an answer".to_owned(),
        ProblemKind::Required => format!("Enter {}", lower(text)),
        ProblemKind::TooMany(max) => format!("Select no more than {max}"),
        ProblemKind::TooFew(min) => format!("Select at least {min}"),
        ProblemKind::WrongType(kind) if kind == "email" => {
            "Enter an email address in the correct format, like name@example.com".to_owned()
        }
        ProblemKind::WrongType(_) => match item.map(|item| &item.domain) {
            Some(ResponseDomain::Integer(_)) => "Enter a whole number, like 15".to_owned(),
            Some(ResponseDomain::Decimal(_)) => "Enter a number, like 1.5".to_owned(),
            _ => "Enter a date that exists, with day, month and year".to_owned(),
        },
        ProblemKind::RequiredGroup => "Answer at least one of these questions".to_owned(),
        ProblemKind::TooSmall(min) if date => format!("Enter a date that is {min} or later"),
        ProblemKind::TooGreat(max) if date => format!("Enter a date that is {max} or earlier"),
        ProblemKind::TooSmall(min) => format!("Enter {min} or more"),
        ProblemKind::TooGreat(max) => format!("Enter {max} or less"),
        ProblemKind::TooShort(min) => format!("Enter {min} characters or more"),
        ProblemKind::TooLong(max, over) => {
            format!("Enter {max} characters or fewer: you have {}", characters(*over, "too many"))
        }
        ProblemKind::Exclusive(_) => "Select either the last option or the others, not both".to_owned(),
        ProblemKind::NoValue => "Enter your own answer, or select another".to_owned(),
        other => other.to_string(),
    }
}

// The check.
pub(crate) const NOTHING_IS_SUBMITTED: &str = "Nothing is submitted yet. You can change any answer.";
pub(crate) const NO_LONGER_APPLY: &str =
    "These answers no longer apply, because of what you answered elsewhere. They will not be submitted:";

/// How many questions of a section are answered.
pub(crate) fn answered(answered: usize, of: usize) -> String {
    format!("{answered} of {of} answered")
}

pub(crate) const NOT_PROVIDED: &str = "Not provided";
pub(crate) const CHANGE: &str = "Change";
pub(crate) const SUBMIT_HEADING: &str = "Submit your answers";
pub(crate) const AFTER_YOU_SUBMIT: &str =
    "After you submit you can't change your answers. You then see how they compare with others'.";
pub(crate) const SUBMIT: &str = "Submit my answers";
pub(crate) const SUBMITTING: &str = "Submitting your answers";

// Stopping for now.
pub(crate) const STOP_FOR_NOW: &str = "Stop for now";
pub(crate) const KEPT_HERE: &str =
    "Your answers are kept on this device, in this browser. To go on, open this page again here.";

// The question whether to stop.
pub(crate) const STOP: &str = "Stop and delete my answers";
pub(crate) const ALL_IS_DELETED: &str =
    "Everything you have answered so far is deleted from this device. This can't be undone.";
pub(crate) const GO_BACK: &str = "Go back to the questions";
