//! Every message of the organiser's pages: what happened, then what to do.

use super::opening::{Opening, Report};
use super::passphrase::{SHORTEST, mark};
use super::route::Route;
use super::state::{Effect, Field, Making, Notice, State};
use crate::browser::store::StorageError;
use crate::browser::worker::Refused;
use crate::device::{LONGEST_LABEL, Unfit};
use crate::seal;
use crate::seal::quote::quote;
use crate::ui::format::{counted, duration, list};
use crate::ui::words::SERVICE;
use crate::worker::request::Content;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// The kind of a sealed text, as browsers name kinds.
pub const SEALED_TEXT: &str = "text/plain";
/// The file of opened records.
pub const RECORDS_FILE: &str = "hiquality-records.ndjson";
/// The file of opened contact details.
pub const CONTACTS_FILE: &str = "hiquality-contact-details.csv";
/// The most characters of a file's name that are shown, and the most lines on what is not right in one.
const LONGEST_FILE_NAME: usize = 80;
const MOST_TROUBLES: usize = 20;
/// Why event mode can't start: the study's files.
pub const BAR_DEFECTS: &str =
    "The study files have mistakes. They are listed under Readiness: correct them first.";
/// Why event mode can't start: nobody to seal to.
pub const BAR_NO_RECIPIENTS: &str = "There is no key to seal records to, so anyone with this device could read them. \
    Make a key at the desk and put the settings.json that it saves into the folder 'study'.";
/// Why event mode can't start: someone has not finished.
pub const BAR_UNFINISHED: &str = "Someone has begun the survey in this browser and not finished. Open the survey, and \
    finish it or press 'Stop and delete my answers'.";

/// What is asked for.
pub const ENTER_PIN: &str = "Enter the PIN";
/// A PIN that another tab tried.
pub const PIN_TRIED_ELSEWHERE: &str = "The PIN was tried in another tab meanwhile. Enter it again";
/// Why event mode was not started.
pub const ANSWERED_MEANWHILE: &str = "Something was answered in this browser meanwhile. See below.";
/// Why event mode was not started.
pub const ANSWERED_ELSEWHERE: &str = "Someone is answering the survey in another tab of this browser. Let them finish or \
    close that tab, and start event mode again.";
/// What a device is called whose name is lost.
pub const NAMELESS: &str = "Tablet";
/// Two PINs that differ.
pub const OTHER_PIN: &str = "Enter the same PIN again";
/// What is asked for.
pub const ENTER_PASSPHRASE: &str = "Enter the passphrase of the key file";
/// What is asked for.
pub const CHOOSE_PASSPHRASE: &str = "Enter a passphrase, or have one made";
/// A passphrase that is too short.
pub const SHORT_PASSPHRASE: &str = "Enter a passphrase of 12 characters or more";
/// Two passphrases that differ.
pub const OTHER_PASSPHRASE: &str = "Enter the same passphrase again";
/// What is asked for.
pub const ENTER_CHECK_CODE: &str = "Enter the check code that the desk shows";
/// What is asked for.
pub const ENTER_WITHDRAWAL_CODE: &str = "Enter the withdrawal code that the person was given";
/// What is asked for.
pub const ENTER_DATE: &str = "Enter the date until which people can have their record deleted";
/// A date that has passed.
pub const ENTER_LATER_DATE: &str =
    "Enter a date in the future: people are told that they can have their record deleted until then";
/// What is asked for.
pub const CHOOSE_KEY_FILE: &str = "Choose the key file";
/// What is asked for.
pub const CHOOSE_FILES: &str = "Choose one or more files";
/// A code that is none.
pub const MISTYPED_CODE: &str = "Check the code: it has a mistyped or missing character";
/// A check code of no export from here.
pub const UNKNOWN_CHECK_CODE: &str = "This code belongs to no export from this device. Compare the file's name, the \
    fingerprint and the number that the desk shows beside it with those on this page. If they are not the same, export \
    again, and take that file to the desk yourself";
/// A key file that is not the one that was just saved.
pub const OTHER_KEY: &str = "This file has another key. Choose the file that you saved just now";
/// A withdrawal code that did its work.
pub const WITHDRAWN_BEFORE: &str = "The record with this code was deleted from this desk on request before. There is nothing more to delete here";
/// Event mode is over.
pub const LEFT_EVENT: &str = "Event mode is off. Records stay on this device, sealed, until the desk has confirmed that \
    it has them.";
