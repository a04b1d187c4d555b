//! The app: one state, one place where it meets the outside, one match on what the person sees.

use super::effects::{self, Outside};
use super::screen;
use super::state::{Action, Moved, State, View, Work};
use super::{address::Address, words};
use crate::browser::{document, history};
use std::rc::Rc;
use yew::platform::spawn_local;
use yew::prelude::*;

/// The app, from its start.
#[component]
pub fn App() -> Html {
    let started = use_state(|| None);
    {
        let started = started.clone();
        use_effect_with((), move |()| spawn_local(async move { started.set(Some(effects::start().await)) }));
    }
    match &*started {
        None => Html::default(), // the information sheet is there to be read meanwhile
        Some(Err(reasons)) => html! { <CannotStart reasons={reasons.clone()} /> },
        Some(Ok((state, outside))) => {
            html! { <Running state={state.clone()} outside={outside.clone()} /> }
        }
    }
}

#[derive(Properties)]
struct RunningProps {
    state: Rc<State>,
    outside: Rc<Outside>,
}

/// The app starts once: what it started with never changes.
impl PartialEq for RunningProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.state, &other.state)
    }
}

#[component]
fn Running(props: &RunningProps) -> Html {
    let initial = props.state.clone();
    let state = use_reducer(move || Rc::unwrap_or_clone(initial));
    let act = {
        let dispatcher = state.dispatcher();
        use_callback((), move |action: Action, ()| dispatcher.dispatch(action))
    };
    use_places(&act);

    let outside = props.outside.clone();
    {
        let (state, act, outside) = (state.clone(), act.clone(), outside.clone());
        use_effect_with(state.interview.clone(), move |_| outside.keep_draft(&state, &act));
    }
    {
        let act = act.clone();
        use_effect_with(state.work.clone(), move |work| {
            if let Some(work) = work.clone() {
                spawn_local(async move { outside.carry_out(work, &act).await });
            }
        });
    }
    let address = state.address();
    {
        let moved = state.moved;
        // While the draft is being claimed nobody knows yet where the person is.
        let claiming = matches!(state.work, Some(Work::Claim(_)));
        use_effect_with((address, state.view.clone(), claiming), move |(address, view, claiming)| {
            if !claiming {
                document::show_sheet(*view == View::Sheet);
                arrive(address, moved);
            }
        });
    }
    {
        let title = words::title(&state);
        let seen = (state.address(), state.view == View::Elsewhere, state.complaints, state.contact.kept);
        let first = use_mut_ref(|| true);
        use_effect_with((title, seen), move |(title, (address, _, complaints, _))| {
            document::set_title(title);
            let nothing_moved = first.replace(false) && *address == Address::Sheet;
            match complaints {
                0 if nothing_moved => {} // someone may be reading the sheet already
                0 => document::focus_heading(),
                _ => document::focus(screen::ERROR_SUMMARY),
            }
        });
    }
    screen::view(&state, &act)
}

/// Follows the browser's Back and Forward, links and the address bar.
#[hook]
fn use_places(act: &Callback<Action>) {
    let act = act.clone();
    use_effect_with((), move |()| {
        history::on_change(move |place| {
            if let Some(address) = Address::read(&place) {
                act.emit(Action::Arrived(address));
            }
        });
    });
}

/// Makes the address bar say where the person is.
fn arrive(address: &Address, moved: Moved) {
    let place = address.to_string();
    let here = history::place();
    if here == place || (here.is_empty() && *address == Address::Sheet) {
        return;
    }
    match moved {
        Moved::On => history::push(&place),
        Moved::There => history::replace(&place),
    }
}

#[derive(Properties, PartialEq)]
struct CannotStartProps {
    reasons: Vec<String>,
}

#[component]
fn CannotStart(props: &CannotStartProps) -> Html {
    screen::cannot_start(&props.reasons)
}
