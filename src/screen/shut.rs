//! That no interview may begin on this day, in the place of the statements.

use super::{STATEMENTS, button};
use crate::before;
use crate::model::Message;
use crate::words::{self, shut};
use study::Standing;
use ui::control::button::Kind;
use ui::markup::{all, paragraph};
use yew::prelude::*;

/// Where something unfinished is left that can't be finished, it can be deleted.
pub(super) fn screen(standing: &Standing, has_draft: bool, send: &Callback<Message>) -> Html {
    let draft = || {
        let delete = Message::Before(before::Message::Discarded);
        all([paragraph(shut::UNFINISHED), button(words::DELETE_ANSWERS, Kind::Secondary, delete, send)])
    };
    all([
        html! { <h2 class="nhsuk-heading-l" id={STATEMENTS} tabindex="-1">{ shut::heading(standing) }</h2> },
        paragraph(shut::line(standing)),
        has_draft.then(draft).unwrap_or_default(),
    ])
}