/// A passphrase was made.
pub const PASSPHRASE_MADE: &str = "A passphrase is made and stands below. Write it down now, and keep it apart from \
    the key file.";
/// The key is proven.
pub const PROVEN: &str = "The file and the passphrase work. You can use this key now.";
/// A key is at hand.
pub const UNLOCKED: &str = "The key is open on this page. It stays so until you lock it or close the page.";
/// No key is at hand.
pub const LOCKED: &str = "Every key is locked, and what was opened on this page is forgotten. Records that are kept \
    in this browser stay, sealed.";
/// A file was not gone through.
pub const STOPPED_FILE: &str = "You stopped before the end. Open this file again to get its check code.";
/// A file of another kind.
pub const NOT_HANDED_OVER: &str = "This is neither an export of a device nor a sealed record. Choose a file whose \
    name begins with hiquality, as the device or the person saved it.";
/// A file that is too large.
pub const TOO_LARGE: &str =
    "This file is larger than 1 GB, which no export is. Check that it is the right file.";
/// A sealed text without its end.
pub const CUT_SHORT: &str = "The end of this sealed record is missing. Ask for the file again.";
/// Something was stopped.
pub const CANCELLED: &str = "Stopped. Nothing was deleted. You can begin again at any time.";

/// The heading of a page.
pub fn heading(state: &State) -> &'static str {
    match state.route {
        _ if state.is_locked() => "Enter the PIN of this device",
        Route::Ready => "Is this device ready?",
        Route::Event => "Event mode",
        Route::Records => "Records on this device",
        Route::Desk => "The organiser's desk",
        Route::Keys => "Keys",
        Route::Opening => "Open what devices handed over",
        Route::Withdrawal => "Delete a record on request",
    }
}

/// The title of the window.
pub fn title(state: &State) -> String {
    let error = if state.complaints.is_empty() { "" } else { "Error: " };
    format!("{error}{} – {SERVICE}", heading(state))
}

/// What a link to a place says.
pub fn route(route: Route) -> &'static str {
    match route {
        Route::Ready => "Readiness",
        Route::Event => "Event mode",
        Route::Records => "Records",
        Route::Desk => "Overview",
        Route::Keys => "Keys",
        Route::Opening => "Open files",
        Route::Withdrawal => "Delete on request",
    }
}

/// What is going on while something is done; nothing where it takes no time.
pub fn busy(effect: &Effect) -> Option<&'static str> {
    Some(match effect {
        Effect::Look => "Looking at this device",
        Effect::CheckPin { .. } => "Checking the PIN. This takes a few seconds",
        Effect::Start(..) => "Starting event mode",
        Effect::Leave => "Leaving event mode",
        Effect::Test(_) => "Sealing and opening a test record",
        Effect::Export(Content::Records, _) => "Exporting records",
        Effect::Export(Content::ContactDetails, _) => "Exporting contact details",
        Effect::Confirm(_) => "Deleting what the desk has",
        Effect::DeleteDamaged(_) => "Deleting what is damaged",
        Effect::Make(_) => "Making a key. This takes a few seconds",
        Effect::Unlock(..) => "Opening the key file. This takes a few seconds",
        Effect::Open => "Opening files",
        Effect::OpenKept(_) => "Opening the records that are kept here",
        Effect::Withdraw(..) => "Deleting the record",
        _ => return None,
    })
}

/// `1 record`, `12 records`.
pub fn records(count: usize) -> String {
    counted(count, "record", "records")
}

/// `1 person's contact details`, `12 people's contact details`.
pub fn details(count: usize) -> String {
    counted(count, "person's contact details", "people's contact details")
}

/// What was exported of some content: `12 records`.
pub fn content(content: Content, count: usize) -> String {
    match content {
        Content::Records => records(count),
        Content::ContactDetails => details(count),
    }
}

/// The file of exported contact details, by the hash of its check code. It says nothing of the device, and yet an
/// organiser with the files of several can tell which code belongs to which.
pub fn contacts_parcel(check_hash: &str) -> String {
    format!("hiquality-contact-details-{}.zip", mark(check_hash))
}

/// That the next attempt at the PIN has to wait.
pub fn wait(seconds: u32) -> String {
    format!("Wait {} before you try again", duration(seconds))
}

/// That the PIN was wrong.
pub fn wrong_pin(seconds: u32) -> String {
    match seconds {
        0 => "That is not the PIN of this device. Check it and enter it again".to_owned(),
        seconds => format!("That is not the PIN of this device. {}", wait(seconds)),
    }
}

