//! The heading of each screen, and the title of the window.

use super::shut;
use super::submitted::CONTACT_HEADING;
use crate::after::{After, At as AfterAt, ContactForm, Submission};
use crate::before::{At as BeforeAt, Before};
use crate::context::Notice;
use crate::during::{At as DuringAt, During};
use crate::model::{Model, Survey, View};
use crate::session::Session;
use engine::instrument::{Instrument, Item, ItemId, ResponseDomain};
use ui::words::SERVICE;

/// The heading of what the person sees.
pub fn heading(survey: &Survey) -> String {
    let Survey { context, model } = survey;
    if context.is_pausing() {
        return ARE_YOU_THERE.to_owned();
    }
    match model {
        Model::During(During { at: DuringAt::Stage, .. }) => first_heading(survey),
        Model::Before(before) if before.at == BeforeAt::Consent && !before.admits(context) => {
            shut::heading(&context.session.standing).to_owned()
        }
        Model::After(After { at: AfterAt::Contact, submission, .. }) => {
            let afterwards = context.session.afterwards.get();
            afterwards.map(|it| contact_heading(&it.contact, &submission.contact)).unwrap_or_default()
        }
        Model::After(After { at: AfterAt::Done, submission, .. }) => {
            done_heading(submission, &context.session).to_owned()
        }
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
        View::Later => "You can stop for now",
        View::Stop => "Do you want to stop and delete your answers?",
        View::DeleteRecord => "Do you want to delete your answers from this device?",
        View::DeleteDetails => "Do you want to delete your contact details from this device?",
        View::Deleted | View::RecordDeleted if has_failed => "Your answers are not deleted",
        View::Deleted | View::RecordDeleted => "Your answers are deleted",
        View::DetailsDeleted if has_failed => "Your contact details are not deleted",
        View::DetailsDeleted => "Your contact details are deleted",
        View::Elsewhere => "The survey is open in another tab",
        View::Done => "Thank you for taking part",
        View::Comparison => "How your answers compare",
        View::Contact => CONTACT_HEADING,
    }
}

const SHEET: &str = "Information about the survey";

/// The heading of the statements of consent.
pub const CONSENT: &str = "Do you agree to take part?";

/// The heading of the check.
pub const CHECK: &str = "Check your answers";

/// The heading of the confirmation.
pub fn done_heading(submission: &Submission, session: &Session) -> &'static str {
    match submission.answers() {
        Some(_) if !submission.is_kept => "Save your answers now",
        _ if submission.delivery.is_none() && submission.is_for_hand(session) => {
            "One step is left: send your answers"
        }
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

/// The title of the window at the information sheet. `index.html` has the same words.
pub fn sheet_title() -> String {
    format!("{SERVICE}: community engagement in London general practice")
}

fn title_of(survey: &Survey, heading: String) -> String {
    let Survey { context, model } = survey;
    if model.view() == View::Sheet && !context.is_pausing() {
        return sheet_title();
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
