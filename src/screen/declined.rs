//! Thanks to someone who did not consent.

use super::deleted::back_to_the_information;
use crate::model::View;
use crate::words::{consent, headings};
use ui::markup::{all, heading, paragraph};
use yew::prelude::*;

/// What is said depends on whether answers of before could be deleted.
pub(super) fn screen(is_shared: bool, has_failed: bool) -> Html {
    all([
        heading(headings::fixed_heading(View::Declined, false)),
        paragraph(consent::declined(is_shared, has_failed)),
        back_to_the_information(is_shared),
    ])
}
