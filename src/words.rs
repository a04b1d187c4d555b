//! Every message of the screens: what happened, then what to do.

use crate::after::{After, At as AfterAt, ContactForm, Submission};
use crate::before::{At as BeforeAt, Before};
use crate::context::Notice;
use crate::during::{At as DuringAt, During};
use crate::model::{Model, Survey, View};
use engine::check::{Problem, ProblemKind};
use engine::instrument::{Control, Instrument, Item, ItemId, ResponseDomain};
use engine::interview::Stage;
use storage::database::StorageError;
use ui::format::{characters, lower};
use ui::words::{NO_SPACE, NO_STORAGE, SERVICE};

/// That the later part of the program could not be had.
pub const NOT_LOADED: &str =
    "A part of the survey could not be loaded. Check the connection and load the page again.";

/// What that means at the first questions, before what was not there.
pub const NOT_KEPT_YET: &str =
    "Your answers are not kept yet, because something is missing. It is tried again every few seconds.";

/// That the later part of the program is waited for.
pub const LOADING: &str = "One moment: the rest of the survey is coming.";

/// That what the device knows of its event is damaged.
pub const EVENT_DAMAGED: &str = "What this device knows of its event can't be read. Tell the organiser: leave event mode at \
    #/ready and start it again. The records on the device stay.";

/// The notice at every box for words.
pub const NAME_NOBODY: &str = "Please do not name anyone, or write anything that shows who a person is.";

/// What is missing where a statement is not ticked.
pub const TICK_ALL: &str = "Tick every statement to take part";

/// What it means that answers are not kept.
pub fn not_kept(trouble: &StorageError) -> (&'static str, String) {
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
pub fn reason(why: &StorageError) -> String {
    match why {
        StorageError::Blocked => "this browser does not let the page store anything".to_owned(),
        StorageError::Full => "there is no space left on this device".to_owned(),
        StorageError::TakenOver => "the survey is open in another tab".to_owned(),
        StorageError::Failed(why) => format!("the browser could not do it ({})", why.trim_end_matches('.')),
    }
}

/// The heading of what the person sees.
pub fn heading(survey: &Survey) -> String {
    let Survey { context, model } = survey;
    if context.is_pausing() {
        return ARE_YOU_THERE.to_owned();
    }
    match model {
        Model::During(During { at: DuringAt::Stage, .. }) => first_heading(survey),
        Model::After(After { at: AfterAt::Contact, submission, .. }) => {
            let afterwards = context.session.afterwards.get();
            afterwards.map(|it| contact_heading(&it.contact, &submission.contact)).unwrap_or_default()
        }
        Model::After(After { at: AfterAt::Done, submission, .. }) => done_heading(submission).to_owned(),
        _ => fixed_heading(model.view(), matches!(context.notice, Some(Notice::NotDone(_)))).to_owned(),
    }
}

/// The heading of what a person sees on the way to the first questions, and at these.
pub fn first_heading(survey: &Survey) -> String {
    match &survey.model {
        Model::Before(Before { at: BeforeAt::Sheet, .. }) => SHEET.to_owned(),
        Model::During(During { at: DuringAt::Stage, interview, .. }) => {
            let page = interview.stage().page();
            page.map_or_else(
                || CHECK.to_owned(),
                |page| page_heading(&survey.context.session.instrument, page),
            )
        }
        _ => CONSENT.to_owned(),
    }
}

/// The heading of the question whether somebody is still there.
pub const ARE_YOU_THERE: &str = "Are you still there?";

/// The heading of a page that is always the same, but for a deletion that may have failed.
pub fn fixed_heading(view: View, has_failed: bool) -> &'static str {
    match view {
        View::Sheet => SHEET,
        View::Interview => CHECK,
        View::Consent => CONSENT,
        View::Declined => "Thank you for your time",
        View::Stop => "Do you want to stop and delete your answers?",
        View::DeleteRecord => "Do you want to delete your answers from this device?",
        View::DeleteDetails => "Do you want to delete your contact details from this device?",
        View::Deleted | View::RecordDeleted if has_failed => "Your answers are not deleted",
        View::Deleted | View::RecordDeleted => "Your answers are deleted",
        View::DetailsDeleted if has_failed => "Your contact details are not deleted",
        View::DetailsDeleted => "Your contact details are deleted",
        View::Elsewhere => "The survey is open in another tab",
        View::Done => "Your answers are submitted",
        View::Comparison => "How your answers compare",
        View::Contact => "May we contact you?",
    }
}

const SHEET: &str = "Information about the survey";

/// The heading of the statements of consent.
pub const CONSENT: &str = "Do you agree to take part?";

/// The heading of the check.
pub const CHECK: &str = "Check your answers";

/// The heading of the confirmation.
pub fn done_heading(submission: &Submission) -> &'static str {
    match submission.answers() {
        Some(_) if !submission.is_kept => "Save your answers now",
        _ => fixed_heading(View::Done, false),
    }
}

/// The heading of the form for being contacted: the wording of its first group.
pub fn contact_heading(form: &Instrument, contact: &ContactForm) -> String {
    if contact.is_kept {
        return "Your contact details are kept".to_owned();
    }
    let first = form.items().first().filter(|item| item.domain == ResponseDomain::Group);
    let wording = first.map(Item::wording).filter(|wording| !wording.is_empty());
    wording.unwrap_or_else(|| fixed_heading(View::Contact, false).to_owned())
}

/// The heading of a page: its own wording, or that of its first question.
pub fn page_heading(instrument: &Instrument, page: &ItemId) -> String {
    let Some(at) = instrument.position(page) else { return String::new() };
    let items = instrument.items();
    let within = (at..items.len()).filter(|within| instrument.outwards(*within).any(|holder| holder == at));
    within.map(|at| items[at].wording()).find(|text| !text.is_empty()).unwrap_or_default()
}

/// The title of the window: errors first, then the page, the section, the service. Browsers write titles to a history
/// on the disk, so on a shared device no title tells which question somebody was at.
pub fn title(survey: &Survey) -> String {
    let error = if survey.problems().is_empty() { "" } else { "Error: " };
    format!("{error}{}", title_of(survey, heading(survey)))
}

/// The title of the window beside the [`first_heading`].
pub fn first_title(survey: &Survey) -> String {
    title_of(survey, first_heading(survey))
}

fn title_of(survey: &Survey, heading: String) -> String {
    let Survey { context, model } = survey;
    if model.view() == View::Sheet && !context.is_pausing() {
        return format!("{SERVICE}: community engagement in London general practice");
    }
    let page = match model {
        Model::During(During { at: DuringAt::Stage, interview, .. }) => interview.stage().page(),
        _ => None,
    };
    let page = match page.filter(|_| !context.is_pausing()) {
        Some(_) if context.is_shared() => "Question".to_owned(),
        Some(page) => match section(&context.session.instrument, page) {
            Some(section) => format!("{heading} – {section}"),
            None => heading,
        },
        None => heading,
    };
    format!("{page} – {SERVICE}")
}

/// The section that a page of questions is in.
pub fn section(instrument: &Instrument, page: &ItemId) -> Option<String> {
    let at = instrument.position(page)?;
    Some(instrument.section_of(at)?.wording()).filter(|text| !text.is_empty())
}

/// What the button that goes on says.
pub fn continue_label(stage: &Stage) -> &'static str {
    match stage {
        Stage::Changing(_) => "Save and return to check",
        _ => "Continue",
    }
}

/// A problem at a question, for the person who answers.
pub fn problem(item: Option<&Item>, problem: &Problem) -> String {
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
