//! The screens: what the person sees, drawn from the state.

mod consent;
mod contact;
mod done;
mod ending;
pub mod page;
mod review;

use super::control::Say;
use super::feedback::Feedback;
use super::state::{Action, Notice, State, View};
use super::words;
use crate::aggregate::comparison;
use crate::browser::{document, download, history};
use crate::survey::check::Problem;
use crate::survey::instrument::{Instrument, ItemId};
use crate::survey::record::{Completion, Lost};
use crate::survey::routing::RoutingPath;
use yew::prelude::*;

/// The id of the summary of errors, which takes the focus.
pub const ERROR_SUMMARY: &str = "error-summary";

/// Tells the app what happened.
pub type Act = Callback<Action>;

/// What the person sees.
pub fn view(state: &State, act: &Act) -> Html {
    let screen = match state.view {
        View::Sheet => return html! { <>{ trouble(state) }{ notice(state) }{ sheet(state) }</> },
        View::Consent => consent::screen(state, act),
        View::Interview => match state.interview.as_ref().and_then(|interview| interview.stage().page()) {
            Some(page) => page::screen(state, page, act),
            None => review::screen(state, act),
        },
        View::Declined => ending::declined(state),
        View::Stop => ending::stop(state, act),
        View::Deleted => ending::deleted(state),
        View::Elsewhere => ending::elsewhere(state, act),
        View::Done => done::screen(state, act),
        View::Comparison => compared(state),
        View::Contact => contact::screen(state, act),
    };
    html! { <>{ trouble(state) }{ notice(state) }{ screen }</> }
}

/// Above the information sheet, for someone who has submitted before: where their answers and the comparison are.
fn sheet(state: &State) -> Html {
    if state.submitted.is_none() {
        return Html::default();
    }
    html! {
        <div class="nhsuk-inset-text">
            <p>{ "Someone has submitted answers on this device. If it was you:" }</p>
            <ul class="nhsuk-list nhsuk-list--bullet">
                <li><a href="#/comparison">{ "see how your answers compare" }</a></li>
                <li><a href="#/done">{ "save or delete your answers" }</a></li>
            </ul>
        </div>
    }
}

/// Why the app can't start, with every reason.
pub fn cannot_start(reasons: &[String]) -> Html {
    html! {
        <div class="nhsuk-error-summary" role="alert">
            <h2 class="nhsuk-error-summary__title">{ "The questions can't be shown" }</h2>
            <div class="nhsuk-error-summary__body">
                <ul class="nhsuk-list nhsuk-list--bullet">{ for reasons.iter().map(|reason| html! { <li>{ reason }</li> }) }</ul>
            </div>
        </div>
    }
}

/// A standing warning while answers are not kept.
fn trouble(state: &State) -> Html {
    let Some(trouble) = state.trouble.as_ref().filter(|_| state.view != View::Done) else {
        return Html::default();
    };
    let (heading, text) = words::not_kept(trouble);
    let save = state
        .record_text(Completion::InProgress)
        .map(|text| save_button("Save my answers so far to a file", text));
    html! {
        <div class="nhsuk-warning-callout" role="alert">
            <h2 class="nhsuk-warning-callout__label">
                <span class="nhsuk-u-visually-hidden">{ "Important: " }</span>{ heading }
            </h2>
            <p>{ text }</p>
            { save.unwrap_or_default() }
        </div>
    }
}

fn notice(state: &State) -> Html {
    let inset = |within: Html| html! { <div class="nhsuk-inset-text" role="status">{ within }</div> };
    match &state.notice {
        None => Html::default(),
        Some(Notice::Resumed) => inset(html! {
            <p>{ "Welcome back. Your answers were kept on this device, and you can go on where you left off." }</p>
        }),
        Some(Notice::ConsentAgain) => inset(html! {
            <p>{ "The information about the survey has changed since you agreed. Your answers are still here. Please " }
                <a href="#/">{ "read the information" }</a>{ " and agree again to go on." }</p>
        }),
        Some(Notice::Lost(lost)) => inset(html! { <>
            <p>{ "Welcome back. The questions have changed since you were here. These answers no longer fit, and are not kept:" }</p>
            <ul class="nhsuk-list nhsuk-list--bullet">{ for lost.iter().map(lost_answer) }</ul>
        </> }),
        Some(Notice::Damaged(text)) => inset(html! { <>
            <p>{ "There are answers on this device, but they can't be read. You can save them to a file for the organiser. When you start, new answers take their place." }</p>
            { save_button("Save what was kept", text.clone()) }
        </> }),
        Some(Notice::NotDone(why)) => {
            let (_, text) = words::not_kept(why);
            inset(html! { <p>{ "That could not be done. " }{ text }</p> })
        }
    }
}

