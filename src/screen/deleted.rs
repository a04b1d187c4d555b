//! The confirmation that something was deleted.

use super::delete::delete_details;
use crate::context::{Context, Notice};
use crate::effects::Effect;
use crate::model::View;
use crate::words::{consent, headings, submitted};
use ui::markup::{all, changing, element, heading, link, text};
use yew::prelude::*;

/// What was deleted is the view.
pub(super) fn screen(context: &Context, view: View) -> Html {
    let deleting =
        matches!(context.effect, Some(Effect::DeleteDraft | Effect::DeleteRecord | Effect::DeleteDetails));
    let has_failed = matches!(context.notice, Some(Notice::NotDone(_)));
    let words = submitted::deleted(view, deleting, has_failed, context.is_shared());
    let words = html! { <p role="status">{ changing(words) }</p> };
    let details = delete_details(context.has_details).filter(|_| !deleting).unwrap_or_default();
    let heading = heading(headings::fixed_heading(view, has_failed));
    all([heading, words, details, back_to_the_information(context.is_shared())])
}

/// On a shared device it is the way on, for the next person.
pub(super) fn back_to_the_information(is_shared: bool) -> Html {
    let class = if is_shared { "nhsuk-button" } else { "" };
    element("p", "", link(class, "#/", text(consent::BACK_TO_INFORMATION)))
}
