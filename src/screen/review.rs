//! The check of all answers before submitting.

use super::{back_link, button, stop_link};
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
use ui::markup::{all, element, heading, heard, link, paragraph, subheading, text};
use yew::prelude::*;

pub(super) fn screen(
    instrument: &Instrument,
    interview: &Interview,
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
        sections.map(|questions| section(&path, questions)).collect(),
        subheading(words::SUBMIT_HEADING),
        paragraph(words::AFTER_YOU_SUBMIT),
        html! { <div aria-live="polite">{ submit }</div> },
        stop_link(),
    ])
}

fn section(path: &RoutingPath, questions: &[(usize, &Item)]) -> Html {
    let instrument = path.instrument();
    let title = questions.first().and_then(|(at, _)| instrument.section_of(*at)).map(Item::wording);
    let title = title.filter(|title| !is_blank(title));
    // The stem that questions have in common; the outermost group is the section.
    let stems = |at: usize| -> Vec<usize> {
        let stems = leadin::stems(instrument, instrument.page_of(at)).into_iter();
        stems.filter(|stem| instrument.items()[*stem].parent.is_some()).collect()
    };
    let batteries = questions.chunk_by(|(one, _), (two, _)| stems(*one) == stems(*two));
    let battery = |questions: &[(usize, &Item)]| {
        let stems = questions.first().map(|(at, _)| stems(*at)).unwrap_or_default();
        all([
            stems.into_iter().map(|stem| paragraph(instrument.items()[stem].wording())).collect(),
            html! {
                <dl class="nhsuk-summary-list" translate="no">
                    { for questions.iter().map(|(at, item)| row(path, *at, item)) }
                </dl>
            },
        ])
    };
    all([title.map(subheading).unwrap_or_default(), batteries.map(battery).collect()])
}

fn row(path: &RoutingPath, at: usize, item: &Item) -> Html {
    let instrument = path.instrument();
    let page = &instrument.items()[instrument.page_of(at)];
    let part = page.id != item.id && !page.text.is_empty();
    let wording = item.wording();
    let wording = if part { format!("{}: {wording}", short(&page.id)) } else { wording };
    let said = path.answers(&item.id);
    let answers = match said {
        [] => text(words::NOT_PROVIDED),
        said => said.iter().map(|answer| element("p", "app-answer", text(answer.words()))).collect(),
    };
    let change = Route::Interview(Stage::Changing(page.id.clone()));
    let change = link("", format!("#{change}"), all([text(words::CHANGE), heard(format!(" {wording}"))]));
    element(
        "div",
        "nhsuk-summary-list__row",
        all([
            element("dt", "nhsuk-summary-list__key", text(wording)),
            element("dd", "nhsuk-summary-list__value", answers),
            element("dd", "nhsuk-summary-list__actions", change),
        ]),
    )
}

/// A page's id as a word, for the parts of a question whose wording is a paragraph: `barriers` → `Barriers`.
fn short(id: &ItemId) -> String {
    let mut word = id.to_string();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}