/// What is wrong with a device's name.
pub fn unfit_label(unfit: Unfit) -> String {
    match unfit {
        Unfit::Missing => "Enter a name for this device, like Tablet 1".to_owned(),
        Unfit::Characters => "Use letters, digits, spaces and hyphens in the name".to_owned(),
        Unfit::Length | Unfit::Guessable => format!("Enter a name of {LONGEST_LABEL} characters or fewer"),
    }
}

/// What is wrong with a new PIN.
pub fn unfit_pin(unfit: Unfit) -> String {
    match unfit {
        Unfit::Missing => "Enter a PIN",
        Unfit::Characters => "Use digits only in the PIN",
        Unfit::Length => "Enter a PIN of 6 to 12 digits",
        Unfit::Guessable => {
            "Choose a PIN that is harder to guess. Digits that repeat themselves or go up or down evenly, like 121212, \
             123456 or 112233, are among the first that people try"
        }
    }
    .to_owned()
}

/// How long a passphrase is to be.
pub fn passphrase_hint() -> String {
    format!(
        "At least {SHORTEST} characters. Several words that have nothing to do with each other are good. Nobody can \
         help if you forget it."
    )
}

/// That there is no storage.
pub fn no_storage(trouble: &StorageError) -> String {
    match trouble {
        StorageError::Blocked => "This browser does not let the page store anything, as in some private windows or where \
                             cookies are blocked. Use a normal window, or allow this site to store data in the \
                             browser's settings."
            .to_owned(),
        other => format!("The storage can't be used. {}", not_kept(other)),
    }
}

/// Why something was not kept, and what to do.
pub fn not_kept(trouble: &StorageError) -> String {
    match trouble {
        StorageError::Blocked => no_storage(trouble),
        StorageError::Full => {
            "There is no space left on this device. Delete what is not needed, such as photos or \
                          downloads, and try again."
                .to_owned()
        }
        StorageError::TakenOver => {
            "It was changed in another tab. Close the other tabs of this site, and try again.".to_owned()
        }
        StorageError::Failed(why) => format!(
            "The browser could not do it ({}). Load this page again, and try again.",
            why.trim_end_matches('.')
        ),
    }
}

/// Why the worker did not do something.
pub fn refused(refused: &Refused) -> String {
    match refused {
        Refused::Declined(words) => words.clone(),
        Refused::Stopped(why) => format!(
            "The part of the app that seals and opens has stopped or could not start ({}). Load this page again. If \
             that does not help, close other apps and tabs, or use an up-to-date browser.",
            why.trim_end_matches('.')
        ),
    }
}

/// That the browser refused something, and what to do.
pub fn browser_refused(refused: &crate::browser::Refused, what_to_do: &str) -> String {
    format!("The browser refused ({}). {what_to_do}", refused.0.trim_end_matches('.'))
}

/// That a chosen file can't be read.
pub fn unreadable(why: &crate::browser::Refused) -> String {
    let what_to_do = "It may have been moved or changed since you chose it, or be too large for this device. Choose \
                      it again, or use a device with more memory.";
    browser_refused(why, what_to_do)
}

/// Some of both: `2 records and 1 person's contact details`.
pub fn of_both(records: usize, details: usize) -> String {
    let both = [(records, self::records(records)), (details, self::details(details))];
    list(&both.into_iter().filter(|(count, _)| *count > 0).map(|(_, words)| words).collect::<Vec<_>>())
}

/// Why event mode can't start: records that anyone can read.
pub fn bar_unsealed(unsealed: usize, details: usize) -> String {
    let them = if unsealed + details == 1 { "it is" } else { "they are" };
    format!(
        "This browser holds {} from before there was a key, and {them} not sealed: anyone with this device could read \
         them. Save them from the survey's last page if they matter, then clear this site's data in the browser's \
         settings.",
        of_both(unsealed, details)
    )
}

/// Whether storage is lasting now.
pub fn persisted(lasting: bool) -> &'static str {
    match lasting {
        true => "The browser will not clear what is kept here by itself.",
        false => {
            "The browser said no. Add the app to the home screen, open it from there, and ask again. Until then \
             export often."
        }
    }
}

/// That something damaged was deleted.
pub fn damaged_deleted(count: usize) -> String {
    match count {
        0 => "Nothing was deleted, because what was damaged can be read now. Export it again.".to_owned(),
        1 => "What was damaged is deleted from this device.".to_owned(),
        count => format!("All {count} that were damaged are deleted from this device."),
    }
}

