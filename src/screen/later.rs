//! That somebody stops for now, and how they go on.

use crate::model::View;
use crate::words::{headings, question};
use browser::history;
use ui::control::button::{Kind, button_that};
use ui::markup::{all, heading, paragraph};
use yew::prelude::*;

/// Where answers are not kept, it says nothing of them: that is said above.
pub(super) fn screen(is_kept: bool) -> Html {
    let kept = is_kept.then(|| paragraph(question::KEPT_HERE));
    all([
        heading(headings::fixed_heading(View::Later, false)),
        kept.unwrap_or_default(),
        button_that(question::GO_BACK, Kind::Secondary, Callback::from(|_| history::back())),
    ])
}
