//! The screens: what the person sees, drawn from the state.

mod comparison;
mod consent;
mod contact;
mod declined;
mod delete;
mod deleted;
mod done;
mod elsewhere;
mod notice;
pub mod page;
mod pause;
mod review;
mod sheet;
mod stop;

use super::after::{After, At as AfterAt};
use super::before::{At as BeforeAt, Before};
use super::context::{Context, Notice};
use super::control::button::file_button;
use super::during::{At as DuringAt, During};
use super::effects::Effect;
use super::form::{button, error_summary};
use super::markup::{all, bullets, changing, element, link, text};
use super::model::{Message, Model, Survey, View};
use super::route::Route;
use super::session::Session;
use super::words;
use crate::browser::history;
use crate::survey::check::Problem;
use crate::survey::instrument::{Instrument, ItemId};
use crate::survey::record::Completion;
use yew::prelude::*;

/// What the person sees. Each page is built anew: what a browser's translator has made of the one before would stay.
pub fn view(survey: &Survey, send: &Callback<Message>) -> Html {
    let stage = match &survey.model {
        Model::During(during) if during.at == DuringAt::Stage => {
            Route::Interview(during.interview.stage().clone()).to_string()
        }
        _ => String::new(),
    };
    let page = format!("{} {stage}", words::heading(survey));
    let shown = match &survey.model {
        _ if survey.context.is_pausing() => later_view(survey, send),
        Model::Before(Before { at: BeforeAt::Sheet | BeforeAt::Consent, .. })
        | Model::During(During { at: DuringAt::Stage, .. }) => first_view(survey, send),
        _ => later_view(survey, send),
    };
    html! { <div class="app-page" key={page}>{ shown }</div> }
}

/// What is seen until the first question can be answered, with what is told above it.
fn first_view(survey: &Survey, send: &Callback<Message>) -> Html {
    let Survey { context, model } = survey;
    let screen = match model {
        Model::Before(Before { at: BeforeAt::Consent, ticked, .. }) => {
            let is_claiming = matches!(context.effect, Some(Effect::Claim { .. }));
            consent::screen(&context.session, ticked, &survey.problems(), is_claiming, send)
        }
        Model::During(During { interview, .. }) => match interview.stage().page() {
            Some(page) => page::screen(&context.session, interview, page, &survey.problems(), send),
            None => return later_view(survey, send),
        },
        model => return all([told(survey), sheet(context, model)]),
    };
    all([told(survey), screen, afresh(context, send)])
}

/// What is seen only later: the check and whatever follows it, the ways out, and what is rare.
fn later_view(survey: &Survey, send: &Callback<Message>) -> Html {
    let Survey { context, model } = survey;
    let session = &*context.session;
    let is_shared = context.is_shared();
    if context.is_pausing() {
        let seconds = session.study.settings.pause.warning_seconds;
        return pause::screen(seconds, model.during().is_some(), send);
    }
    let view = model.view();
    let screen = match model {
        Model::Before(before) => match before.at {
            BeforeAt::Declined => {
                declined::screen(is_shared, matches!(context.notice, Some(Notice::NotDone(_))))
            }
            BeforeAt::Elsewhere => elsewhere::screen(is_shared, send),
            BeforeAt::DeleteDetails => delete::details(send),
            BeforeAt::Deleted | BeforeAt::RecordDeleted | BeforeAt::DetailsDeleted => {
                deleted::screen(context, view)
            }
            BeforeAt::Sheet | BeforeAt::Consent => return first_view(survey, send),
        },
        Model::During(During { at, interview, .. }) => match at {
            DuringAt::Stage => {
                let is_submitting = matches!(context.effect, Some(Effect::Submit(_)));
                let check = review::screen(&session.study.instrument, interview, is_submitting, send);
                all([check, afresh(context, send)])
            }
            DuringAt::Stop => all([stop::screen(send), afresh(context, send)]),
            DuringAt::Consent(ticked) => {
                let consent = consent::screen(session, ticked, &survey.problems(), false, send);
                all([consent, afresh(context, send)])
            }
            DuringAt::Sheet => sheet(context, model),
            DuringAt::DeleteDetails => delete::details(send),
            DuringAt::DetailsDeleted => deleted::screen(context, view),
        },
        Model::After(After { at, submission, .. }) => match (at, submission.answers()) {
            (AfterAt::DeleteRecord, _) => delete::record(send),
            (AfterAt::Contact, _) if submission.contact.is_kept => {
                contact::kept(session, &submission.contact, context.has_details, send)
            }
            (AfterAt::Contact, _) => {
                let is_keeping = matches!(context.effect, Some(Effect::KeepContact(_)));
                contact::screen(session, &submission.contact, &survey.problems(), is_keeping, send)
            }
            (AfterAt::Comparison, Some(answers)) => {
                let snapshot = context.turn.as_ref().and_then(|turn| turn.snapshot.as_ref());
                comparison::screen(session, &answers.response, snapshot, send)
            }
            (AfterAt::Done | AfterAt::Comparison, _) => {
                done::screen(session, submission, context.offers_contact(), context.has_details, send)
            }
        },
    };
    all([told(survey), screen])
}

/// Above the information sheet: what is on this device.
fn sheet(context: &Context, model: &Model) -> Html {
    let device = context.session.event.as_ref().map(|event| {
        let waiting = context.turn.as_ref().and_then(|turn| turn.waiting);
        sheet::device(event, waiting)
    });
    all([device.unwrap_or_default(), sheet::earlier(model.submission(), context.has_details)])
}

/// What is told above the page.
fn told(survey: &Survey) -> Html {
    let Survey { context, model } = survey;
    let is_shared = context.is_shared();
    let record = |completion| {
        let during = model.during()?;
        Some(during.record_text(&context.session.study.instrument, completion))
    };
    let is_answering = matches!(model.view(), View::Sheet | View::Consent | View::Interview | View::Stop);
    let trouble = context.trouble.as_ref().filter(|_| is_answering).map(|trouble| {
        notice::trouble(trouble, is_shared, (!is_shared).then(|| record(Completion::InProgress)).flatten())
    });
    let notice = context.notice.as_ref();
    let notice = notice.map(|notice| notice::notice(notice, is_shared, || record(Completion::Completed)));
    all([trouble.unwrap_or_default(), notice.unwrap_or_default()])
}

/// The way to a clean start, for someone who finds the survey as somebody else has left it.
fn afresh(context: &Context, send: &Callback<Message>) -> Html {
    if context.is_shared() { pause::start_afresh(send) } else { Html::default() }
}

/// Why the app can't start, with every reason. Start leads here.
pub fn cannot_start(reasons: &[String]) -> Html {
    let reasons = bullets(reasons.iter().map(|reason| text(reason.clone())));
    html! {
        <div id="/consent" class="nhsuk-error-summary" role="alert" tabindex="-1">
            { element("h2", "nhsuk-error-summary__title", text("The questions can't be shown")) }
            { element("div", "nhsuk-error-summary__body", reasons) }
        </div>
    }
}

/// A summary of what is wrong, with a link to each question.
fn problem_summary(instrument: &Instrument, problems: &[Problem]) -> Html {
    error_summary(problems.iter().map(|problem| {
        let item = problem.item.as_ref();
        (item.map(ItemId::to_string), words::problem(item.and_then(|id| instrument.item(id)), problem))
    }))
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
    html! { <a class="nhsuk-back-link" {href} {onclick}>{ "Back" }</a> }
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
fn stop_link() -> Html {
    element("p", "app-stop", link("", "#/stop", text("Stop and delete my answers")))
}
