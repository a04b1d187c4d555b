//! What stands around every page of the organiser's: the way to the others, what is wrong, its heading, what is going on.

use super::organiser::{Message, Organiser};
use super::page::Page;
use super::route::Route;
use super::session::Lock;
use ui::control::button::Kind;
use ui::form::{button, error_summary};
use ui::markup::{all, bullets, callout, element, heading, link, paragraph, text};
use ui::words::SERVICE;
use yew::prelude::*;

/// What the organiser sees. Each page is built anew, as those of the survey are.
pub fn view(organiser: &Organiser, send: &Callback<Message>) -> Html {
    let Organiser { session, page, .. } = organiser;
    let to_page = send.reform(Message::Page);
    let task = session.task.view(page.added(session, &to_page), Message::Cancel, send);
    let above = if organiser.is_locked() {
        Html::default()
    } else {
        all([warning(organiser, send), navigation(organiser)])
    };
    let page = all([
        above,
        error_summary(page.errors()),
        heading(page.heading()),
        task,
        page.view(session, &to_page),
    ]);
    html! { <div class="app-page" key={organiser.page.heading()}>{ page }</div> }
}

/// The title of the window.
pub fn title(page: &Page) -> String {
    let error = if page.errors().is_empty() { "" } else { "Error: " };
    format!("{error}{} – {SERVICE}", page.heading())
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
fn navigation(organiser: &Organiser) -> Html {
    let at_device = organiser.route.is_at_device();
    let (name, routes): (_, &[Route]) =
        if at_device { ("This device", &Route::DEVICE) } else { ("Organiser's desk", &Route::DESK) };
    let route = |route: &Route| {
        let href = format!("#{route}");
        let current = (*route == organiser.route).then_some("page");
        element("li", "", html! { <a {href} aria-current={current}>{ link_to(*route) }</a> })
    };
    let survey = (organiser.session.lock == Lock::Open)
        .then(|| element("li", "", link("app-way", "#/", text("Back to the survey"))));
    html! {
        <nav class="app-places app-no-print" aria-label={name}>
            <span class="app-places__name">{ name }</span>
            <ul>{ for routes.iter().map(route) }{ survey.unwrap_or_default() }</ul>
        </nav>
    }
}

/// That the PIN will be needed again soon.
fn warning(organiser: &Organiser, send: &Callback<Message>) -> Html {
    if organiser.warned.is_none() || organiser.session.lock != Lock::Open {
        return Html::default();
    }
    let stay = button("Stay on this page", Kind::Secondary, Message::Stay, send);
    callout(
        "This page will lock soon",
        all([paragraph("Nobody has touched it for a while. Touch the page or press any key to stay."), stay]),
    )
}

/// What a link to a place says.
fn link_to(route: Route) -> &'static str {
    match route {
        Route::Ready => "Readiness",
        Route::Event => "Event mode",
        Route::Records => "Records",
        Route::Desk => "Overview",
        Route::Keys => "Keys",
        Route::Opening => "Open files",
        Route::Withdrawal => "Delete on request",
    }
}
