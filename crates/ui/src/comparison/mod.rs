//! The comparison, fed by values: a person's answers beside those of others. It can stand on any page.

mod gathered;
pub mod sentences;
pub mod summary;

pub use gathered::gathered;

use crate::control::button::{Kind, button_that, file_button};
use crate::markup::heard;
use crate::words;
use browser::document;
use engine::comparison::{Column, Comparison, Row};
use engine::release::Share;
use yew::prelude::*;

/// What is compared, and with whom.
#[derive(Debug, Clone, PartialEq)]
pub struct ComparisonProps {
    /// The questions.
    pub comparisons: Vec<Comparison>,
    /// How many people the figures are of.
    pub respondents: u32,
    /// Where the figures come from.
    pub source: String,
    /// Whether the person can print them, or save a summary. Not where the next person would find that.
    pub to_take_away: bool,
}

/// The comparison.
pub fn comparison(props: &ComparisonProps) -> Html {
    let ComparisonProps { comparisons, respondents, source, to_take_away } = props;
    html! { <>
        <p>{ words::beside(*respondents) }</p>
        if *to_take_away {
            <div class="app-buttons app-no-print">
                { button_that(words::PRINT, Kind::Secondary, Callback::from(|_| document::print())) }
                { file_button(words::SAVE_SUMMARY, "hiquality-summary.txt", "text/plain;charset=utf-8", summary::text(comparisons, *respondents, source)) }
            </div>
        }
        { for comparisons.iter().map(one) }
        <h2 class="nhsuk-heading-m">{ words::SOURCE }</h2>
        <p>{ source }</p>
    </> }
}

fn one(comparison: &Comparison) -> Html {
    let id = format!("compared-{}", comparison.item);
    html! {
        <section class="app-comparison" aria-labelledby={id.clone()}>
            <h2 class="nhsuk-heading-m" {id}>{ &comparison.title }</h2>
            <p class="nhsuk-hint">{ &comparison.question }</p>
            { for sentences::of(comparison).into_iter().map(|sentence| html! { <p>{ sentence }</p> }) }
            { table(comparison) }
            <p class="nhsuk-hint">{ sentences::bases(comparison) }</p>
            if let Some(note) = sentences::note(comparison) { <p class="nhsuk-hint">{ note }</p> }
        </section>
    }
}

/// A table by its roles, since its cells are laid out one below the other on a narrow screen.
fn table(comparison: &Comparison) -> Html {
    let caption = words::caption(&comparison.title);
    let head = |column: &Column| {
        html! { <span role="columnheader" class="app-figures__head">{ &column.label }</span> }
    };
    html! {
        <div role="table" class="app-figures" aria-label={caption}>
            <div role="row" class="app-figures__heads">
                <span role="columnheader" class="app-figures__head">{ words::ANSWER }</span>
                { for comparison.columns.iter().map(head) }
            </div>
            { for comparison.rows.iter().map(|row| figures(comparison, row)) }
        </div>
    }
}

fn figures(comparison: &Comparison, row: &Row) -> Html {
    let own = row.own.then_some("app-figures__row--own");
    html! {
        <div role="row" class={classes!("app-figures__row", own)}>
            <span role="rowheader" class="app-figures__answer">
                { &row.label }
                if row.own { { heard(", ") }<strong class="app-figures__own">{ words::OWN }</strong> }
            </span>
            { for comparison.columns.iter().zip(&row.shares).map(|(column, share)| cell(column, *share)) }
        </div>
    }
}

fn cell(column: &Column, share: Option<Share>) -> Html {
    let number = share.map_or_else(|| words::NOT_PUBLISHED.to_owned(), |share| format!("{share} %"));
    // In tenths of a per cent of the width.
    let width = share.map_or(0, |share| share.tenths).to_string();
    html! {
        <span role="cell" class="app-figures__cell">
            <span class="app-figures__group" aria-hidden="true">{ &column.label }</span>
            <svg class={classes!("app-bar", column.own.then_some("app-bar--own"))} viewBox="0 0 1000 10" preserveAspectRatio="none"
                aria-hidden="true" focusable="false">
                <rect class="app-bar__ground" width="1000" height="10" />
                <rect class="app-bar__share" {width} height="10" />
            </svg>
            <span class="app-figures__number">{ number }</span>
        </span>
    }
}
