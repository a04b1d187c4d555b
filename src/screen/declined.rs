//! Thanks to someone who did not consent.

use super::deleted::back_to_the_information;
use crate::model::View;
use crate::words;
use ui::markup::{all, heading, paragraph};
use yew::prelude::*;

/// What is said depends on whether answers of before could be deleted.
pub(super) fn screen(is_shared: bool, has_failed: bool) -> Html {
    all([
        heading(words::fixed_heading(View::Declined, false)),
        paragraph(match has_failed {
            true => {
                "You did not consent. Earlier answers could not be deleted: clear this site's data in the browser's settings."
            }
            false if is_shared => "You did not consent, so the survey ends here and nothing is kept.",
            false => {
                "You did not consent, so the survey ends here and nothing is kept. You can close this page."
            }
        }),
        back_to_the_information(is_shared),
    ])
}
