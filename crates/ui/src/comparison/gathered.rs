//! What others answered on this device, as it may be shown.

use crate::markup::{all, heard, paragraph, remark, subheading};
use crate::words;
use analysis::disclosure::{Cell, Table};
use analysis::snapshot::Snapshot;
use analysis::tabulation::answers;
use engine::instrument::Instrument;
use engine::plan::{Compared, Plan};
use engine::routing::RoutingPath;
use yew::prelude::*;

/// The answers gathered on this device before the person began, and among the options which ones they chose.
pub fn gathered(snapshot: &Snapshot, plan: &Plan, instrument: &Instrument, own: &RoutingPath) -> Html {
    let question = |compared: &Compared| {
        let item = instrument.item(&compared.item.as_str().into())?;
        let table = snapshot.table(&item.id)?;
        let said: Vec<&str> =
            own.answers(&item.id).iter().filter_map(|answer| compared.code_of(answer)).collect();
        let row = |(code, label)| row(table, code, label, said.contains(&code));
        Some(section(compared, table, answers(compared, item).map(row).collect()))
    };
    all([
        subheading(words::GATHERED),
        paragraph(words::gathered(&words::people(snapshot.people().figure()))),
        plan.compared.iter().filter_map(question).collect(),
    ])
}

fn section(compared: &Compared, table: &Table, rows: Html) -> Html {
    let id = format!("gathered-{}", compared.item);
    let head =
        |words: &'static str| html! { <span role="columnheader" class="app-figures__head">{ words }</span> };
    html! {
        <section class="app-comparison" aria-labelledby={id.clone()}>
            <p class="nhsuk-heading-s" {id}>{ &compared.title }</p>
            <div role="table" class="app-figures" aria-label={words::gathered_caption(&compared.title)}>
                <div role="row" class="app-figures__heads">{ head(words::ANSWER) }{ head(words::PEOPLE) }{ head(words::PERCENTAGE) }</div>
                { rows }
            </div>
            { remark(words::gathered_base(&words::people(table.people.figure()))) }
        </section>
    }
}

fn row(table: &Table, code: &str, label: String, own: bool) -> Html {
    let shown = table.answers.iter().find(|(other, _)| other == code).map_or(Cell::Hidden, |(_, cell)| *cell);
    let about = shown.figure().map(words::about);
    let share = shown.per_cent_of(table.people).map(|share| format!("{share} %"));
    html! {
        <div role="row" class={classes!("app-figures__row", own.then_some("app-figures__row--own"))}>
            <span role="rowheader" class="app-figures__answer">
                { label }
                if own { { heard(", ") }<strong class="app-figures__own">{ words::OWN }</strong> }
            </span>
            { cell(words::PEOPLE, about) }
            { cell(words::PERCENTAGE, share) }
        </div>
    }
}

fn cell(head: &'static str, figure: Option<String>) -> Html {
    html! {
        <span role="cell" class="app-figures__cell">
            <span class="app-figures__group" aria-hidden="true">{ head }</span>
            <span class="app-figures__number">{ figure.unwrap_or_else(|| words::HIDDEN.to_owned()) }</span>
        </span>
    }
}
