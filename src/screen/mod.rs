//! The screens: what the person sees, drawn from the state.

mod comparison;
mod consent;
mod contact;
mod declined;
mod delete;
mod deleted;
mod done;
mod elsewhere;
mod later;
mod notice;
pub mod page;
mod pause;
mod review;
mod sheet;
mod shut;
mod stop;

pub use consent::PLACE as STATEMENTS;

use super::after::{After, At as AfterAt};
use super::before::{At as BeforeAt, Before};
use super::context::{Context, Notice};
use super::during::{At as DuringAt, During};
use super::effects::Effect;
use super::model::{Message, Model, Survey, View};
use super::route::Route;
use super::session::Session;
use super::words::{self, headings, question, trouble};
use browser::{document, history};
use engine::check::Problem;
use engine::instrument::ItemId;
use engine::interview::Stage;
use engine::record::Completion;
use study::Standing;
use ui::control::Warning;
use ui::control::button::file_button;
use ui::control::choice::{DropDown, drop_down};
use ui::control::entry::warning;
use ui::form::{button, error_summary};
use ui::markup::{all, bullets, changing, element, inset, link, paragraph, text};
use yew::prelude::*;

/// What is said on a page of the answers that are on it, and how it is drawn. Of the first ones nothing is said before the rest
/// of the program is here, and they are drawn with what is.
#[derive(Debug, Clone, Default)]
pub struct Said {
    /// What is wrong with each, in words.
    pub errors: Vec<(Option<ItemId>, String)>,
    /// All that is wrong, with links.
    pub summary: Html,
    /// Says what in somebody's own words seems to show who they are.
    pub warning: Option<Warning>,
    /// Shows a choice as a list that opens.
    pub drop_down: Option<DropDown>,
}

/// What the person sees. `above` puts what it is given above the information sheet; all else stands below that.
pub fn view(survey: &Survey, above: fn(Html) -> Html, send: &Callback<Message>) -> Html {
    page_of(survey, &headings::heading(survey), whole_view(survey, above, send))
}

/// Puts something above the information sheet, where the page has a place for it.
pub(super) fn above_sheet(shown: Html) -> Html {
    match document::place_above() {
        Some(place) => create_portal(shown, place),
        None => shown,
    }
}

/// What a person sees on the way to the first question and at it, on a device of their own, while nothing is wrong. Above
/// stands what of the rest could not be had; below, beside the buttons, that something waits for it. Of any other page
/// there is that alone.
pub fn first_view(survey: &Survey, missing: &[String], is_waiting: bool, send: &Callback<Message>) -> Html {
    let screen = first_screen(survey, Said::default(), send).unwrap_or_default();
    let lines = || bullets(missing.iter().map(|line| text(line.clone())));
    let missing = (!missing.is_empty()).then(|| inset(all([paragraph(trouble::NOT_KEPT_YET), lines()])));
    let waits = is_waiting.then(|| inset(paragraph(trouble::LOADING)));
    let told = |told: Option<Html>| html! { <div role="status">{ told.unwrap_or_default() }</div> };
    // In the same order as in the whole view, so that what somebody is typing in stays when the rest is here.
    page_of(survey, &headings::first_heading(survey), all([told(missing), all([screen, told(waits)])]))
}

/// Each page is built anew: what a browser's translator has made of the one before would stay.
fn page_of(survey: &Survey, heading: &str, shown: Html) -> Html {
    let stage = match &survey.model {
        Model::During(during) if during.at == DuringAt::Stage => {
            Route::Interview(during.interview.stage().clone()).to_string()
        }
        _ => String::new(),
    };
    // The statements of consent stay as they are when somebody goes to them from the sheet above.
    let heading = if survey.model.shows_sheet() { "" } else { heading };
    html! { <div class="app-page" key={format!("{heading} {stage}")}>{ shown }</div> }
}

/// The screens that lead to the first questions, and these, with what is said on them.
fn first_screen(survey: &Survey, said: Said, send: &Callback<Message>) -> Option<Html> {
    let Survey { context, model } = survey;
    match model {
        Model::Before(Before { at: BeforeAt::Sheet | BeforeAt::Consent, ticked, .. }) => {
            let is_claiming = matches!(context.effect, Some(Effect::Claim { .. }));
            Some(consent::screen(&context.session, ticked, said, is_claiming, send))
        }
        Model::During(During { at: DuringAt::Stage, interview, .. }) => {
            let page = interview.stage().page()?;
            Some(all([page::screen(&context.session, interview, page, said, send), ways_to_stop(context)]))
        }
        _ => None,
    }
}

