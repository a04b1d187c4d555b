//! That another tab has the survey open.

use super::button;
use crate::before;
use crate::model::{Message, View};
use crate::words::{consent, headings};
use ui::control::button::Kind;
use ui::markup::{all, heading, paragraph};
use yew::prelude::*;

pub(super) fn screen(is_shared: bool, send: &Callback<Message>) -> Html {
    all([
        heading(headings::fixed_heading(View::Elsewhere, false)),
        paragraph(consent::elsewhere(is_shared)),
        button(consent::USE_THIS_TAB, Kind::Primary, Message::Before(before::Message::TookOver), send),
    ])
}
