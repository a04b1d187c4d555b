//! Before an interview: the information sheet, the statements of consent, and the ways out.

/// How long it takes: in the information sheet.
pub(crate) fn minutes(minutes: u32) -> String {
    format!("About {minutes} minute{}.", if minutes == 1 { "" } else { "s" })
}

// Above the information sheet.
pub(crate) const SOMEONE_HAS_SUBMITTED: &str = "Someone has submitted answers on this device. If it was you:";
pub(crate) const SEE_COMPARISON: &str = "see how your answers compare";
pub(crate) const SAVE_OR_DELETE: &str = "save or delete your answers";
pub(crate) const SEE_OR_DELETE: &str = "see where your answers are, or delete them";

// The statements.
pub(crate) const STATEMENTS: &str = "Statements to agree to";
pub(crate) const AGREE_TO_EACH: &str = "Agree to each statement to take part.";
pub(crate) const TICK_ALL: &str = "Tick every statement to take part";
pub(crate) const DECLINE: &str = "I do not consent";

/// What is said to someone who did not consent. Earlier answers may have stayed.
pub(crate) fn declined(is_shared: bool, has_failed: bool) -> &'static str {
    match has_failed {
        true => {
            "You did not consent. Earlier answers could not be deleted: clear this site's data in the browser's settings."
        }
        false if is_shared => "You did not consent, so the survey ends here and nothing is kept.",
        false => "You did not consent, so the survey ends here and nothing is kept. You can close this page.",
    }
}

pub(crate) const BACK_TO_INFORMATION: &str = "Back to the information";

// Another tab has the survey.
pub(crate) const USE_THIS_TAB: &str = "Use this tab instead";

/// That answers are given in one tab at a time.
pub(crate) fn elsewhere(is_shared: bool) -> &'static str {
    match is_shared {
        true => {
            "Answers can be given in one tab at a time, so that none is lost or counted twice. Go on in the other \
             tab, or use this one: then what was answered there is locked for the study team, and the survey starts \
             afresh here."
        }
        false => {
            "Answers can be given in one tab at a time, so that none is lost or counted twice. Go on in the other \
             tab, or use this one: the answers come with you."
        }
    }
}