/// Every screen, with all that can be said and told on it.
fn whole_view(survey: &Survey, above: fn(Html) -> Html, send: &Callback<Message>) -> Html {
    let Survey { context, model } = survey;
    let session = &*context.session;
    let is_shared = context.is_shared();
    if context.is_pausing() {
        let seconds = session.settings().pause.warning_seconds;
        return pause::screen(seconds, model.during().is_some(), send);
    }
    let view = model.view();
    let said = said(survey);
    let screen = match model {
        Model::Before(before) => match before.at {
            BeforeAt::Sheet | BeforeAt::Consent if !before.admits(context) => {
                shut::screen(&session.standing, before.draft_waits, send)
            }
            BeforeAt::Sheet | BeforeAt::Consent => {
                let consent = first_screen(survey, said, send);
                let afresh = if model.is_in_use() { afresh(context, send) } else { Html::default() };
                all([consent.unwrap_or_default(), afresh])
            }
            BeforeAt::Declined => {
                declined::screen(is_shared, matches!(context.notice, Some(Notice::NotDone(_))))
            }
            BeforeAt::Elsewhere => elsewhere::screen(is_shared, send),
            BeforeAt::DeleteDetails => delete::details(send),
            BeforeAt::Deleted | BeforeAt::RecordDeleted | BeforeAt::DetailsDeleted => {
                deleted::screen(context, view)
            }
        },
        Model::During(During { at, interview, row, .. }) => match at {
            DuringAt::Stage => {
                let is_submitting = matches!(context.effect, Some(Effect::Submit(_)));
                let check = || {
                    let row = row.as_ref();
                    let check = review::screen(&session.instrument, interview, row, is_submitting, send);
                    all([check, ways_to_stop(context)])
                };
                let page = first_screen(survey, said, send);
                all([page.unwrap_or_else(check), afresh(context, send)])
            }
            DuringAt::Later => later::screen(context.is_kept_here()),
            DuringAt::Stop => all([stop::screen(send), afresh(context, send)]),
            DuringAt::Consent(ticked) => {
                let consent = consent::screen(session, ticked, said, false, send);
                all([consent, afresh(context, send)])
            }
            DuringAt::Sheet => Html::default(),
            DuringAt::DeleteDetails => delete::details(send),
            DuringAt::DetailsDeleted => deleted::screen(context, view),
        },
        Model::After(After { at, submission, .. }) => {
            match (at, submission.answers(), session.afterwards.get()) {
                (AfterAt::DeleteRecord, ..) => delete::record(submission, send),
                (AfterAt::Contact, _, Some(afterwards)) if submission.contact.is_kept => contact::kept(
                    session,
                    &afterwards.contact,
                    &submission.contact,
                    context.has_details,
                    send,
                ),
                (AfterAt::Contact, _, Some(afterwards)) => {
                    let is_keeping = matches!(context.effect, Some(Effect::KeepContact(_)));
                    contact::screen(session, &afterwards.contact, &submission.contact, said, is_keeping, send)
                }
                (AfterAt::Comparison, Some(answers), Some(afterwards)) => {
                    let snapshot = context.turn.as_ref().and_then(|turn| turn.snapshot.as_ref());
                    comparison::screen(session, afterwards, &answers.response, snapshot, send)
                }
                (AfterAt::Done | AfterAt::Contact | AfterAt::Comparison, ..) => {
                    done::screen(session, submission, context.offers_contact(), context.has_details, send)
                }
            }
        }
    };
    match view {
        View::Sheet => all([above(all([told(survey), sheet(context, model)])), screen]),
        View::Consent => all([above(sheet(context, model)), told(survey), screen]),
        _ => all([told(survey), screen]),
    }
}

/// Above the information sheet: what is on this device.
fn sheet(context: &Context, model: &Model) -> Html {
    let device = context.session.event.as_ref().map(|event| {
        let waiting = context.turn.as_ref().and_then(|turn| turn.waiting);
        sheet::device(event, waiting)
    });
    let shut = match model {
        Model::Before(before) if !before.admits(context) => {
            inset(paragraph(words::shut::line(&context.session.standing)))
        }
        _ => Html::default(),
    };
    all([device.unwrap_or_default(), shut, sheet::earlier(model.submission(), context.has_details)])
}

