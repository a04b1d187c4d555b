//! Yes or no: a statement to agree to, or a question.

use super::{Question, Say, choice};
use crate::survey::instrument::{Control, ItemId};
use crate::survey::response::Answer;
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
        let box_ =
            tick_box(&question.item.id, &question.item.text, said == Some(&Answer::Boolean(true)), &tick);
        return question
            .group(html! { <>{ question.error() }<div class="nhsuk-checkboxes">{ box_ }</div></> });
    }
    let row = |yes: bool| {
        let id = if yes { question.id().to_owned() } else { format!("{}-no", question.id()) };
        let item = question.item.id.clone();
        let onchange = say.reform(move |_: Event| (item.clone(), vec![Answer::Boolean(yes)]));
        html! {
            <div class="nhsuk-radios__item">
                <input class="nhsuk-radios__input" type="radio" id={id.clone()} name={question.id().to_owned()}
                    checked={said == Some(&Answer::Boolean(yes))} {onchange} autocomplete="off" />
                <label class="nhsuk-label nhsuk-radios__label" for={id}>{ if yes { "Yes" } else { "No" } }</label>
            </div>
        }
    };
    question.fieldset(html! { <>
        <div class="nhsuk-radios">{ row(true) }{ row(false) }</div>
        { choice::clear(question, say) }
    </> })
}

/// A tick box for a statement.
pub fn tick_box(id: &ItemId, text: &str, ticked: bool, tick: &Callback<(ItemId, bool)>) -> Html {
    let onchange = {
        let id = id.clone();
        tick.reform(move |_: Event| (id.clone(), !ticked))
    };
    let id = id.to_string();
    html! {
        <div class="nhsuk-checkboxes__item">
            <input class="nhsuk-checkboxes__input" type="checkbox" id={id.clone()} checked={ticked} {onchange} autocomplete="off" />
            <label class="nhsuk-label nhsuk-checkboxes__label" for={id}>{ text }</label>
        </div>
    }
}
