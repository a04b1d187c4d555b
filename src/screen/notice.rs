//! What a person is told above whatever they see.

use super::save_button;
use crate::context::Notice;
use crate::words;
use engine::record::Lost;
use storage::database::StorageError;
use ui::markup::{all, bullets, callout, element, inset, link, paragraph, text};
use yew::prelude::*;

/// A standing warning while answers are not kept, with the record so far to save.
pub(super) fn trouble(trouble: &StorageError, is_shared: bool, record: Option<String>) -> Html {
    let (heading, what_it_means) = words::not_kept(trouble);
    if is_shared {
        let words =
            format!("It failed because {}. Tell the organiser before you go on.", words::reason(trouble));
        return callout(heading, paragraph(words));
    }
    let save = record.map(|record| save_button("Save my answers so far to a file", record));
    callout(heading, all([paragraph(what_it_means), save.unwrap_or_default()]))
}

/// What a person is told once. Where answers could not be submitted, the record is theirs to save.
pub(super) fn notice(notice: &Notice, is_shared: bool, record: impl FnOnce() -> Option<String>) -> Html {
    if let (Notice::NotSubmitted(why), true) = (notice, is_shared) {
        let words = format!("It failed because {}. Try again, or tell the organiser.", words::reason(why));
        return callout("Your answers are not submitted", paragraph(words));
    }
    if let Notice::NotSubmitted(why) = notice {
        let what_to_do =
            format!("It failed because {}. Try again, or save them to a file.", words::reason(why));
        let save =
            record().map(|record| save_button("Save my answers to a file", record)).unwrap_or_default();
        return callout("Your answers are not submitted", all([paragraph(what_to_do), save]));
    }
    inset(match notice {
        Notice::Resumed => paragraph(
            "Welcome back. Your answers were kept on this device, and you can go on where you left off.",
        ),
        Notice::ConsentAgain => all([
            paragraph(
                "The information about the survey has changed since you agreed. Your answers are still here. Please \
                 read the information and agree again to go on.",
            ),
            element("p", "", link("", "#/", text("Read the information"))),
        ]),
        Notice::Lost(lost) => all([
            paragraph(
                "Welcome back. The questions have changed since you were here. These answers no longer fit, and are \
                 not kept:",
            ),
            bullets(lost.iter().map(|Lost { question, answer }| text(format!("{question} – {answer}")))),
        ]),
        Notice::Damaged(kept) => all([
            paragraph(
                "There are answers on this device, but they can't be read. You can save them to a file for the \
                 organiser. When you start, new answers take their place.",
            ),
            save_button("Save what was kept", kept.clone()),
        ]),
        Notice::NotDone(why) => {
            paragraph(format!("That could not be done, because {}. Try again.", words::reason(why)))
        }
        Notice::Outdated => paragraph(
            "The newest version of the survey can't be used. This is the version before it, and you can take part.",
        ),
        Notice::NotSubmitted(_) => Html::default(),
    })
}