/// That a file was saved.
pub fn saved(name: &str) -> String {
    format!("{name} is among this device's downloads.")
}

/// How the test went.
pub fn tested(keys: &[String]) -> Notice {
    let prints: Vec<String> = keys.iter().map(|key| fingerprint(key)).collect();
    match prints.as_slice() {
        [] => Notice::Failed(
            "This key file has another key than those that records are sealed to, so it opened nothing. Choose the \
             file of a key in settings.json, or put this key's public key into it."
                .to_owned(),
        ),
        prints => Notice::Said(format!(
            "A test record was sealed on this device and opened with the key {}. Now take the key file off this \
             device: whoever has the device must not have the key.",
            list(prints)
        )),
    }
}

/// A fingerprint that two people can compare: the first twenty digits of the key's SHA-256.
pub fn fingerprint(key: &str) -> String {
    let hash = seal::sha256(key.trim().as_bytes());
    let groups: Vec<&str> = (0..20).step_by(4).filter_map(|at| hash.get(at..at + 4)).collect();
    groups.join(" ")
}

/// The file of a private key, by its public key.
pub fn key_name(public: &str) -> String {
    let print = fingerprint(public).replace(' ', "");
    format!("hiquality-key-{}.age", print.get(..8).unwrap_or(&print))
}

/// The line of `settings.json` with these keys.
pub fn settings_line(recipients: &[String]) -> String {
    let keys: Vec<String> = recipients.iter().map(|key| format!("\"{key}\"")).collect();
    format!("\"recipients\": [{}]", keys.join(", "))
}

/// The beginning of a record's name.
pub fn short(name: &str) -> String {
    name.get(..8).unwrap_or(name).to_owned()
}

/// What came of opening files, or the records that are kept.
pub fn opened(opening: &Opening) -> Notice {
    let reports = opening.of_this_run();
    let not_right = reports.iter().filter(|report| !troubles(report).is_empty()).count();
    let new: usize = reports.iter().map(|report| report.complete + report.broken_off).sum();
    match (reports, opening.closed_for.as_slice()) {
        ([], []) => Notice::Said(format!("{} open on this page.", is(opening.records.len()))),
        ([], closed @ [(name, why), ..]) => Notice::Failed(format!(
            "{} kept here could not be opened. The first is {}: {why}",
            records(closed.len()),
            short(name)
        )),
        (reports, _) => {
            let files = counted(reports.len(), "file", "files");
            let gone_through = if reports.len() == 1 { "was" } else { "were" };
            let warning = match (not_right, reports.len()) {
                (0, _) => "",
                (_, 1) => " Something in it is not right: see below.",
                (1, _) => " Something is not right in one of them: see below.",
                _ => " Something is not right in several of them: see below.",
            };
            Notice::Said(format!("{files} {gone_through} gone through: {} new.{warning}", is(new)))
        }
    }
}

/// `1 record is`, `12 records are`.
pub fn is(count: usize) -> String {
    format!("{} {}", records(count), if count == 1 { "is" } else { "are" })
}

/// Why what was opened is not kept at the desk, so that no device is told to delete it.
pub fn not_kept_at_desk(trouble: &StorageError) -> String {
    format!(
        "What was opened could not be kept in this browser, so there is no check code. {}",
        not_kept(trouble)
    )
}

/// That no record has this withdrawal code.
pub fn withdrawal_not_found(open: usize, closed: usize) -> String {
    match (open, closed) {
        (0, 0) => "No record is open here. Open the files from the devices first, then enter the code again"
            .to_owned(),
        (_, 0) => {
            "No record that is open here has this code. Check that the files from every device were opened. \
                   The person may still be waiting on a device that was not exported"
                .to_owned()
        }
        (_, closed) => format!(
            "No record that is open here has this code, but {} kept in this browser {} not open. Open them under \
             Open files, then enter the code again",
            records(closed),
            if closed == 1 { "is" } else { "are" }
        ),
    }
}

/// Numbers of exports: `1, 2 and 5 to 9`.
pub fn numbers(ranges: impl IntoIterator<Item = RangeInclusive<u32>>) -> String {
    let written = |range: RangeInclusive<u32>| match range.end() - range.start() {
        0 => vec![range.start().to_string()],
        1 => vec![range.start().to_string(), range.end().to_string()],
        _ => vec![format!("{} to {}", range.start(), range.end())],
    };
    list(&ranges.into_iter().flat_map(written).collect::<Vec<_>>())
}

