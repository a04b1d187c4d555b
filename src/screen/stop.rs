//! The question whether to stop and delete.

use super::button;
use crate::during;
use crate::model::{Message, View};
use crate::words::{self, headings, question};
use browser::history;
use ui::control::button::{Kind, button_that};
use ui::markup::{all, element, heading, paragraph};
use yew::prelude::*;

pub(super) fn screen(send: &Callback<Message>) -> Html {
    let buttons = all([
        button(words::DELETE_ANSWERS, Kind::Warning, Message::During(during::Message::Stopped), send),
        button_that(question::GO_BACK, Kind::Secondary, Callback::from(|_| history::back())),
    ]);
    all([
        heading(headings::fixed_heading(View::Stop, false)),
        paragraph(question::ALL_IS_DELETED),
        element("div", "app-buttons", buttons),
    ])
}
