//! What was submitted, where it is, and what can be done with it.

use super::delete::delete_details;
use super::pause::finish;
use super::save_button;
use crate::after::Submission;
use crate::model::Message;
use crate::session::Session;
use crate::words;
use study::{Organiser, Settings};
use ui::control::button::share_button;
use ui::format;
use ui::markup::{all, callout, element, heading, link, paragraph, subheading, text};
use yew::prelude::*;

/// The submission, and whether contact details can be left or are there to be deleted.
pub(super) fn screen(
    session: &Session,
    submission: &Submission,
    offers_contact: bool,
    has_details: bool,
    send: &Callback<Message>,
) -> Html {
    let settings = &session.settings;
    let own_device = !session.is_shared();
    let compare = || link("nhsuk-button", "#/comparison", text("See how your answers compare"));
    let contact = || {
        all([
            subheading("May we contact you?"),
            paragraph(
                "You can leave your name and email address on a form of its own. Nothing in it links it to your answers.",
            ),
            element("p", "", link("", "#/contact", text("Leave my contact details"))),
        ])
    };
    let copy = submission.answers().filter(|_| own_device).map(|answers| {
        let hand_over = submission.sealed().is_none().then(|| hand_over(settings.organiser.as_ref()));
        all([
            subheading("Keep your answers"),
            hand_over.unwrap_or_else(|| {
                paragraph("You can save a copy of your answers for yourself. Anyone can read it.")
            }),
            save_button("Save my answers to a file", answers.text.clone()),
        ])
    });
    let some = |condition: bool, part: &dyn Fn() -> Html| condition.then(part).unwrap_or_default();
    all([
        heading(words::done_heading(submission)),
        where_they_are(submission, own_device),
        submission.code().map(|code| receipt(code, settings)).unwrap_or_default(),
        some(own_device && settings.hand_over, &|| hand_on(submission, settings)),
        some(submission.answers().is_some(), &compare),
        copy.unwrap_or_default(),
        some(offers_contact, &contact),
        some(own_device && submission.is_kept, &|| delete(has_details)),
        some(!own_device, &|| finish(send)),
    ])
}

fn where_they_are(submission: &Submission, own_device: bool) -> Html {
    let words = match (submission.is_kept, submission.sealed()) {
        (false, None) => {
            let what_to_do = paragraph(
                "This browser does not let the page store anything. Your answers are on this page only: when you close \
                 or reload it they are lost. Save them to a file now.",
            );
            return callout("Your answers are not kept", what_to_do);
        }
        (false, Some(_)) => {
            "Thank you. This browser does not let the page store anything, so your answers are on this page only: when \
             you close or reload it they are lost."
        }
        (true, Some(_)) if !own_device => {
            "Thank you. Your answers are locked on this device. Only the study team can open them, after the event."
        }
        (true, Some(_)) => {
            "Thank you. Your answers are on this device only, in this browser, and locked: only the study team can open \
             them, once they have them. No one has received them yet."
        }
        (true, None) => {
            "Thank you. Your answers are on this device only, in this browser. No one else has received them."
        }
    };
    paragraph(words)
}

/// The code by which a record can be withdrawn: nobody else knows it, and it is shown here alone.
fn receipt(code: &str, settings: &Settings) -> Html {
    let until = settings.withdraw_until.as_deref().map(format::date).unwrap_or_default();
    let how = format!(
        "Write this code down or take a photo of it. It is shown only now. If you want your answers deleted later, give \
         it to the study team{} by {until}. After the results are published, your answers can't be taken out of them.",
        settings.organiser.as_ref().map(|Organiser { email, .. }| format!(" ({email})")).unwrap_or_default()
    );
    all([subheading("Your withdrawal code"), element("p", "app-code", text(code.to_owned())), paragraph(how)])
}

/// The sealed record for the organiser, by whatever the person's device can send.
fn hand_on(submission: &Submission, settings: &Settings) -> Html {
    let Some(sealed) = submission.sealed() else { return Html::default() };
    let to = settings.organiser.as_ref();
    let to = to.map(|Organiser { name, email }| format!(" to {name} ({email})")).unwrap_or_default();
    all([
        subheading("Send your answers"),
        paragraph(format!(
            "Send your locked answers{to}, by email or any app. Nobody else can open them on the way."
        )),
        share_button("Send my locked answers", "hiquality-locked-answers.txt", sealed.to_owned()),
    ])
}

fn delete(has_details: bool) -> Html {
    all([
        subheading("Delete your answers"),
        paragraph(
            "You can delete your answers from this device. A file that you have saved stays where you saved it.",
        ),
        element("p", "", link("", "#/delete", text("Delete my answers from this device"))),
        delete_details(has_details).unwrap_or_default(),
    ])
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
