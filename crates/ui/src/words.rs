//! What the survey page and the organiser's pages both say, and the words of the controls and of the comparison's tables.
//! What a comparison says of somebody's answers is in `comparison/sentences.rs`.

use crate::format::{characters, either, in_words};
use analysis::disclosure::{LEAST, STEP};
use engine::identifying::Identifying;

/// The name of the service, at the end of every title.
pub const SERVICE: &str = "HiQUALITY survey";

/// Why the app does not run on an unsafe connection.
pub const INSECURE: &str = "This page was loaded over plain HTTP. Browsers then switch off the safe storage and the \
    cryptography that the survey needs. Ask whoever sent you here for an address that starts with https://.";

/// That the page was cut short on its way here. `sw.js` has the same words.
pub const NOT_WHOLE: &str = "index.html: It is not whole. It needs the information sheet, which is the element with the id \
    'information', and as its last line before </body> this mark: <div id=\"end-of-page\" hidden></div>. If the file was \
    cut short on its way to the host, upload it again. If one of the two was deleted, put it back.";

/// That event mode can't go on.
pub const EVENT_WITHOUT_KEYS: &str = "Event mode is on, but study/settings.json names no recipients any more, so nothing \
    could be sealed. Tell the organiser: put the public keys back, or leave event mode at #/ready.";

/// That a browser keeps nothing.
pub const NO_STORAGE: &str = "This browser does not let the page store anything, as in some private windows or where \
    cookies are blocked.";

/// That a device is full.
pub const NO_SPACE: &str = "There is no space left on this device.";

/// That a file of the page could not be had.
pub fn file_missing(name: &str, why: &str) -> String {
    format!("{name}: It could not be loaded ({why}). Check the connection and load the page again.")
}

// What is heard before something that is wrong.
pub(crate) const PROBLEM: &str = "There is a problem";
pub(crate) const IMPORTANT: &str = "Important: ";
pub(crate) const ERROR: &str = "Error: ";

// The controls.
pub(crate) const YES: &str = "Yes";
pub(crate) const NO: &str = "No";
pub(crate) const AGREE: &str = "I agree";
/// Before an option that goes with no other.
pub(crate) const OR: &str = "or";
/// In a list that opens, where nothing is chosen.
pub(crate) const CHOOSE: &str = "Choose from the list";
pub(crate) const SOMETHING_ELSE: &str = "Something else";
pub(crate) const OWN_ANSWER: &str = "Your own answer";
/// What the check shows of a date that was begun and not ended.
pub(crate) const UNFINISHED_DATE: &str = "unfinished date";
pub(crate) const CLEAR: &str = "Clear my answer";

/// How many characters are left of so many, or are too many.
pub(crate) fn characters_left(used: usize, max: usize, is_cut_off: bool) -> String {
    let message = match max.checked_sub(used) {
        Some(left) => characters(left, "left"),
        None => characters(used - max, "too many"),
    };
    let rest = if is_cut_off { ". What comes after these words is not kept." } else { "" };
    format!("You have {message}{rest}")
}

/// What a text seems to hold that shows who somebody is.
pub(crate) fn looks_like(found: &[Identifying]) -> String {
    let one = |kind: &Identifying| match kind {
        Identifying::NhsNumber => "an NHS number",
        Identifying::Email => "an email address",
        Identifying::Telephone => "a telephone number",
        Identifying::Postcode => "a postcode",
        Identifying::NationalInsurance => "a National Insurance number",
    };
    let found: Vec<String> = found.iter().map(|kind| one(kind).to_owned()).collect();
    let found = either(&found);
    format!(
        "This looks like {found}. Please take out anything that shows who a person is. You can still go on."
    )
}

// The comparison.
pub(crate) const PRINT: &str = "Print this page";
pub(crate) const SAVE_SUMMARY: &str = "Save this summary to a file";
pub(crate) const SOURCE: &str = "Where the figures come from";
pub(crate) const ANSWER: &str = "Answer";
pub(crate) const OWN: &str = "Your answer";
pub(crate) const NOT_PUBLISHED: &str = "not published";

/// With whose answers somebody's are compared.
pub(crate) fn beside(respondents: u32) -> String {
    format!(
        "Your answers are shown beside those of {respondents} respondents. People could leave questions out, so the \
         number who answered differs."
    )
}

/// What a table of the comparison shows, for those who hear it.
pub(crate) fn caption(title: &str) -> String {
    format!("{title}: percentages of people who answered")
}

// What was gathered on the device.
pub(crate) const GATHERED: &str = "Answers gathered on this device so far";
pub(crate) const PEOPLE: &str = "People";
pub(crate) const PERCENTAGE: &str = "Percentage";
pub(crate) const HIDDEN: &str = "hidden";

/// A number of people, where it may be shown.
pub(crate) fn people(figure: Option<u32>) -> String {
    figure.map_or_else(|| format!("fewer than {LEAST} people"), |figure| format!("{} people", about(figure)))
}

/// A figure that is rounded.
pub(crate) fn about(figure: u32) -> String {
    format!("about {figure}")
}

/// What a table of what was gathered shows, for those who hear it.
pub(crate) fn gathered_caption(title: &str) -> String {
    format!("{title}: on this device")
}

/// Of whom its percentages are.
pub(crate) fn gathered_base(people: &str) -> String {
    format!("Percentages of {people} who answered.")
}

/// Whose answers were gathered, and why what is shown of them is not exact.
pub(crate) fn gathered(people: &str) -> String {
    let least = in_words(LEAST as usize);
    format!(
        "These are the answers of {people} who took part on this device before you began. Yours are not among them. So \
         that nobody can be told apart, the answers of two people, drawn by lot, are left out. Figures are rounded to \
         {STEP}, and hidden where fewer than {least} people gave an answer, or all but fewer than {least}; some others \
         are hidden because they would give those away."
    )
}

/// Of a button that copies a text.
pub const COPIED: &str = "Copied.";
/// Where the browser refuses.
pub const NOT_COPIED: &str = "The browser did not copy it. Select it and copy it yourself.";
