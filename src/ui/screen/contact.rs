//! The form for being contacted. It knows nothing of the answers.

use super::ending::delete_details;
use super::page::{Form, questions};
use super::{Act, form, problem_summary, saying, shared};
use crate::survey::routing::RoutingPath;
use crate::ui::control::button::file_button;
use crate::ui::markup::{all, heading, link, paragraph, text};
use crate::ui::state::{Effect, Message, State};
use crate::ui::words;
use yew::prelude::*;

pub(super) fn screen(state: &State, act: &Act) -> Html {
    let instrument = &state.session.study.contact;
    let back = link("nhsuk-back-link", "#/done", text("Back"));
    let heading = heading(words::heading(state));
    if state.contact.kept {
        let delete = delete_details(state).unwrap_or_default();
        if !state.session.study.settings.recipients.is_empty() {
            let thanks = "Thank you. Your contact details are on this device, locked for the study team and apart from \
                          your answers. Nothing in them links the two.";
            let finish = if state.is_shared() { shared::finish(act) } else { Html::default() };
            return all([back, heading, paragraph(thanks), finish, delete]);
        }
        let thanks = "Thank you. Your contact details are on this device, apart from your answers. Nothing in them links the \
                      two. Save them to a file of their own to hand them over.";
        let name = "hiquality-contact.json";
        let save =
            file_button("Save my contact details", name, "application/fhir+json", state.contact_text());
        return all([back, heading, paragraph(thanks), save, delete]);
    }
    let path = RoutingPath::of(instrument, &state.contact.response);
    let problems = state.problems();
    let say = saying(act);
    let kind = if state.is_shared() { Form::SharedContact } else { Form::Contact };
    let page = |page: usize| questions(&path, &instrument.items()[page].id, &problems, kind, &say);
    let keeping = matches!(state.effect, Some(Effect::KeepContact(_)));
    let label = if keeping { "One moment" } else { "Keep my contact details" };
    all([
        back,
        problem_summary(instrument, &problems),
        heading,
        paragraph("This is separate from your answers. Leave this page if you do not want to be contacted."),
        form(
            state,
            label,
            path.pages().into_iter().map(page).collect(),
            act.reform(|()| Message::ContactLeft),
        ),
    ])
}
