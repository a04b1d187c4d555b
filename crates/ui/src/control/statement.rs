//! Yes or no: a statement to agree to, or a question.

use super::{Question, Say, Tick, choice};
use crate::markup::{all, element, text};
use crate::words;
use engine::change::Change;
use engine::instrument::{Control, ItemId};
use engine::response::Answer;
use yew::prelude::*;

/// Shows a yes-or-no item: as a tick box where it must be agreed to, otherwise as two radio buttons.
pub fn boolean(question: &Question, say: &Say) -> Html {
    let said = question.said.first();
    if question.item.required || question.item.control == Some(Control::CheckBox) {
        let tick = {
            let say = say.clone();
            Callback::from(move |(item, ticked): (ItemId, bool)| {
                let answers = if ticked { vec![Answer::Boolean(true)] } else { Vec::new() };
                say.emit((item, Change::Answers(answers)));
            })
        };
        let ticked = said == Some(&Answer::Boolean(true));
        // Where the statement is the heading of the page, the box says no more than that one agrees.
        let wording = question.item.wording();
        let words = if question.is_heading { words::AGREE } else { &wording };
        let described = question.described_by();
        let box_ = element(
            "div",
            "nhsuk-checkboxes",
            tick_box(&question.item.id, words, ticked, described.filter(|_| !question.is_heading), &tick),
        );
        return match question.is_heading {
            true => question.fieldset(box_),
            false => question.group(all([question.hint(), question.error(), box_])),
        };
    }
    let row = |yes: bool| {
        let item = question.item.id.clone();
        let tick = Tick {
            kind: Tick::RADIO,
            id: if yes { question.id().to_owned() } else { format!("{}:no", question.id()) },
            name: question.id().to_owned(),
            value: yes.to_string(),
            checked: said == Some(&Answer::Boolean(yes)),
            described: None,
            label: text(if yes { words::YES } else { words::NO }),
            onchange: say.reform(move |_: Event| (item.clone(), Change::Answers(vec![Answer::Boolean(yes)]))),
        };
        tick.radio()
    };
    let rows = element("div", "nhsuk-radios", all([row(true), row(false)]));
    question.fieldset(all([rows, choice::clear(question, say)]))
}

/// A tick box for a statement.
pub fn tick_box(
    id: &ItemId,
    statement: &str,
    ticked: bool,
    described: Option<String>,
    tick: &Callback<(ItemId, bool)>,
) -> Html {
    let item = id.clone();
    let tick = Tick {
        kind: Tick::CHECKBOX,
        id: id.to_string(),
        name: id.to_string(),
        value: "true".to_owned(),
        checked: ticked,
        described,
        label: text(statement.to_owned()),
        onchange: tick.reform(move |_: Event| (item.clone(), !ticked)),
    };
    tick.checkbox()
}
