//! A scale of whole numbers: a radio button for each, with words at either end.

use super::{Question, Say, Tick, choice};
use crate::markup::{all, element, heard, text};
use engine::change::Change;
use engine::response::Answer;
use std::ops::RangeInclusive;
use yew::prelude::*;

/// The words at the ends of a scale.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ends {
    /// At the least number.
    pub lower: Option<String>,
    /// At the greatest.
    pub upper: Option<String>,
}

/// Shows a scale.
pub fn scale(question: &Question, numbers: RangeInclusive<i32>, ends: &Ends, say: &Say) -> Html {
    let (first, last) = (*numbers.start(), *numbers.end());
    let end = |number: i32, words: &Option<String>| {
        let shown =
            words.as_ref().map(|words| element("p", "app-scale__end", text(format!("{number} = {words}"))));
        shown.unwrap_or_default()
    };
    let row = |number: i32| {
        let words = match number {
            _ if number == first => ends.lower.as_ref(),
            _ if number == last => ends.upper.as_ref(),
            _ => None,
        };
        let words = words.map(|words| heard(format!(", {words}"))).unwrap_or_default();
        let item = question.item.id.clone();
        let tick = Tick {
            kind: Tick::RADIO,
            id: if number == first {
                question.id().to_owned()
            } else {
                format!("{}:{number}", question.id())
            },
            name: question.id().to_owned(),
            value: number.to_string(),
            checked: question.said == [Answer::Integer(number)],
            described: None,
            label: all([text(number.to_string()), words]),
            onchange: say
                .reform(move |_: Event| (item.clone(), Change::Answers(vec![Answer::Integer(number)]))),
        };
        tick.shown("nhsuk-radios__item app-scale__item", "nhsuk-label nhsuk-radios__label app-scale__label")
    };
    question.fieldset(all([
        end(first, &ends.lower),
        element("div", "nhsuk-radios app-scale", numbers.map(row).collect()),
        end(last, &ends.upper),
        choice::clear(question, say),
    ]))
}
