//! A scale of whole numbers: a radio button for each, with words at either end.

use super::{Question, Say, choice};
use crate::survey::response::Answer;
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
        words.as_ref().map(|words| html! { <p class="app-scale__end">{ format!("{number} = {words}") }</p> })
    };
    let row = |number: i32| {
        let words = match number {
            _ if number == first => ends.lower.clone(),
            _ if number == last => ends.upper.clone(),
            _ => None,
        };
        let id =
            if number == first { question.id().to_owned() } else { format!("{}-{number}", question.id()) };
        let item = question.item.id.clone();
        let onchange = say.reform(move |_: Event| (item.clone(), vec![Answer::Integer(number)]));
        let checked = question.said == [Answer::Integer(number)];
        html! {
            <div class="nhsuk-radios__item app-scale__item">
                <input class="nhsuk-radios__input" type="radio" id={id.clone()} name={question.id().to_owned()}
                    value={number.to_string()} {checked} {onchange} autocomplete="off" />
                <label class="nhsuk-label nhsuk-radios__label app-scale__label" for={id}>
                    { number }
                    if let Some(words) = words { <span class="nhsuk-u-visually-hidden">{ format!(", {words}") }</span> }
                </label>
            </div>
        }
    };
    question.fieldset(html! { <>
        { end(first, &ends.lower) }
        <div class="nhsuk-radios app-scale">{ for numbers.map(row) }</div>
        { end(last, &ends.upper) }
        { choice::clear(question, say) }
    </> })
}
