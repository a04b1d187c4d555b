//! What was submitted, where it is, and what can be done with it.

use super::delete::delete_details;
use super::pause::finish;
use super::save_button;
use crate::after::{Delivery, Submission};
use crate::model::Message;
use crate::session::Session;
use crate::words::{self, headings, submitted};
use study::{Organiser, Settings};
use ui::control::button::{CopyButton, share_button};
use ui::markup::{all, callout, changing, element, heading, link, paragraph, subheading, text};
use yew::prelude::*;

/// The submission, and whether contact details can be left or are there to be deleted.
pub(super) fn screen(
    session: &Session,
    submission: &Submission,
    offers_contact: bool,
    has_details: bool,
    send: &Callback<Message>,
) -> Html {
    let settings = session.settings();
    let own_device = !session.is_shared();
    let is_for_hand = submission.is_for_hand(session);
    // One button stands out: what is left to be done, where anything is.
    let class = match is_for_hand || !own_device {
        true => "nhsuk-button nhsuk-button--secondary",
        false => "nhsuk-button",
    };
    let compare = || link(class, "#/comparison", text(submitted::COMPARE));
    let contact = || {
        all([
            subheading(submitted::CONTACT_HEADING),
            paragraph(submitted::CONTACT_OFFER),
            element("p", "", link("", "#/contact", text(submitted::CONTACT))),
        ])
    };
    let copy = submission.answers().filter(|_| own_device).map(|answers| {
        let words = match (submission.is_sealed(), submission.is_kept) {
            (false, _) => hand_over(settings.organiser.as_ref()),
            (true, true) => paragraph(submitted::COPY_IS_HERE),
            (true, false) => paragraph(submitted::KEEP_A_COPY),
        };
        all([
            subheading(submitted::KEEP_HEADING),
            words,
            save_button(words::SAVE_ANSWERS, answers.text.clone()),
        ])
    });
    let some = |condition: bool, part: &dyn Fn() -> Html| condition.then(part).unwrap_or_default();
    all([
        heading(headings::done_heading(submission, session)),
        where_they_are(submission, session),
        some(is_for_hand, &|| hand_on(submission, settings)),
        submission.code().map(|code| receipt(code, settings)).unwrap_or_default(),
        some(submission.answers().is_some(), &compare),
        copy.unwrap_or_default(),
        some(offers_contact, &contact),
        some(own_device && submission.is_kept, &|| delete(submission, has_details)),
        some(!own_device, &|| finish(send)),
    ])
}

/// It is heard where it changes by itself.
fn where_they_are(submission: &Submission, session: &Session) -> Html {
    match submitted::where_they_are(submission, session) {
        Some(words) if submission.delivery.is_some() => html! { <p role="status">{ changing(words) }</p> },
        Some(words) => paragraph(words),
        None => callout(submitted::NOT_KEPT, paragraph(submitted::SAVE_THEM_NOW)),
    }
}

/// The code by which a record can be withdrawn: nobody else knows it, and it is shown here alone.
fn receipt(code: &str, settings: &Settings) -> Html {
    let how = submitted::withdrawal(settings.organiser.as_ref(), settings.withdraw_until.as_deref());
    all([
        subheading(submitted::CODE),
        element("p", "app-code", text(code.to_owned())),
        paragraph(how),
        html! { <CopyButton label={submitted::COPY_CODE} text={code.to_owned()} /> },
    ])
}

/// The sealed record for the organiser, by whatever the person's device can send.
fn hand_on(submission: &Submission, settings: &Settings) -> Html {
    let Some(sealed) = submission.sealed() else { return Html::default() };
    let email = settings.organiser.as_ref().map(|Organiser { email, .. }| {
        let [before, words, after] = submitted::BY_EMAIL.map(text);
        let address = format!("mailto:{email}?subject={}", submitted::SUBJECT.replace(' ', "%20"));
        element("p", "", all([before, link("", address, words), after]))
    });
    all([
        subheading(submitted::SEND_HEADING),
        paragraph(submitted::send_them(settings.organiser.as_ref())),
        share_button(submitted::SEND, "hiquality-locked-answers.txt", sealed.to_owned()),
        email.unwrap_or_default(),
        paragraph(submitted::SENT),
    ])
}

fn delete(submission: &Submission, has_details: bool) -> Html {
    let is_delivered = submission.delivery == Some(Delivery::Delivered);
    let offer = if is_delivered { submitted::DELETE_COPY_OFFER } else { submitted::DELETE_OFFER };
    all([
        subheading(submitted::DELETE_HEADING),
        paragraph(offer),
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
