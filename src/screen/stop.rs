//! The question whether to stop and delete.

use super::button;
use crate::during;
use crate::model::{Message, View};
use crate::words;
use browser::history;
use ui::control::button::{Kind, button_that};
use ui::markup::{all, element, heading, paragraph};
use yew::prelude::*;

pub(super) fn screen(send: &Callback<Message>) -> Html {
    let buttons = all([
        button("Delete my answers", Kind::Warning, Message::During(during::Message::Stopped), send),
        button_that("Go back to the questions", Kind::Secondary, Callback::from(|_| history::back())),
    ]);
    all([
        heading(words::fixed_heading(View::Stop, false)),
        paragraph("Everything you have answered so far is deleted from this device. This can't be undone."),
        element("div", "app-buttons", buttons),
    ])
}
