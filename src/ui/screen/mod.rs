//! The screens: what the person sees, drawn from the state.

mod consent;
mod contact;
mod done;
mod ending;
pub mod page;
mod review;
mod shared;

use super::comparison::{ComparisonProps, comparison, gathered};
use super::control::Say;
use super::control::button::{Kind, button_that, file_button};
use super::form::error_summary;
use super::markup::{all, bullets, callout, changing, element, heading, inset, link, paragraph, text};
use super::route::Route;
use super::state::{Message, Notice, State, View};
use super::words;
use crate::aggregate::comparison;
use crate::browser::history;
use crate::survey::check::Problem;
use crate::survey::instrument::{Instrument, ItemId};
use crate::survey::record::{Completion, Lost};
use crate::survey::routing::RoutingPath;
use yew::prelude::*;

/// Tells the app what happened.
pub type Act = Callback<Message>;

/// What the person sees. Each page is built anew: what a browser's translator has made of the one before would stay.
pub fn view(state: &State, act: &Act) -> Html {
    let stage = state.interview.as_ref().filter(|_| state.view == View::Interview);
    let stage = stage.map(|interview| Route::Interview(interview.stage().clone()).to_string());
    let page = format!("{} {}", words::heading(state), stage.unwrap_or_default());
    html! { <div class="app-page" key={page}>{ page_of(state, act) }</div> }
}

fn page_of(state: &State, act: &Act) -> Html {
    if state.pausing {
        return shared::pause(state, act);
    }
    let screen = match state.view {
        View::Sheet => all([trouble(state), notice(state), shared::device(state), sheet(state)]),
        View::Consent => consent::screen(state, act),
        View::Interview => match state.interview.as_ref().and_then(|interview| interview.stage().page()) {
            Some(page) => page::screen(state, page, act),
            None => review::screen(state, act),
        },
        View::Declined => ending::declined(state),
        View::Stop => ending::stop(state, act),
        View::DeleteRecord | View::DeleteDetails => ending::delete(state, act),
        View::Deleted | View::RecordDeleted | View::DetailsDeleted => ending::deleted(state),
        View::Elsewhere => ending::elsewhere(state, act),
        View::Done => done::screen(state, act),
        View::Comparison => compared(state, act),
        View::Contact => contact::screen(state, act),
    };
    let afresh = match state.view {
        View::Consent | View::Interview | View::Stop => shared::start_afresh(state, act),
        _ => Html::default(),
    };
    if state.view == View::Sheet {
        return screen;
    }
    all([trouble(state), notice(state), screen, afresh])
}

