//! The form for being contacted. It knows nothing of the answers.

use super::page::{Form, questions};
use super::{Act, button, error_summary, heading};
use crate::survey::routing::RoutingPath;
use crate::ui::control::Say;
use crate::ui::state::{Action, State, Work};
use crate::ui::words;
use yew::prelude::*;

pub(super) fn screen(state: &State, act: &Act) -> Html {
    let instrument = &state.ground.study.contact;
    let back = html! { <a class="nhsuk-back-link" href="#/done">{ "Back" }</a> };
    if state.contact.kept {
        return html! { <>
            { back }
            { heading(&words::heading(state)) }
            <p>{ "Thank you. Your contact details are on this device, apart from your answers. Nothing links the two." }</p>
        </> };
    }
    let path = RoutingPath::of(instrument, &state.contact.response);
    let problems = state.problems();
    let say: Say = act.reform(|(item, answers)| Action::ContactAnswered(item, answers));
    let pages = path
        .pages()
        .into_iter()
        .map(|page| questions(&path, &instrument.items()[page].id, &problems, Form::Contact, &say));
    let keeping = matches!(state.work, Some(Work::KeepContact(_)));
    html! { <>
        { back }
        { error_summary(instrument, &problems) }
        { heading(&words::heading(state)) }
        <p>{ "This is separate from your answers. Leave this page if you do not want to be contacted." }</p>
        { for pages }
        { button(if keeping { "One moment" } else { "Keep my contact details" }, None, act, Action::ContactLeft) }
    </> }
}
