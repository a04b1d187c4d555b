//! After submitting: where the answers are, the form for being contacted, and what is deleted.

use crate::after::{Delivery, Submission};
use crate::model::View;
use crate::session::Session;
use browser::delivery::Undelivered;
use study::Organiser;
use ui::format;

/// Where the answers are that were submitted, and what becomes of them: nothing else on the page says otherwise. Where the
/// page alone has them, in the clear, there is [`SAVE_THEM_NOW`] instead.
pub(crate) fn where_they_are(submission: &Submission, session: &Session) -> Option<String> {
    let own_device = !session.is_shared();
    if let Some(delivery) = submission.delivery {
        return Some(where_delivered(delivery, own_device));
    }
    let words = match (submission.is_kept, submission.is_sealed()) {
        (false, false) => return None,
        (false, true) => {
            "This browser does not let the page store anything, so your answers are on this page only: when you close or \
             reload it they are lost."
        }
        (true, true) if !own_device => {
            "Your answers are locked on this device. Only the study team can open them, after the event."
        }
        (true, true) => {
            "Your answers are on this device only, in this browser, and locked: only the study team can open them, once \
             they have them. No one has received them yet."
        }
        (true, false) => {
            "Your answers are on this device only, in this browser. No one else has received them."
        }
    };
    Some(words.to_owned())
}

/// Where answers are that go to the study team by themselves.
fn where_delivered(delivery: Delivery, own_device: bool) -> String {
    let here = "Your answers are locked on this device";
    let again = match own_device {
        true => "It is tried again while this page is open, and whenever you open it.",
        false => "It is tried again as long as the survey is open here.",
    };
    match delivery {
        Delivery::Underway => format!("{here} and on their way to the study team, who alone can open them."),
        Delivery::Delivered => "Your answers are with the study team, who alone can open them.".to_owned(),
        Delivery::Waits(Undelivered::Unreached | Undelivered::Busy) => {
            let later = match own_device {
                true => {
                    " You can close this page, and open it again later: then they are sent. Do so within a week, as some \
                     browsers, Safari among them, delete what a page keeps after seven days without a visit."
                }
                false => " Only the study team can open them.",
            };
            format!("{here}, and will be sent when there is a connection.{later}")
        }
        Delivery::Waits(Undelivered::WebPage) => format!(
            "The study team's storage did not take your answers: a web page came in the place of its answer. If this \
             network wants you to sign in, do so. {again} {here}."
        ),
        Delivery::Waits(Undelivered::Refused(status)) => format!(
            "The study team's storage did not take your answers: it answered {status}. {again} {here}."
        ),
        Delivery::Waits(Undelivered::Failed) => {
            format!("This browser could not get at your answers to send them. {again} {here}.")
        }
    }
}

pub(crate) const NOT_KEPT: &str = "Your answers are not kept";
pub(crate) const SAVE_THEM_NOW: &str = "This browser does not let the page store anything. Your answers are on this page only: when you close or reload it \
     they are lost. Save them to a file now.";

pub(crate) const CODE: &str = "Your withdrawal code";
pub(crate) const COPY_CODE: &str = "Copy the code";

/// What the code is for, and until when.
pub(crate) fn withdrawal(organiser: Option<&Organiser>, until: Option<&str>) -> String {
    let until = until.map(format::date).unwrap_or_default();
    let organiser = organiser.map(|Organiser { email, .. }| format!(" ({email})")).unwrap_or_default();
    format!(
        "Copy this code, write it down or take a photo of it. It is shown only now. If you want your answers deleted later, \
         give it to the study team{organiser} by {until}. After the results are published, your answers can't be taken out of \
         them."
    )
}

pub(crate) const SEND_HEADING: &str = "Send your answers";
pub(crate) const SEND: &str = "Send my locked answers";

/// To whom the locked answers are sent.
pub(crate) fn send_them(organiser: Option<&Organiser>) -> String {
    let to = organiser.map(|Organiser { name, email }| format!(" to {name} ({email})")).unwrap_or_default();
    format!("Send your locked answers{to}, by email or any app. Nobody else can open them on the way.")
}

/// Where no app takes the file: the way by email. Before and behind the link.
pub(crate) const BY_EMAIL: [&str; 3] =
    ["If your device saves the file instead, ", "write an email", " and attach it."];
