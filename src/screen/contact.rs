//! The form for being contacted. It knows nothing of the answers.

use super::Said;
use super::delete::delete_details;
use super::page::{Form, questions};
use super::pause::finish;
use crate::after::{self, ContactForm};
use crate::model::Message;
use crate::session::Session;
use crate::words::{self, headings, submitted};
use engine::instrument::Instrument;
use engine::routing::RoutingPath;
use ui::control::button::file_button;
use ui::markup::{all, heading, link, paragraph, text};
use yew::prelude::*;

/// The form, what is said to be wrong with it, and what becomes of it.
pub(super) fn screen(
    session: &Session,
    form: &Instrument,
    contact: &ContactForm,
    said: Said,
    is_keeping: bool,
    send: &Callback<Message>,
) -> Html {
    let path = RoutingPath::of(form, &contact.response);
    let say = send.reform(|(item, change)| Message::After(after::Message::Said(item, change)));
    let kind = if session.is_shared() { Form::SharedContact } else { Form::Contact };
    let page = |page: usize| questions(&path, &form.items()[page].id, &said, kind, &say);
    let pages = path.pages().into_iter().map(page).collect();
    let label = if is_keeping { words::ONE_MOMENT } else { submitted::KEEP_DETAILS };
    let leave = send.reform(|()| Message::After(after::Message::ContactLeft));
    all([
        back(),
        said.summary,
        heading(headings::contact_heading(form, contact)),
        paragraph(submitted::CONTACT_IS_SEPARATE),
        super::form(session, label, pages, leave),
    ])
}

/// The confirmation that they are kept.
pub(super) fn kept(
    session: &Session,
    form: &Instrument,
    contact: &ContactForm,
    has_details: bool,
    send: &Callback<Message>,
) -> Html {
    let heading = heading(headings::contact_heading(form, contact));
    let delete = delete_details(has_details).unwrap_or_default();
    if !session.settings().recipients.is_empty() {
        let finish = if session.is_shared() { finish(send) } else { Html::default() };
        let where_they_are = match session.delivers_details() {
            true => submitted::DETAILS_ARE_SENT,
            false => submitted::DETAILS_ARE_LOCKED,
        };
        return all([back(), heading, paragraph(where_they_are), finish, delete]);
    }
    let name = "hiquality-contact.json";
    let save = file_button(submitted::SAVE_DETAILS, name, "application/fhir+json", contact.text(form));
    all([back(), heading, paragraph(submitted::DETAILS_ARE_HERE), save, delete])
}

fn back() -> Html {
    link("nhsuk-back-link", "#/done", text(words::BACK))
}
