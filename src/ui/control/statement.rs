//! Yes or no: a statement to agree to, or a question.

use super::{Question, Say, Tick, choice};
use crate::survey::instrument::{Control, ItemId};
use crate::survey::response::Answer;
use crate::ui::markup::{all, element, text};
use yew::prelude::*;

/// Shows a yes-or-no item: as a tick box where it must be agreed to, otherwise as two radio buttons.
pub fn boolean(question: &Question, say: &Say) -> Html {
    let said = question.said.first();
    if question.item.required || question.item.control == Some(Control::CheckBox) {
        let tick = {
            let say = say.clone();
            Callback::from(move |(item, ticked): (ItemId, bool)| {
                say.emit((item, if ticked { vec![Answer::Boolean(true)] } else { Vec::new() }));
            })
        };
        let ticked = said == Some(&Answer::Boolean(true));
        let box_ = tick_box(&question.item.id, &question.item.text, ticked, &tick);
        return question.group(all([question.error(), element("div", "nhsuk-checkboxes", box_)]));
    }
    let row = |yes: bool| {
        let item = question.item.id.clone();
        let tick = Tick {
            kind: Tick::RADIO,
            id: if yes { question.id().to_owned() } else { format!("{}-no", question.id()) },
            name: question.id().to_owned(),
            value: yes.to_string(),
            checked: said == Some(&Answer::Boolean(yes)),
            label: text(if yes { "Yes" } else { "No" }),
            onchange: say.reform(move |_: Event| (item.clone(), vec![Answer::Boolean(yes)])),
        };
        tick.radio()
    };
    let rows = element("div", "nhsuk-radios", all([row(true), row(false)]));
    question.fieldset(all([rows, choice::clear(question, say)]))
}

/// A tick box for a statement.
pub fn tick_box(id: &ItemId, statement: &str, ticked: bool, tick: &Callback<(ItemId, bool)>) -> Html {
    let item = id.clone();
    let tick = Tick {
        kind: Tick::CHECKBOX,
        id: id.to_string(),
        name: id.to_string(),
        value: "true".to_owned(),
        checked: ticked,
        label: text(statement.to_owned()),
        onchange: tick.reform(move |_: Event| (item.clone(), !ticked)),
    };
    tick.checkbox()
}