fn lost_answer(lost: &Lost) -> Html {
    html! { <li>{ format!("{}: {}", lost.question, lost.answer) }</li> }
}

/// A summary of what is wrong, with a link to each place.
fn error_summary(instrument: &Instrument, problems: &[Problem]) -> Html {
    summary_of(problems, |problem| {
        words::problem(problem.item.as_ref().and_then(|id| instrument.item(id)), problem)
    })
}

/// A summary of what is wrong, in these words.
fn summary_of(problems: &[Problem], words: impl Fn(&Problem) -> String) -> Html {
    if problems.is_empty() {
        return Html::default();
    }
    let line = |problem: &Problem| {
        let text = words(problem);
        let Some(id) = problem.item.as_ref().map(ItemId::to_string) else {
            return html! { <li>{ text }</li> };
        };
        let href = format!("#{id}");
        // Places of the app stand behind the #, so the link moves the focus itself.
        let onclick = Callback::from(move |event: MouseEvent| {
            event.prevent_default();
            document::focus(&id);
        });
        html! { <li><a {href} {onclick}>{ text }</a></li> }
    };
    html! {
        <div class="nhsuk-error-summary" id={ERROR_SUMMARY} tabindex="-1" role="alert" aria-labelledby="error-summary-title">
            <h2 class="nhsuk-error-summary__title" id="error-summary-title">{ "There is a problem" }</h2>
            <div class="nhsuk-error-summary__body">
                <ul class="nhsuk-list nhsuk-error-summary__list">{ for problems.iter().map(line) }</ul>
            </div>
        </div>
    }
}

/// A link back that does what the browser's Back does, where that leads to the same place.
fn back_link(to: super::address::Address, act: &Act) -> Html {
    let place = to.to_string();
    let href = format!("#{place}");
    let act = act.clone();
    let onclick = Callback::from(move |event: MouseEvent| {
        event.prevent_default();
        if !history::back_to(&place) {
            act.emit(Action::Arrived(to.clone()));
        }
    });
    html! { <a class="nhsuk-back-link" {href} {onclick}>{ "Back" }</a> }
}

/// A button that does one thing.
fn button(label: &'static str, class: Option<&'static str>, act: &Act, action: Action) -> Html {
    let onclick = act.reform(move |_: MouseEvent| action.clone());
    html! { <button type="button" class={classes!("nhsuk-button", class)} {onclick}>{ label }</button> }
}

/// A button that saves a record as a file.
fn save_button(label: &'static str, text: String) -> Html {
    file_button(label, "hiquality-answers.json", "application/fhir+json", text)
}

/// A button that saves a text as a file. Where the browser refuses, it says so itself.
pub(super) fn file_button(label: &'static str, name: &'static str, kind: &'static str, text: String) -> Html {
    let onclick = Callback::from(move |_: MouseEvent| {
        let _ = download::save(name, kind, &text);
    });
    html! { <button type="button" class="nhsuk-button nhsuk-button--secondary" {onclick}>{ label }</button> }
}

/// What stands below every page before submitting.
fn stop_link() -> Html {
    html! { <p class="app-stop"><a href="#/stop">{ "Stop and delete my answers" }</a></p> }
}

fn heading(text: &str) -> Html {
    html! { <h1 class="nhsuk-heading-l">{ text }</h1> }
}

/// A control's answers as an event of the interview.
fn saying(act: &Act) -> Say {
    act.reform(|(item, answers)| Action::Interview(crate::survey::interview::Event::Answered(item, answers)))
}

fn compared(state: &State) -> Html {
    let Some(submitted) = &state.submitted else { return Html::default() };
    let study = &state.ground.study;
    let path = RoutingPath::of(&study.instrument, &submitted.response);
    let comparisons = comparison::compare(&study.plan, &study.release, &path);
    html! { <>
        <a class="nhsuk-back-link app-no-print" href="#/done">{ "Back" }</a>
        { heading(&words::heading(state)) }
        <Feedback {comparisons} respondents={study.release.respondents} source={study.release.source.clone()} />
    </> }
}