/// Above the information sheet, for someone who has submitted before: where their answers and the comparison are.
fn sheet(state: &State) -> Html {
    let ways: &[(&str, &str)] = match (&state.submitted, &state.sealed) {
        (Some(_), _) => {
            &[("#/comparison", "see how your answers compare"), ("#/done", "save or delete your answers")]
        }
        (None, Some(_)) => &[("#/done", "see where your answers are, or delete them")],
        (None, None) => return ending::delete_details(state).map(inset).unwrap_or_default(),
    };
    inset(all([
        paragraph("Someone has submitted answers on this device. If it was you:"),
        bullets(ways.iter().map(|(place, words)| link("", *place, text(*words)))),
    ]))
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

/// A standing warning while answers are not kept.
fn trouble(state: &State) -> Html {
    let answering = matches!(state.view, View::Sheet | View::Consent | View::Interview | View::Stop);
    let Some(trouble) = state.trouble.as_ref().filter(|_| answering) else { return Html::default() };
    let (heading, what_it_means) = words::not_kept(trouble);
    if state.is_shared() {
        let words =
            format!("It failed because {}. Tell the organiser before you go on.", words::reason(trouble));
        return callout(heading, paragraph(words));
    }
    let save = state
        .record_text(Completion::InProgress)
        .map(|record| save_button("Save my answers so far to a file", record));
    callout(heading, all([paragraph(what_it_means), save.unwrap_or_default()]))
}

fn notice(state: &State) -> Html {
    let Some(notice) = &state.notice else { return Html::default() };
    if let (Notice::NotSubmitted(why), true) = (notice, state.is_shared()) {
        let words = format!("It failed because {}. Try again, or tell the organiser.", words::reason(why));
        return callout("Your answers are not submitted", paragraph(words));
    }
    if let Notice::NotSubmitted(why) = notice {
        let what_to_do =
            format!("It failed because {}. Try again, or save them to a file.", words::reason(why));
        let record = state.record_text(Completion::Completed);
        let save = record.map(|record| save_button("Save my answers to a file", record)).unwrap_or_default();
        return callout("Your answers are not submitted", all([paragraph(what_to_do), save]));
    }
    inset(match notice {
        Notice::Resumed => paragraph(
            "Welcome back. Your answers were kept on this device, and you can go on where you left off.",
        ),
        Notice::ConsentAgain => all([
            paragraph(
                "The information about the survey has changed since you agreed. Your answers are still here. Please \
                 read the information and agree again to go on.",
            ),
            element("p", "", link("", "#/", text("Read the information"))),
        ]),
        Notice::Lost(lost) => all([
            paragraph(
                "Welcome back. The questions have changed since you were here. These answers no longer fit, and are \
                 not kept:",
            ),
            bullets(lost.iter().map(|Lost { question, answer }| text(format!("{question} – {answer}")))),
        ]),
        Notice::Damaged(kept) => all([
            paragraph(
                "There are answers on this device, but they can't be read. You can save them to a file for the \
                 organiser. When you start, new answers take their place.",
            ),
            save_button("Save what was kept", kept.clone()),
        ]),
        Notice::NotDone(why) => {
            paragraph(format!("That could not be done, because {}. Try again.", words::reason(why)))
        }
        Notice::Outdated => paragraph(
            "The newest version of the survey can't be used. This is the version before it, and you can take part.",
        ),
        Notice::NotSubmitted(_) => Html::default(),
    })
}

/// A summary of what is wrong, with a link to each question.
fn problem_summary(instrument: &Instrument, problems: &[Problem]) -> Html {
    error_summary(problems.iter().map(|problem| {
        let item = problem.item.as_ref();
        (item.map(ItemId::to_string), words::problem(item.and_then(|id| instrument.item(id)), problem))
    }))
}

/// A link back that does what the browser's Back does, where that leads to the same place.
fn back_link(to: Route, act: &Act) -> Html {
    let place = to.to_string();
    let href = format!("#{place}");
    let act = act.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        if !history::back_to(&place) {
            act.emit(Message::Went(to.clone()));
        }
    });
    html! { <a class="nhsuk-back-link" {href} {onclick}>{ "Back" }</a> }
}

/// A button that does one thing.
fn button(label: &'static str, kind: Kind, act: &Act, message: Message) -> Html {
    button_that(label, kind, act.reform(move |_: MouseEvent| message.clone()))
}

/// A form: Enter in a field does what its button does. Nothing that is typed leaves the device to have its spelling
/// checked or its next words guessed. On a shared device the keyboard is asked to learn nothing, or it would suggest one
/// person's words to the next.
fn form(state: &State, label: &'static str, within: Html, go_on: Callback<()>) -> Html {
    let onsubmit = Callback::from(move |event: SubmitEvent| {
        event.prevent_default();
        go_on.emit(());
    });
    let [autocorrect, autocapitalize] = ["off", "off"].map(|off| state.is_shared().then_some(off));
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

/// What a control is told, as an action.
fn saying(act: &Act) -> Say {
    act.reform(|(item, change)| Message::Said(item, change))
}

fn compared(state: &State, act: &Act) -> Html {
    let Some(submitted) = &state.submitted else { return Html::default() };
    let study = &state.session.study;
    let path = RoutingPath::of(&study.instrument, &submitted.response);
    let comparisons = comparison::compare(&study.plan, &study.release, &path);
    let shared = state.is_shared();
    // At both ends, because it is long.
    let finish = || if shared { shared::finish(act) } else { Html::default() };
    let figures = ComparisonProps {
        comparisons,
        respondents: study.release.respondents,
        source: study.release.source.clone(),
        to_take_away: !shared,
    };
    let gathered =
        state.snapshot.as_ref().map(|snapshot| gathered(snapshot, &study.plan, &study.instrument, &path));
    all([
        link("nhsuk-back-link app-no-print", "#/done", text("Back")),
        heading(words::heading(state)),
        finish(),
        comparison(&figures),
        gathered.unwrap_or_default(),
        finish(),
    ])
}
