//! What was submitted, where it is, and what can be done with it.

use super::{Act, button, save_button};
use crate::study::Organiser;
use crate::ui::control::button::Kind;
use crate::ui::markup::{all, callout, element, heading, link, paragraph, subheading, text};
use crate::ui::state::{Action, State, Submitted};
use crate::ui::words;
use yew::prelude::*;

pub(super) fn screen(state: &State, act: &Act) -> Html {
    let Some(submitted) = &state.submitted else { return Html::default() };
    let settings = &state.ground.study.settings;
    let contact = || {
        all([
            subheading("May we contact you?"),
            paragraph(
                "You can leave your name and email address on a form of its own. Nothing links it to your answers.",
            ),
            element("p", "", link("", "#/contact", text("Leave my contact details"))),
        ])
    };
    let delete = || {
        let label = "Delete my answers from this device";
        all([
            subheading("Delete your answers"),
            paragraph(
                "You can delete your answers from this device. A file that you have saved stays where you saved it.",
            ),
            button(label, Kind::Secondary, act, Action::RecordDeleted),
        ])
    };
    all([
        heading(words::heading(state)),
        where_they_are(submitted),
        link("nhsuk-button", "#/comparison", text("See how your answers compare")),
        subheading("Keep your answers"),
        hand_over(settings.organiser.as_ref()),
        save_button("Save my answers to a file", submitted.text.clone()),
        state.offers_contact().then(contact).unwrap_or_default(),
        submitted.kept.then(delete).unwrap_or_default(),
    ])
}

fn where_they_are(submitted: &Submitted) -> Html {
    if submitted.kept {
        return paragraph(
            "Thank you. Your answers are on this device only, in this browser. No one else has received them.",
        );
    }
    let what_to_do = paragraph(
        "This browser does not let the page store anything. Your answers are on this page only: when you close or \
         reload it they are lost. Save them to a file now.",
    );
    callout("Your answers are not kept", what_to_do)
}

fn hand_over(organiser: Option<&Organiser>) -> Html {
    let Some(Organiser { name, email }) = organiser else {
        return paragraph(
            "You can save your answers to a file. It is yours to keep or to give to the people who run the study.",
        );
    };
    let how = format!("To give your answers to {name}, save them to a file and send it to ");
    let address = link("", format!("mailto:{email}"), text(email.clone()));
    element("p", "", all([text(how), address, text(".")]))
}
