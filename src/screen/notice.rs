//! What a person is told above whatever they see.

use super::save_button;
use crate::context::Notice;
use crate::words::{SAVE_ANSWERS, trouble as words};
use engine::record::Lost;
use storage::database::StorageError;
use ui::markup::{all, bullets, callout, element, inset, link, paragraph, text};
use yew::prelude::*;

/// A standing warning while answers are not kept, with the record so far to save.
pub(super) fn trouble(trouble: &StorageError, is_shared: bool, record: Option<String>) -> Html {
    let (heading, what_it_means) = words::not_kept(trouble);
    if is_shared {
        return callout(heading, paragraph(words::tell_the_organiser(trouble)));
    }
    let save = record.map(|record| save_button(words::SAVE_SO_FAR, record));
    callout(heading, all([paragraph(what_it_means), save.unwrap_or_default()]))
}

/// What a person is told once. Where answers could not be submitted, the record is theirs to save.
pub(super) fn notice(notice: &Notice, is_shared: bool, record: impl FnOnce() -> Option<String>) -> Html {
    if let Notice::NotSubmitted(why) = notice {
        let what_to_do = paragraph(words::not_submitted(why, is_shared));
        let record = if is_shared { None } else { record() };
        let save = record.map(|record| save_button(SAVE_ANSWERS, record));
        return callout(words::NOT_SUBMITTED, all([what_to_do, save.unwrap_or_default()]));
    }
    inset(match notice {
        Notice::Resumed => paragraph(words::RESUMED),
        Notice::ConsentAgain => all([
            paragraph(words::CONSENT_AGAIN),
            element("p", "", link("", "#/", text(words::READ_INFORMATION))),
        ]),
        Notice::Lost(lost) => all([
            paragraph(words::LOST),
            bullets(lost.iter().map(|Lost { question, answer }| text(format!("{question} – {answer}")))),
        ]),
        Notice::Damaged(kept) => {
            all([paragraph(words::DAMAGED), save_button(words::SAVE_WHAT_WAS_KEPT, kept.clone())])
        }
        Notice::NotDone(why) => paragraph(words::not_done(why)),
        Notice::Outdated => paragraph(words::OUTDATED),
        Notice::NotSubmitted(_) => Html::default(),
    })
}
