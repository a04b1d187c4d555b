//! What was submitted, where it is, and what can be done with it.

use super::{Act, button, heading, save_button};
use crate::study::Organiser;
use crate::ui::state::{Action, State, Submitted};
use crate::ui::words;
use yew::prelude::*;

pub(super) fn screen(state: &State, act: &Act) -> Html {
    let Some(submitted) = &state.submitted else { return Html::default() };
    let settings = &state.ground.study.settings;
    html! { <>
        { heading(&words::heading(state)) }
        { where_they_are(submitted) }
        <a class="nhsuk-button" href="#/comparison" draggable="false">{ "See how your answers compare" }</a>
        <h2 class="nhsuk-heading-m">{ "Keep your answers" }</h2>
        { hand_over(settings.organiser.as_ref()) }
        { save_button("Save my answers to a file", submitted.text.clone()) }
        if settings.contact_form {
            <h2 class="nhsuk-heading-m">{ "May we contact you?" }</h2>
            <p>{ "You can leave your name and email address on a form of its own. Nothing links it to your answers." }</p>
            <p><a href="#/contact">{ "Leave my contact details" }</a></p>
        }
        if submitted.kept {
            <h2 class="nhsuk-heading-m">{ "Delete your answers" }</h2>
            <p>{ "You can delete your answers from this device. A file that you have saved stays where you saved it." }</p>
            { button("Delete my answers from this device", Some("nhsuk-button--secondary"), act, Action::RecordDeleted) }
        }
    </> }
}

fn where_they_are(submitted: &Submitted) -> Html {
    if submitted.kept {
        return html! { <p>{ "Thank you. Your answers are on this device only, in this browser. No one else has received them." }</p> };
    }
    html! {
        <div class="nhsuk-warning-callout">
            <h2 class="nhsuk-warning-callout__label">
                <span class="nhsuk-u-visually-hidden">{ "Important: " }</span>{ "Your answers are not kept" }
            </h2>
            <p>{ "This browser does not let the page store anything. Your answers are on this page only: when you close or reload it they are lost. Save them to a file now." }</p>
        </div>
    }
}

fn hand_over(organiser: Option<&Organiser>) -> Html {
    match organiser {
        Some(Organiser { name, email }) => html! {
            <p>{ format!("To give your answers to {name}, save them to a file and send it to ") }
                <a href={format!("mailto:{email}")}>{ email }</a>{ "." }</p>
        },
        None => {
            html! { <p>{ "You can save your answers to a file. It is yours to keep or to give to the people who run the study." }</p> }
        }
    }
}
