//! That another tab has the survey open.

use super::button;
use crate::before;
use crate::model::{Message, View};
use crate::words;
use ui::control::button::Kind;
use ui::markup::{all, heading, paragraph};
use yew::prelude::*;

pub(super) fn screen(is_shared: bool, send: &Callback<Message>) -> Html {
    all([
        heading(words::fixed_heading(View::Elsewhere, false)),
        paragraph(if is_shared {
            "Answers can be given in one tab at a time, so that none is lost or counted twice. Go on in the other \
             tab, or use this one: then what was answered there is locked for the study team, and the survey starts \
             afresh here."
        } else {
            "Answers can be given in one tab at a time, so that none is lost or counted twice. Go on in the other \
             tab, or use this one: the answers come with you."
        }),
        button("Use this tab instead", Kind::Primary, Message::Before(before::Message::TookOver), send),
    ])
}
