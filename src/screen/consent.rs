//! The statements of consent, one tick each, below the information sheet.

use super::{Said, button, form};
use crate::before;
use crate::model::Message;
use crate::session::Session;
use crate::words::{CONTINUE, ONE_MOMENT, consent as words, headings};
use engine::consent;
use engine::instrument::{Item, ItemId, ResponseDomain};
use engine::text::is_blank;
use std::collections::HashSet;
use ui::control::button::Kind;
use ui::control::statement::tick_box;
use ui::markup::{all, element, error, paragraph, text};
use yew::prelude::*;

/// The id of what is said to be wrong.
const ERROR: &str = "consent-error";

/// Where Start leads.
pub const PLACE: &str = "/consent";

/// What is ticked, what is said of that, and whether the draft is being claimed.
pub(super) fn screen(
    session: &Session,
    ticked: &HashSet<ItemId>,
    said: Said,
    is_claiming: bool,
    send: &Callback<Message>,
) -> Html {
    let instrument = &session.instrument;
    let tell = send.reform(Message::Before);
    let tick = tell.reform(|(id, ticked): (ItemId, bool)| before::Message::Ticked(id, ticked));
    let shown = |(_, item): (usize, &Item)| match item.domain {
        ResponseDomain::Group | ResponseDomain::Display if is_blank(&item.wording()) => Html::default(),
        ResponseDomain::Group | ResponseDomain::Display => paragraph(item.wording()),
        _ => tick_box(&item.id, &item.wording(), ticked.contains(&item.id), None, &tick),
    };
    // All that stands in the group; its own wording is what this page is.
    let within =
        instrument.items().iter().enumerate().filter(|(at, item)| {
            item.id.as_str() != consent::GROUP && consent::is_statement(instrument, *at)
        });
    let boxes = within.map(shown).collect();
    let described = (!said.errors.is_empty()).then_some(ERROR);
    let (class, error) = match described {
        None => ("nhsuk-form-group", Html::default()),
        Some(_) => {
            ("nhsuk-form-group nhsuk-form-group--error", error(Some(ERROR.to_owned()), words::TICK_ALL))
        }
    };
    let legend = element("legend", "nhsuk-fieldset__legend nhsuk-u-visually-hidden", text(words::STATEMENTS));
    let boxes = element("div", "nhsuk-checkboxes", boxes);
    let fieldset = html! {
        <fieldset class="nhsuk-fieldset" aria-describedby={described} translate="no">{ legend }{ error }{ boxes }</fieldset>
    };
    let on = if is_claiming { ONE_MOMENT } else { CONTINUE };
    all([
        said.summary,
        html! { <h2 class="nhsuk-heading-l" id={PLACE} tabindex="-1">{ headings::CONSENT }</h2> },
        paragraph(words::AGREE_TO_EACH),
        form(session, on, element("div", class, fieldset), tell.reform(|()| before::Message::Agreed)),
        button(words::DECLINE, Kind::Secondary, Message::Before(before::Message::Declined), send),
    ])
}