/// Which exports of a device were opened here: `export 1`, `exports 1, 2 and 5 to 9`.
pub fn opened_exports(opened: &BTreeSet<u32>) -> String {
    let mut ranges: Vec<RangeInclusive<u32>> = Vec::new();
    for number in opened {
        match ranges.last_mut() {
            Some(range) if range.end().checked_add(1) == Some(*number) => *range = *range.start()..=*number,
            _ => ranges.push(*number..=*number),
        }
    }
    format!("{} {}", if opened.len() == 1 { "export" } else { "exports" }, numbers(ranges))
}

/// Which exports of a device were not opened here.
pub fn missing(label: &str, missing: &[RangeInclusive<u32>]) -> String {
    let one = matches!(missing, [range] if range.start() == range.end());
    format!(
        "{label}: {} {} {} not opened here. What {} held is in a later export too, unless it was confirmed from \
         another computer: look for {} there.",
        if one { "export" } else { "exports" },
        numbers(missing.iter().cloned()),
        if one { "was" } else { "were" },
        if one { "it" } else { "they" },
        if one { "that file" } else { "those files" },
    )
}

/// That a device is known by another key, and what to do before it gets a check code.
pub fn other_device(label: &str, key: &str, known: &[&str]) -> String {
    let known: Vec<String> = known.iter().map(|key| fingerprint(key)).collect();
    let prints = if known.len() == 1 { "the fingerprint" } else { "the fingerprints" };
    format!(
        "This file is from a device called '{label}' with the fingerprint {}. Here a device of this name is known with \
         {prints} {}. Two devices may have the same name, or this one's storage was cleared. Look at the device, under \
         Records: if it shows {0}, say so here, and its check code is shown. If no device of yours does, do not use \
         this file, and export again on the device.",
        fingerprint(key),
        list(&known)
    )
}

/// What a file is called, as it may be shown.
pub fn file(name: &str) -> String {
    quote(name, LONGEST_FILE_NAME)
}

/// What a report says of what is not right in a file.
pub fn troubles(report: &Report) -> Vec<String> {
    let mut troubles = Vec::new();
    if let Some(contents) = &report.contents {
        if !contents.damaged.is_empty() {
            let what = content(contents.content, contents.damaged.len());
            let was = if contents.damaged.len() == 1 { "was" } else { "were" };
            troubles.push(format!(
                "{what} {was} damaged on the device already and can't be opened. All others are not affected."
            ));
        }
        troubles.extend(contents.faults.iter().cloned());
    }
    troubles.extend(report.refused.iter().map(|(name, why)| format!("{}: {why}", short(name))));
    // A file may be wrong in as many places as it has texts.
    if troubles.len() > MOST_TROUBLES {
        let more = troubles.len() - MOST_TROUBLES;
        troubles.truncate(MOST_TROUBLES);
        troubles.push(format!("{more} more like these."));
    }
    if let Some(Err(why)) = &report.ended {
        troubles.push(why.clone());
    }
    troubles
}

/// What a field is labelled, for the links of a summary of errors. Kept here so that form and summary agree.
pub fn label(field: Field) -> &'static str {
    match field {
        Field::Pin => "PIN",
        Field::Label => "Name of this device",
        Field::NewPin => "New PIN",
        Field::PinAgain => "The same PIN again",
        Field::Snapshot => "Show people the answers gathered on this device",
        Field::Guided => "This device is held to this app",
        Field::TestKey | Field::KeyFile => "Key file",
        Field::SavedKey => "The key file that you saved",
        Field::TestPassphrase | Field::SavedPassphrase | Field::Passphrase => "Passphrase",
        Field::CheckCode => "Check code",
        Field::NewPassphrase => "New passphrase",
        Field::PassphraseAgain => "The same passphrase again",
        Field::Shown => "Show passphrases",
        Field::WithdrawUntil => "Until when can people have their record deleted?",
        Field::OtherKey => "A colleague's public key (optional)",
        Field::Files => "Files",
        Field::WithdrawalCode => "Withdrawal code",
    }
}

/// How far the making of a key has come, as a heading.
pub fn making(making: &Making) -> &'static str {
    match making {
        Making::Asking => "Make a key",
        Making::Made { saved: false, .. } => "Save the key file",
        Making::Made { saved: true, .. } => "Now open the file that you saved",
        Making::Proven(_) => "Your new key",
    }
}
