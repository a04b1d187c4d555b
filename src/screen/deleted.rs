//! The confirmation that something was deleted.

use super::delete::delete_details;
use crate::context::{Context, Notice};
use crate::effects::Effect;
use crate::model::View;
use crate::words;
use ui::markup::{all, changing, element, heading, link, text};
use yew::prelude::*;

/// What was deleted is the view.
pub(super) fn screen(context: &Context, view: View) -> Html {
    let deleting =
        matches!(context.effect, Some(Effect::DeleteDraft | Effect::DeleteRecord | Effect::DeleteDetails));
    let has_failed = matches!(context.notice, Some(Notice::NotDone(_)));
    let words = match view {
        _ if deleting => "One moment.",
        _ if has_failed => {
            "They are still in this browser. Close the survey in other tabs and try again, or clear this site's data \
             in the browser's settings."
        }
        View::RecordDeleted => "The answers that were submitted last are deleted from this browser.",
        View::DetailsDeleted => "None of your contact details is left in this browser.",
        _ if context.is_shared() => "None of these answers is left on this device.",
        _ => "None of these answers is left in this browser. You can close this page.",
    };
    let words = html! { <p role="status">{ changing(words) }</p> };
    let details = delete_details(context.has_details).filter(|_| !deleting).unwrap_or_default();
    let heading = heading(words::fixed_heading(view, has_failed));
    all([heading, words, details, back_to_the_information(context.is_shared())])
}

/// On a shared device it is the way on, for the next person.
pub(super) fn back_to_the_information(is_shared: bool) -> Html {
    let class = if is_shared { "nhsuk-button" } else { "" };
    element("p", "", link(class, "#/", text("Back to the information")))
}
