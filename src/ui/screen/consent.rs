//! The statements of consent, one tick each.

use super::{Act, back_link, button, heading, summary_of};
use crate::survey::consent;
use crate::survey::instrument::ItemId;
use crate::ui::address::Address;
use crate::ui::control::statement::tick_box;
use crate::ui::state::{Action, State, Work};
use crate::ui::words;
use yew::prelude::*;

pub(super) fn screen(state: &State, act: &Act) -> Html {
    let instrument = &state.ground.study.instrument;
    let problems = state.problems();
    let tick = act.reform(|(id, ticked): (ItemId, bool)| Action::Ticked(id, ticked));
    let boxes = consent::statements(instrument)
        .map(|item| tick_box(&item.id, &item.text, state.ticked.contains(&item.id), &tick));
    let error = (!problems.is_empty()).then_some("nhsuk-form-group--error");
    let claiming = matches!(state.work, Some(Work::Claim(_)));
    html! { <>
        { back_link(Address::Sheet, act) }
        { summary_of(&problems, |_| words::TICK_ALL.to_owned()) }
        { heading(&words::heading(state)) }
        <p>{ "Agree to each statement to take part. You can go back and " }<a href="#/">{ "read the information" }</a>{ " first." }</p>
        <div class={classes!("nhsuk-form-group", error)}>
            <fieldset class="nhsuk-fieldset">
                <legend class="nhsuk-fieldset__legend nhsuk-u-visually-hidden">{ "Statements to agree to" }</legend>
                if error.is_some() {
                    <span class="nhsuk-error-message">
                        <span class="nhsuk-u-visually-hidden">{ "Error: " }</span>{ words::TICK_ALL }
                    </span>
                }
                <div class="nhsuk-checkboxes">{ for boxes }</div>
            </fieldset>
        </div>
        <div class="app-buttons">
            { button(if claiming { "One moment" } else { "Continue" }, None, act, Action::Agreed) }
            { button("I do not consent", Some("nhsuk-button--secondary"), act, Action::Declined) }
        </div>
    </> }
}
