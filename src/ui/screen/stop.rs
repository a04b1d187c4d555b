//! The question whether to stop and delete.

use super::button;
use crate::browser::history;
use crate::ui::control::button::{Kind, button_that};
use crate::ui::during;
use crate::ui::markup::{all, element, heading, paragraph};
use crate::ui::model::{Message, View};
use crate::ui::words;
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
