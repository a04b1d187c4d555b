//! Typed answers: words, numbers, dates.

use super::{Question, Say, count, cut, text_of};
use crate::markup::changing;
use crate::words;
use engine::change::Change;
use engine::decimal::Decimal;
use engine::identifying;
use engine::instrument::{Limits, ResponseDomain};
use engine::response::{Answer, is_date};
use engine::text::typed;
use web_sys::HtmlInputElement;
use yew::prelude::*;

/// How many characters a number or a date may have as it is typed. Of anything longer no more is kept than [`cut`] leaves,
/// and that is never read as a number.
const LONGEST_FIGURE: usize = 40;

/// Shows a box for the answer. What can't be read as the type that is asked is kept as it was typed, and the check
/// finds it.
pub fn entry(question: &Question, say: &Say) -> Html {
    let id = question.id().to_owned();
    let text = question.said.first().map(Answer::words).unwrap_or_default();
    let domain = question.item.domain.clone();
    let oninput = {
        let item = question.item.id.clone();
        say.reform(move |event: InputEvent| (item.clone(), Change::Answers(read(&domain, &text_of(&event)))))
    };
    let error = question.error.is_some().then_some("nhsuk-input--error");
    let (mode, width) = match &question.item.domain {
        ResponseDomain::Text { long, length } => return words_entry(question, *long, length, &text, oninput),
        ResponseDomain::Integer(_) => ("numeric", "nhsuk-input--width-5"),
        ResponseDomain::Decimal(_) => ("decimal", "nhsuk-input--width-5"),
        _ => return date_entry(question, say),
    };
    question.labelled(html! {
        <input class={classes!("nhsuk-input", width, error)} {id} type="text" inputmode={mode} value={text} {oninput}
            aria-describedby={question.described_by()} autocomplete="off" />
    })
}

/// A box for a date. Browsers fire no `input` event while one is half typed, and give no value of it: the answer is then
/// that it is unfinished, which is no date, so that nobody goes on with it.
fn date_entry(question: &Question, say: &Say) -> Html {
    let unfinished = Answer::String(words::UNFINISHED_DATE.to_owned());
    // Where a browser has no boxes for dates, what somebody typed stays.
    let text = question.said.first().filter(|said| **said != unfinished).map(Answer::words);
    let (item, said, say) = (question.item.id.clone(), question.said.to_vec(), say.clone());
    let look = Callback::from(move |input: HtmlInputElement| {
        let now = match input.validity().bad_input() {
            true => vec![unfinished.clone()],
            false => read(&ResponseDomain::Date(Limits::default()), &input.value()),
        };
        if now != said {
            say.emit((item.clone(), Change::Answers(now)));
        }
    });
    let oninput = look.reform(|event: InputEvent| event.target_unchecked_into());
    let onkeyup = look.reform(|event: KeyboardEvent| event.target_unchecked_into());
    let onblur = look.reform(|event: FocusEvent| event.target_unchecked_into());
    let error = question.error.is_some().then_some("nhsuk-input--error");
    question.labelled(html! {
        <input class={classes!("nhsuk-input", "nhsuk-input--width-10", error)} id={question.id().to_owned()} type="date"
            value={text.unwrap_or_default()} {oninput} {onkeyup} {onblur}
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
            { question.warning.map(|warning| warning(text)).unwrap_or_default() }
        </div>
    }
}

/// A warning where the words look as if they named somebody. It stops nobody.
pub fn warning(text: &str) -> Html {
    let found = identifying::found_in(text);
    html! {
        <div aria-live="polite" translate="yes">
            if !found.is_empty() { <p class="app-warning">{ changing(words::looks_like(&found)) }</p> }
        </div>
    }
}

fn read(domain: &ResponseDomain, text: &str) -> Vec<Answer> {
    let (long, most) = match domain {
        ResponseDomain::Text { long, length } => (*long, length.max),
        _ => (false, Some(LONGEST_FIGURE)),
    };
    let plain = typed(text, long);
    let text = cut(&plain, most);
    let is_whole = text.len() == plain.len();
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return Vec::new();
    }
    let typed = match domain {
        _ if !is_whole => None, // half a number would be another one
        ResponseDomain::Integer(_) => trimmed.parse().ok().map(Answer::Integer),
        ResponseDomain::Decimal(_) => Decimal::read(trimmed).map(Answer::Decimal),
        ResponseDomain::Date(_) => is_date(trimmed).then(|| Answer::Date(trimmed.to_owned())),
        _ => None,
    };
    vec![typed.unwrap_or(Answer::String(text))]
}
