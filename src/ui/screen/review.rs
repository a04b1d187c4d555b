//! The check of all answers before submitting.

use super::{Act, back_link, button, heading, stop_link};
use crate::survey::consent;
use crate::survey::instrument::{Item, ItemId};
use crate::survey::interview::Stage;
use crate::survey::routing::RoutingPath;
use crate::ui::address::Address;
use crate::ui::state::{Action, State, Work};
use crate::ui::words;
use yew::prelude::*;

pub(super) fn screen(state: &State, act: &Act) -> Html {
    let Some(interview) = &state.interview else { return Html::default() };
    let instrument = &state.ground.study.instrument;
    let path = interview.path(instrument);
    let back = interview.before(instrument).map_or(Address::Consent, Address::Interview);
    let submitting = matches!(state.work, Some(Work::Submit(_)));
    let asked: Vec<(usize, &Item)> =
        path.questions().filter(|(at, _)| !consent::is_statement(instrument, *at)).collect();
    let section_of = |at: usize| instrument.section_of(at).map(|section| &section.id);
    let sections = asked.chunk_by(|(one, _), (two, _)| section_of(*one) == section_of(*two));
    html! { <>
        { back_link(back, act) }
        { heading(&words::heading(state)) }
        <p>{ "Nothing is submitted yet. You can change any answer." }</p>
        { for sections.map(|questions| section(&path, questions)) }
        <h2 class="nhsuk-heading-m">{ "Submit your answers" }</h2>
        <p>{ "After you submit you can't change your answers. You then see how they compare with others'." }</p>
        <div aria-live="polite">
            { button(if submitting { "Submitting your answers" } else { "Submit my answers" }, None, act, Action::Submitted) }
        </div>
        { stop_link() }
    </> }
}

fn section(path: &RoutingPath, questions: &[(usize, &Item)]) -> Html {
    let instrument = path.instrument();
    let title =
        questions.first().and_then(|(at, _)| instrument.section_of(*at)).map(|section| section.text.clone());
    html! { <>
        if let Some(title) = title { <h2 class="nhsuk-heading-m">{ title }</h2> }
        <dl class="nhsuk-summary-list">{ for questions.iter().map(|(at, item)| row(path, *at, item)) }</dl>
    </> }
}

fn row(path: &RoutingPath, at: usize, item: &Item) -> Html {
    let instrument = path.instrument();
    let page = &instrument.items()[instrument.page_of(at)];
    let part = page.id != item.id && !page.text.is_empty();
    let wording = if part { format!("{}: {}", short(&page.id), item.text) } else { item.text.clone() };
    let said = path.said(&item.id);
    let href = format!("#{}", Address::Interview(Stage::Changing(page.id.clone())));
    html! {
        <div class="nhsuk-summary-list__row">
            <dt class="nhsuk-summary-list__key">{ &wording }</dt>
            <dd class="nhsuk-summary-list__value">
                if said.is_empty() { { "Not provided" } }
                { for said.iter().map(|answer| html! { <p class="app-answer">{ answer.words() }</p> }) }
            </dd>
            <dd class="nhsuk-summary-list__actions">
                <a {href}>{ "Change" }<span class="nhsuk-u-visually-hidden">{ format!(" {wording}") }</span></a>
            </dd>
        </div>
    }
}

/// A page's id as a word, for the parts of a question whose wording is a paragraph: `barriers` → `Barriers`.
fn short(id: &ItemId) -> String {
    let mut letters = id.as_str().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
