//! The organiser's pages, drawn from the state.

mod events;
mod form;
mod keys;
mod opening;
mod overview;
mod pin;
mod ready;
mod records;
mod withdrawal;

use super::route::Route;
use super::state::{Busy, Button, Lock, Message, Notice, State};
use super::words;
use crate::ui::control::button::{Kind, button_that};
use crate::ui::markup::{all, bullets, callout, changing, element, heading, link, paragraph, text};
use yew::prelude::*;

/// The id of what says how something went.
pub const NOTICE: &str = "notice";
/// The id of what says that something is going on.
pub const BUSY: &str = "busy";

/// Tells the pages what happened.
pub type Act = Callback<Message>;

/// What the organiser sees. Each page is built anew, as those of the survey are.
pub fn view(state: &State, act: &Act) -> Html {
    html! { <div class="app-page" key={words::heading(state)}>{ page_of(state, act) }</div> }
}

fn page_of(state: &State, act: &Act) -> Html {
    if state.is_locked() {
        return all([
            form::error_summary(state),
            heading(words::heading(state)),
            busy(state, act),
            pin::screen(state, act),
        ]);
    }
    let page = match state.route {
        Route::Ready => ready::screen(state, act),
        Route::Event => events::screen(state, act),
        Route::Records => records::screen(state, act),
        Route::Desk => overview::screen(state, act),
        Route::Keys => keys::screen(state, act),
        Route::Opening => opening::screen(state, act),
        Route::Withdrawal => withdrawal::screen(state, act),
    };
    all([
        warning(state, act),
        navigation(state),
        form::error_summary(state),
        heading(words::heading(state)),
        notice(state, act),
        busy(state, act),
        page,
    ])
}

/// Why the pages can't start, with every reason.
pub fn cannot_start(reasons: &[String]) -> Html {
    let reasons = bullets(reasons.iter().map(|reason| text(reason.clone())));
    html! {
        <div class="nhsuk-error-summary" role="alert">
            { element("h1", "nhsuk-error-summary__title", text("This page can't be shown")) }
            { element("div", "nhsuk-error-summary__body", reasons) }
        </div>
    }
}

/// The places beside this one.
fn navigation(state: &State) -> Html {
    let at_device = state.route.is_at_device();
    let (name, routes): (_, &[Route]) =
        if at_device { ("This device", &Route::DEVICE) } else { ("Organiser's desk", &Route::DESK) };
    let route = |route: &Route| {
        let href = format!("#{route}");
        let current = (*route == state.route).then_some("page");
        element("li", "", html! { <a {href} aria-current={current}>{ words::route(*route) }</a> })
    };
    let survey = (state.lock == Lock::Open)
        .then(|| element("li", "", link("app-way", "#/", text("Back to the survey"))));
    html! {
        <nav class="app-places app-no-print" aria-label={name}>
            <span class="app-places__name">{ name }</span>
            <ul>{ for routes.iter().map(route) }{ survey.unwrap_or_default() }</ul>
        </nav>
    }
}

/// That the PIN will be needed again soon.
fn warning(state: &State, act: &Act) -> Html {
    if state.warned.is_none() || state.lock != Lock::Open {
        return Html::default();
    }
    let stay = button("Stay on this page", Kind::Secondary, act, Button::Stay);
    callout(
        "This page will lock soon",
        all([paragraph("Nobody has touched it for a while. Touch the page or press any key to stay."), stay]),
    )
}

/// What is going on. Only that it goes on is told to screen readers, not every step.
fn busy(state: &State, act: &Act) -> Html {
    let Some(Busy { what, progress }) = &state.busy else { return Html::default() };
    let progress = progress.map(|(done, all_of_them)| {
        let [value, max] = [done, all_of_them].map(|count| count.to_string());
        let cancel = button("Cancel", Kind::Secondary, act, Button::Cancel);
        html! { <>
            <progress class="app-progress" aria-labelledby="busy-what" {value} {max} />
            { paragraph(format!("{done} of {all_of_them}")) }
            { cancel }
        </> }
    });
    html! {
        <div class="nhsuk-inset-text" id={BUSY} tabindex="-1">
            <p id="busy-what" role="status">{ changing(format!("{what}. Please wait.")) }</p>
            { progress.unwrap_or_default() }
        </div>
    }
}

/// How something went.
fn notice(state: &State, act: &Act) -> Html {
    let Some(notice) = &state.notice else { return Html::default() };
    let within = match notice {
        Notice::Failed(why) => {
            return html! {
                <div class="nhsuk-error-summary" id={NOTICE} tabindex="-1" role="alert">
                    <h2 class="nhsuk-error-summary__title">{ "That was not done" }</h2>
                    <div class="nhsuk-error-summary__body">{ paragraph(why.clone()) }</div>
                </div>
            };
        }
        Notice::Said(said) => paragraph(said.clone()),
        Notice::Exported(exported) => records::exported(exported, act),
        Notice::Confirmed { contact, deleted, remain } => records::confirmed(*contact, *deleted, *remain),
        Notice::Withdrawn { name, files } => withdrawal::done(state, name, files),
    };
    html! { <div class="nhsuk-inset-text" id={NOTICE} tabindex="-1" role="status">{ within }</div> }
}

/// A button that does one thing.
fn button(label: &'static str, kind: Kind, act: &Act, button: Button) -> Html {
    button_that(label, kind, act.reform(move |_: MouseEvent| Message::Pressed(button)))
}

/// Whether the page can keep anything at the desk; where not, why, and what to do.
fn desk_trouble(state: &State) -> Html {
    let Some(trouble) = &state.desk_trouble else { return Html::default() };
    callout("Nothing can be kept in this browser", paragraph(words::no_storage(trouble)))
}

/// A heading within a part of a page.
fn third_heading(words: impl Into<AttrValue>) -> Html {
    element("h3", "nhsuk-heading-s", text(words))
}

/// Rows of what is known: what it is, and how it is.
fn rows(rows: impl IntoIterator<Item = (Html, Html)>) -> Html {
    let row = |(key, value)| {
        let key = element("dt", "nhsuk-summary-list__key", key);
        let value = element("dd", "nhsuk-summary-list__value", value);
        element("div", "nhsuk-summary-list__row", all([key, value]))
    };
    element("dl", "nhsuk-summary-list", rows.into_iter().map(row).collect())
}

/// A link to a place of the organiser's.
fn route_link(route: Route, words: &'static str) -> Html {
    link("app-way", format!("#{route}"), text(words))
}
