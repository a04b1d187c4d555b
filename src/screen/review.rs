//! The check of all answers before submitting.

use super::{back_link, button};
use crate::during;
use crate::model::Message;
use crate::route::Route;
use crate::words::{headings, question as words};
use engine::consent;
use engine::instrument::{Instrument, Item, ItemId};
use engine::interview::{Interview, Stage};
use engine::leadin;
use engine::routing::RoutingPath;
use engine::text::is_blank;
use ui::control::button::Kind;
use ui::markup::{all, bullets, element, heading, heard, inset, paragraph, subheading, text};
use yew::prelude::*;

/// `row` is the one whose way to change it was taken last.
pub(super) fn screen(
    instrument: &Instrument,
    interview: &Interview,
    row: Option<&ItemId>,
    is_submitting: bool,
    send: &Callback<Message>,
) -> Html {
    let path = interview.path(instrument);
    let back = interview.before(&path).map_or(Route::Consent, Route::Interview);
    let asked: Vec<(usize, &Item)> =
        path.questions().filter(|(at, _)| !consent::is_statement(instrument, *at)).collect();
    let section_of = |at: usize| instrument.section_of(at).map(|section| &section.id);
    let sections = asked.chunk_by(|(one, _), (two, _)| section_of(*one) == section_of(*two));
    let submit = if is_submitting { words::SUBMITTING } else { words::SUBMIT };
    let submit = button(submit, Kind::Primary, Message::During(during::Message::Submit), send);
    all([
        back_link(back, send),
        heading(headings::CHECK),
        paragraph(words::NOTHING_IS_SUBMITTED),
        no_longer_apply(instrument, interview),
        sections.map(|questions| section(&path, questions, row)).collect(),
        subheading(words::SUBMIT_HEADING),
        paragraph(words::AFTER_YOU_SUBMIT),
        html! { <div aria-live="polite">{ submit }</div> },
    ])
}

/// Where the focus goes in a row, by its question.
pub(super) fn place_of(row: &ItemId) -> String {
    format!("change:{row}")
}

/// What was answered and is not asked any more.
fn no_longer_apply(instrument: &Instrument, interview: &Interview) -> Html {
    let left = interview.no_longer_asked(instrument);
    if left.is_empty() {
        return Html::default();
    }
    let titles = left.into_iter().map(|at| text(title(instrument, at)));
    inset(all([paragraph(words::NO_LONGER_APPLY), bullets(titles)]))
}

/// A section, folded unless it has the row.
fn section(path: &RoutingPath, questions: &[(usize, &Item)], row: Option<&ItemId>) -> Html {
    let instrument = path.instrument();
    // The stem that questions have in common, and the heading of their page where they have no short titles; the outermost
    // group is the section.
    let stems = |at: usize| -> Vec<usize> {
        let items = instrument.items();
        let page = instrument.page_of(at);
        let is_named = page == at || !items[at].short.is_empty() || !items[page].short.is_empty();
        let heading = (!is_named && !is_blank(&items[page].wording())).then_some(page);
        let stems = leadin::stems(instrument, page).into_iter().chain(heading);
        stems.filter(|stem| items[*stem].parent.is_some()).collect()
    };
    let batteries = questions.chunk_by(|(one, _), (two, _)| stems(*one) == stems(*two));
    let battery = |questions: &[(usize, &Item)]| {
        let stems = questions.first().map(|(at, _)| stems(*at)).unwrap_or_default();
        all([
            stems.into_iter().map(|stem| paragraph(instrument.items()[stem].wording())).collect(),
            html! {
                <dl class="nhsuk-summary-list" translate="no">
                    { for questions.iter().map(|(at, item)| self::row(path, *at, item)) }
                </dl>
            },
        ])
    };
    let within = batteries.map(battery).collect();
    let name = questions.first().and_then(|(at, _)| instrument.section_of(*at)).map(Item::wording);
    let Some(name) = name.filter(|name| !is_blank(name)) else { return within };
    let answered = questions.iter().filter(|(_, item)| !path.answers(&item.id).is_empty()).count();
    let has_row = row.is_some_and(|row| questions.iter().any(|(_, item)| item.id == *row));
    let summary = all([
        subheading(name),
        element("span", "app-fold__count", text(words::answered(answered, questions.len()))),
    ]);
    html! {
        <details class="app-fold" open={has_row}>
            <summary class="app-fold__name">{ summary }</summary>
            { within }
        </details>
    }
}

fn row(path: &RoutingPath, at: usize, item: &Item) -> Html {
    let title = title(path.instrument(), at);
    let answers = match path.answers(&item.id) {
        [] => text(words::NOT_PROVIDED),
        said => said.iter().map(|answer| element("p", "app-answer", text(answer.words()))).collect(),
    };
    let href = format!("#{}", Route::Interview(Stage::Changing(item.id.clone())));
    let change = all([text(words::CHANGE), heard(format!(" {title}"))]);
    let change = html! { <a id={place_of(&item.id)} {href}>{ change }</a> };
    element(
        "div",
        "nhsuk-summary-list__row",
        all([
            element("dt", "nhsuk-summary-list__key", text(title)),
            element("dd", "nhsuk-summary-list__value", answers),
            element("dd", "nhsuk-summary-list__actions", change),
        ]),
    )
}

/// A question's short title or, without one, its wording; behind that of its page where that has one, as the parts of a
/// question do.
fn title(instrument: &Instrument, at: usize) -> String {
    let item = &instrument.items()[at];
    let page = &instrument.items()[instrument.page_of(at)];
    let title = if item.short.is_empty() { item.wording() } else { item.short.clone() };
    match page.short.is_empty() || page.id == item.id {
        true => title,
        false => format!("{}: {title}", page.short),
    }
}