/// What is told above the page.
fn told(survey: &Survey) -> Html {
    let Survey { context, model } = survey;
    let is_shared = context.is_shared();
    let record = |completion| {
        let during = model.during()?;
        Some(during.record_text(&context.session.instrument, completion))
    };
    let is_answering =
        matches!(model.view(), View::Sheet | View::Consent | View::Interview | View::Later | View::Stop);
    let trouble = context.trouble.as_ref().filter(|_| is_answering).map(|trouble| {
        notice::trouble(trouble, is_shared, (!is_shared).then(|| record(Completion::InProgress)).flatten())
    });
    let notice = context.notice.as_ref();
    let notice = notice.map(|notice| notice::notice(notice, is_shared, || record(Completion::Completed)));
    let finish = match &context.session.standing {
        Standing::Closed { since, finish: Some(last) } if context.notice == Some(Notice::Resumed) => {
            inset(paragraph(words::shut::finish_until(since, last)))
        }
        _ => Html::default(),
    };
    all([trouble.unwrap_or_default(), notice.unwrap_or_default(), finish])
}

/// The way to a clean start, for someone who finds the survey as somebody else has left it.
fn afresh(context: &Context, send: &Callback<Message>) -> Html {
    if context.is_shared() { pause::start_afresh(send) } else { Html::default() }
}

/// Why the app can't start, with every reason. Start leads here.
pub fn cannot_start(reasons: &[String]) -> Html {
    let reasons = bullets(reasons.iter().map(|reason| text(reason.clone())));
    html! {
        <div id={STATEMENTS} class="nhsuk-error-summary" role="alert" tabindex="-1">
            { element("h2", "nhsuk-error-summary__title", text(trouble::CANNOT_START)) }
            { element("div", "nhsuk-error-summary__body", reasons) }
        </div>
    }
}

/// What is said of the answers on the page that is shown.
fn said(survey: &Survey) -> Said {
    let Session { instrument, afterwards, .. } = &*survey.context.session;
    let is_contact = survey.model.view() == View::Contact;
    let form = afterwards.get().filter(|_| is_contact).map_or(instrument, |afterwards| &afterwards.contact);
    let is_consent = survey.model.shows_sheet();
    let worded = |problem: Problem| {
        let words = match &problem.item {
            _ if is_consent => words::consent::TICK_ALL.to_owned(),
            item => question::problem(item.as_ref().and_then(|id| form.item(id)), &problem),
        };
        (problem.item, words)
    };
    let errors: Vec<_> = survey.problems().into_iter().map(worded).collect();
    let links = errors.iter().map(|(item, words)| (item.as_ref().map(ItemId::to_string), words.clone()));
    // Whoever wants to be contacted is to say who they are.
    Said {
        summary: error_summary(links),
        errors,
        warning: (!is_contact).then_some(warning),
        drop_down: Some(drop_down),
    }
}

/// Where the focus goes, by its id, where that is not the heading: from the check to the question that is to be changed,
/// and back to its row.
pub fn place_in(survey: &Survey) -> Option<String> {
    let Model::During(During { at: DuringAt::Stage, interview, row: Some(row), .. }) = &survey.model else {
        return None;
    };
    match interview.stage() {
        Stage::Asking(_) => None,
        Stage::Changing(page) => (page != row).then(|| row.to_string()),
        Stage::Reviewing => Some(review::place_of(row)),
    }
}

/// A link back that does what the browser's Back does, where that leads to the same place.
fn back_link(to: Route, send: &Callback<Message>) -> Html {
    let place = to.to_string();
    let href = format!("#{place}");
    let send = send.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        if !history::back_to(&place) {
            send.emit(Message::Went(to.clone()));
        }
    });
    html! { <a class="nhsuk-back-link" {href} {onclick}>{ words::BACK }</a> }
}

/// A form: Enter in a field does what its button does. Nothing that is typed leaves the device to have its spelling
/// checked or its next words guessed. On a shared device the keyboard is asked to learn nothing, or it would suggest one
/// person's words to the next.
fn form(session: &Session, label: &'static str, within: Html, go_on: Callback<()>) -> Html {
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        go_on.emit(());
    });
    let [autocorrect, autocapitalize] = ["off", "off"].map(|off| session.is_shared().then_some(off));
    html! {
        <form {onsubmit} novalidate=true autocomplete="off" spellcheck="false" writingsuggestions="false" {autocorrect} {autocapitalize}>
            { within }
            <button type="submit" class="nhsuk-button">{ changing(label) }</button>
        </form>
    }
}

/// A button that saves a record as a file.
fn save_button(label: &'static str, text: String) -> Html {
    file_button(label, "hiquality-answers.json", "application/fhir+json", text)
}

/// What stands below every page before submitting.
fn ways_to_stop(context: &Context) -> Html {
    let way = |place: &'static str, words: &'static str| element("p", "", link("", place, text(words)));
    let later = context.is_kept_here().then(|| way("#/later", question::STOP_FOR_NOW));
    element("div", "app-stop", all([later.unwrap_or_default(), way("#/stop", question::STOP)]))
}
