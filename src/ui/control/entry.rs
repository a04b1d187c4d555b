//! Typed answers: words, numbers, dates.

use super::{Question, Say, count, text_of};
use crate::survey::decimal::Decimal;
use crate::survey::identifying::{self, Identifying};
use crate::survey::instrument::{Limits, ResponseDomain};
use crate::survey::response::{Answer, is_date};
use crate::ui::words;
use yew::prelude::*;

/// Shows a box for the answer. What can't be read as the type that is asked is kept as it was typed, and the check
/// finds it.
pub fn entry(question: &Question, say: &Say) -> Html {
    let id = question.id().to_owned();
    let text = question.said.first().map(Answer::words).unwrap_or_default();
    let domain = question.item.domain.clone();
    let oninput = {
        let item = question.item.id.clone();
        say.reform(move |event: InputEvent| (item.clone(), read(&domain, &text_of(&event))))
    };
    let error = question.error.is_some().then_some("nhsuk-input--error");
    let (kind, mode, width) = match &question.item.domain {
        ResponseDomain::Text { long, length } => return words_entry(question, *long, length, &text, oninput),
        ResponseDomain::Integer(_) => ("text", "numeric", "nhsuk-input--width-5"),
        ResponseDomain::Decimal(_) => ("text", "decimal", "nhsuk-input--width-5"),
        _ => ("date", "text", "nhsuk-input--width-10"),
    };
    question.labelled(html! {
        <input class={classes!("nhsuk-input", width, error)} {id} type={kind} inputmode={mode} value={text} {oninput}
            aria-describedby={question.described_by()} autocomplete="off" />
    })
}

fn words_entry(
    question: &Question,
    long: bool,
    length: &Limits<usize>,
    text: &str,
    oninput: Callback<InputEvent>,
) -> Html {
    let id = question.id().to_owned();
    let counted = length.max.map(|_| format!("{id}:count"));
    let described: Vec<String> = question.described_by().into_iter().chain(counted).collect();
    let described = (!described.is_empty()).then(|| described.join(" "));
    let error = |class: &'static str| question.error.is_some().then_some(class);
    let value = text.to_owned();
    let field = if long {
        html! {
            <textarea class={classes!("nhsuk-textarea", error("nhsuk-textarea--error"))} {id} rows="5" {value} {oninput}
                aria-describedby={described} autocomplete="off" />
        }
    } else {
        html! {
            <input class={classes!("nhsuk-input", error("nhsuk-input--error"))} {id} type="text" {value} {oninput}
                aria-describedby={described} autocomplete={question.autocomplete} />
        }
    };
    html! {
        <div class="nhsuk-character-count">
            { question.labelled(field) }
            { count(question.id(), text, length.max) }
            if question.names_nobody { { warning(text) } }
        </div>
    }
}

/// A warning where the words look as if they named somebody. It stops nobody.
pub(super) fn warning(text: &str) -> Html {
    let found = identifying::found_in(text);
    let what: Vec<String> =
        found.into_iter().map(|kind: Identifying| words::identifying(kind).to_owned()).collect();
    let message = format!(
        "This looks like {}. Please take out anything that shows who a person is. You can still go on.",
        words::either(&what)
    );
    html! {
        <div aria-live="polite">
            if !what.is_empty() { <p class="app-warning">{ message }</p> }
        </div>
    }
}

fn read(domain: &ResponseDomain, text: &str) -> Vec<Answer> {
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Vec::new();
    }
    let typed = match domain {
        ResponseDomain::Integer(_) => trimmed.parse().ok().map(Answer::Integer),
        ResponseDomain::Decimal(_) => Decimal::read(trimmed).map(Answer::Decimal),
        ResponseDomain::Date(_) => is_date(trimmed).then(|| Answer::Date(trimmed.to_owned())),
        _ => None,
    };
    vec![typed.unwrap_or_else(|| Answer::String(text.to_owned()))]
}
