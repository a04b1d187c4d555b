//! What was submitted, where it is, and what can be done with it.

use super::delete::delete_details;
use super::pause::finish;
use super::save_button;
use crate::after::Submission;
use crate::model::Message;
use crate::session::Session;
use crate::words::{self, headings, submitted};
use study::{Organiser, Settings};
use ui::control::button::share_button;
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
    let compare = || link("nhsuk-button", "#/comparison", text(submitted::COMPARE));
    let contact = || {
        all([
            subheading(submitted::CONTACT_HEADING),
            paragraph(submitted::CONTACT_OFFER),
            element("p", "", link("", "#/contact", text(submitted::CONTACT))),
        ])
    };
    let copy = submission.answers().filter(|_| own_device).map(|answers| {
        let hand_over = submission.sealed().is_none().then(|| hand_over(settings.organiser.as_ref()));
        all([
            subheading(submitted::KEEP_HEADING),
            hand_over.unwrap_or_else(|| paragraph(submitted::KEEP_A_COPY)),
            save_button(words::SAVE_ANSWERS, answers.text.clone()),
        ])
    });
    let some = |condition: bool, part: &dyn Fn() -> Html| condition.then(part).unwrap_or_default();
    all([
        heading(headings::done_heading(submission)),
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
    match submitted::where_they_are(submission, own_device) {
        Some(words) => paragraph(words),
        None => callout(submitted::NOT_KEPT, paragraph(submitted::SAVE_THEM_NOW)),
    }
}

/// The code by which a record can be withdrawn: nobody else knows it, and it is shown here alone.
fn receipt(code: &str, settings: &Settings) -> Html {
    let how = submitted::withdrawal(settings.organiser.as_ref(), settings.withdraw_until.as_deref());
    all([subheading(submitted::CODE), element("p", "app-code", text(code.to_owned())), paragraph(how)])
}

/// The sealed record for the organiser, by whatever the person's device can send.
fn hand_on(submission: &Submission, settings: &Settings) -> Html {
    let Some(sealed) = submission.sealed() else { return Html::default() };
    all([
        subheading(submitted::SEND_HEADING),
        paragraph(submitted::send_them(settings.organiser.as_ref())),
        share_button(submitted::SEND, "hiquality-locked-answers.txt", sealed.to_owned()),
    ])
}

fn delete(has_details: bool) -> Html {
    all([
        subheading(submitted::DELETE_HEADING),
        paragraph(submitted::DELETE_OFFER),
        element("p", "", link("", "#/delete", text(submitted::DELETE))),
        delete_details(has_details).unwrap_or_default(),
    ])
}

fn hand_over(organiser: Option<&Organiser>) -> Html {
    let Some(Organiser { name, email }) = organiser else {
        return paragraph(submitted::KEEP_OR_GIVE);
    };
    let address = link("", format!("mailto:{email}"), text(email.clone()));
    element("p", "", all([text(submitted::hand_over(name)), address, text(".")]))
}
