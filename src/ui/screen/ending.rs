//! The ways out: not consenting, stopping, another tab.

use super::{Act, button, heading};
use crate::browser::history;
use crate::ui::state::{Action, State, Work};
use crate::ui::words;
use yew::prelude::*;

pub(super) fn declined(state: &State) -> Html {
    html! { <>
        { heading(&words::heading(state)) }
        <p>{ "You did not consent, so nothing was asked and nothing is kept. You can close this page." }</p>
        <p><a href="#/">{ "Back to the information" }</a></p>
    </> }
}

pub(super) fn stop(state: &State, act: &Act) -> Html {
    let onclick = Callback::from(|_: MouseEvent| history::back());
    html! { <>
        { heading(&words::heading(state)) }
        <p>{ "Everything you have answered so far is deleted from this device. This can't be undone." }</p>
        <div class="app-buttons">
            { button("Delete my answers", Some("nhsuk-button--warning"), act, Action::Deleted) }
            <button type="button" class="nhsuk-button nhsuk-button--secondary" {onclick}>{ "Go back to the questions" }</button>
        </div>
    </> }
}

pub(super) fn deleted(state: &State) -> Html {
    let deleting = matches!(state.work, Some(Work::DeleteDraft | Work::DeleteRecord));
    html! { <>
        { heading(&words::heading(state)) }
        <p role="status">{ if deleting { "One moment." } else { "Nothing that you answered is left in this browser. You can close this page." } }</p>
        <p><a href="#/">{ "Back to the information" }</a></p>
    </> }
}

pub(super) fn elsewhere(state: &State, act: &Act) -> Html {
    html! { <>
        { heading(&words::heading(state)) }
        <p>{ "Answers can be given in one tab at a time, so that none is lost or counted twice. Go on in the other tab, or use this one: the answers come with you." }</p>
        { button("Use this tab instead", None, act, Action::TookOver) }
    </> }
}