pub(crate) const SUBJECT: &str = "My answers to the HiQUALITY survey";
pub(crate) const SENT: &str = "Sent? Then you are done. An email shows the study team whom it is from; your answers do not say who you are.";

pub(crate) const COMPARE: &str = "See how your answers compare";

pub(crate) const KEEP_HEADING: &str = "Keep your answers";
pub(crate) const KEEP_A_COPY: &str = "You can save a copy of your answers for yourself. Anyone can read it.";
pub(crate) const COPY_IS_HERE: &str = "This browser keeps a copy of your answers that anyone at this device can read, so that you can come back to the \
     comparison. It stays until you delete it. You can save it as a file, too.";
pub(crate) const KEEP_OR_GIVE: &str =
    "You can save your answers to a file. It is yours to keep or to give to the people who run the study.";

/// How to hand over answers that are not locked. The address follows.
pub(crate) fn hand_over(name: &str) -> String {
    format!("To give your answers to {name}, save them to a file and send it to ")
}

// The form for being contacted.
pub(crate) const CONTACT_HEADING: &str = "May we contact you?";
pub(crate) const CONTACT_OFFER: &str =
    "You can leave your name and email address on a form of its own. Nothing in it links it to your answers.";
pub(crate) const CONTACT: &str = "Leave my contact details";
pub(crate) const CONTACT_IS_SEPARATE: &str =
    "This is separate from your answers. Leave this page if you do not want to be contacted.";
pub(crate) const KEEP_DETAILS: &str = "Keep my contact details";
pub(crate) const DETAILS_ARE_LOCKED: &str = "Thank you. Your contact details are on this device, locked for the study team and apart from your answers. Nothing \
     in them links the two.";
pub(crate) const DETAILS_ARE_SENT: &str = "Thank you. Your contact details are on this device, locked for the study team and apart from your answers. They are \
     sent by themselves, some minutes from now or when you open this page again, so that no moment links them to your \
     answers.";
pub(crate) const DETAILS_ARE_HERE: &str = "Thank you. Your contact details are on this device, apart from your answers. Nothing in them links the two. Save \
     them to a file of their own to hand them over.";
pub(crate) const SAVE_DETAILS: &str = "Save my contact details";

// Deleting.
pub(crate) const DELETE_HEADING: &str = "Delete your answers";
pub(crate) const DELETE_OFFER: &str =
    "You can delete your answers from this device. A file that you have saved stays where you saved it.";
pub(crate) const DELETE_COPY_OFFER: &str = "You can delete the copy of your answers that this browser keeps. To have the study team delete theirs, give them your \
     withdrawal code.";
pub(crate) const DELETE: &str = "Delete my answers from this device";
/// What is deleted, and what is not.
pub(crate) fn delete_record(delivery: Option<Delivery>) -> &'static str {
    match delivery {
        None => DELETE_RECORD,
        Some(Delivery::Delivered) => {
            "The copy of your answers in this browser is deleted. This can't be undone. The study team has your answers \
             all the same: to have them deleted there, give them your withdrawal code."
        }
        Some(_) => {
            "The answers that you submitted are deleted from this device, and not sent any more, unless they are on their \
             way just now. This can't be undone. A file that you have saved stays where it is."
        }
    }
}

const DELETE_RECORD: &str = "The answers that you submitted are deleted from this device. This can't be undone. A file that you have saved, and \
     what you have sent, stay where they are.";
pub(crate) const KEEP_ANSWERS: &str = "Keep my answers";
pub(crate) const DELETE_DETAILS: &str = "All contact details that were left in this browser are deleted from this device. This can't be undone. A file that \
     you have saved stays where it is.";
pub(crate) const DELETE_MY_DETAILS: &str = "Delete my contact details";
pub(crate) const DELETE_DETAILS_HERE: &str = "Delete my contact details from this device";

/// What has become of what was deleted.
pub(crate) fn deleted(view: View, is_deleting: bool, has_failed: bool, is_shared: bool) -> &'static str {
    match view {
        _ if is_deleting => "One moment.",
        _ if has_failed => {
            "They are still in this browser. Close the survey in other tabs and try again, or clear this site's data \
             in the browser's settings."
        }
        View::RecordDeleted => "The answers that were submitted last are deleted from this browser.",
        View::DetailsDeleted => "None of your contact details is left in this browser.",
        _ if is_shared => "None of these answers is left on this device.",
        _ => "None of these answers is left in this browser. You can close this page.",
    }
}
