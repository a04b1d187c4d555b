//! Every screen of the app, for those who look at each.

use super::browser::Habits;
use super::revision::{self, LONG_WORD};
use super::site::Site;
use super::visitor::Visitor;
use serde_json::json;

/// The screens of someone who takes part, one after the other. At each they look, and are told where they are.
pub(crate) async fn from_the_door_to_the_end(look: impl AsyncFn(&Visitor, &str)) {
    let site = Site::as_built();
    let visitor = Visitor::of(&site).await;
    look(&visitor, "the sheet").await;
    visitor.clicks("#information a.nhsuk-button").await;
    visitor.is_at("/consent", "Do you agree to take part?").await;
    look(&visitor, "consent").await;
    visitor.presses("Continue").await;
    visitor.sees("There is a problem").await;
    look(&visitor, "consent with errors").await;
    visitor.ticks_every_statement().await;
    visitor.presses("Continue").await;

    visitor.is_asked("role").await;
    look(&visitor, "a choice").await;
    visitor.chooses("role", "gp-with-pcn").await;
    visitor.sees("Clear my answer").await;
    look(&visitor, "a choice made").await;
    visitor.goes_on().await;
    visitor.is_asked("importance").await;
    visitor.rates("importance", 9).await;
    look(&visitor, "a scale").await;
    visitor.skips_to_page("frequency").await;
    visitor.chooses("frequency", "often").await;
    visitor.goes_on().await;
    visitor.is_asked("strategies-page").await;
    visitor.chooses("strategies", "hubs").await;
    visitor.chooses("strategies", "other").await;
    visitor.writes("strategies-other-text", LONG_WORD).await;
    look(&visitor, "tick boxes with a text brought up").await;
    visitor.goes_on().await;
    visitor.is_asked("example").await;
    look(&visitor, "a text").await;
    visitor.writes("example", "Ask Ada, ada@example.org, 020 7946 0000. ").await;
    visitor.sees("This looks like an email address or a telephone number.").await;
    look(&visitor, "a text with a warning").await;
    visitor.writes("example", &LONG_WORD.repeat(20)).await;
    visitor.goes_on().await;
    visitor.sees("There is a problem").await;
    look(&visitor, "a text with an error").await;
    visitor.runs("const box = document.getElementById('example'); box.focus(); box.select()").await;
    visitor.writes("example", LONG_WORD).await;
    visitor.skips_to_page("barriers").await;
    for (item, code) in [("barriers-workforce", "workforce-other"), ("barriers-funding", "lack-of-funding")] {
        visitor.chooses(item, code).await;
    }
    look(&visitor, "five domains").await;
    visitor.goes_on().await;
    visitor.is_asked("enablers").await;
    visitor.presses("Stop and delete my answers").await;
    visitor.is_at("/stop", "Do you want to stop and delete your answers?").await;
    look(&visitor, "stopping").await;
    visitor.presses("Go back to the questions").await;
    visitor.is_asked("enablers").await;
    visitor.skips_to_check().await;
    look(&visitor, "the check").await;
    visitor.clicks("a[href='#/change/strategies-page']").await;
    visitor.is_asked_to_change("strategies-page").await;
    look(&visitor, "a change").await;
    visitor.goes_on().await;
    visitor.checks().await;
    visitor.submits().await;
    look(&visitor, "submitted").await;
    visitor.presses("See how your answers compare").await;
    visitor.is_at("/comparison", "How your answers compare").await;
    look(&visitor, "the comparison").await;
    visitor.presses("Back").await;
    visitor.is_at("/done", "Your answers are submitted").await;

    visitor.presses("Leave my contact details").await;
    visitor.is_at("/contact", "May we contact you?").await;
    look(&visitor, "contact").await;
    visitor.presses("Keep my contact details").await;
    visitor.sees("There is a problem").await;
    look(&visitor, "contact with errors").await;
    visitor.clicks("label[for='contact-consent']").await;
    visitor.writes("contact-name", LONG_WORD).await;
    visitor.writes("contact-email", &format!("{LONG_WORD}@example.org")).await;
    visitor.presses("Keep my contact details").await;
    visitor.is_at("/contact", "Your contact details are kept").await;
    look(&visitor, "contact details kept").await;
    visitor.loads("").await;
    visitor.sees("Someone has submitted answers on this device.").await;
    look(&visitor, "the sheet after submitting").await;
    visitor.presses("save or delete your answers").await;
    visitor.is_at("/done", "Your answers are submitted").await;
    visitor.presses("Delete my answers from this device").await;
    visitor.sees("The answers that were submitted last are deleted from this browser.").await;
    look(&visitor, "deleted").await;
    visitor.leaves().await;
}

/// The screens of those for whom something is not as usual.
pub(crate) async fn of_what_is_not_as_usual(look: impl AsyncFn(&Visitor, &str)) {
    let site = Site::of_an_organiser();
    let visitor = Visitor::of(&site).await;
    visitor.clicks("#information a.nhsuk-button").await;
    visitor.is_at("/consent", "Do you agree to take part?").await;
    visitor.presses("I do not consent").await;
    visitor.is_at("/declined", "Thank you for your time").await;
    look(&visitor, "declined").await;
    visitor.leaves().await;

    let visitor = revision::in_the_middle(&site).await;
    let [_, _] = visitor.opens_a_second_tab().await;
    visitor.loads("").await;
    visitor.sees("The survey is open in another tab").await;
    look(&visitor, "a second tab").await;
    visitor.presses("Use this tab instead").await;
    visitor.sees("Welcome back.").await;
    look(&visitor, "someone who is back").await;
    revision::shorten(&site);
    visitor.reloads().await;
    visitor.sees("These answers no longer fit, and are not kept:").await;
    look(&visitor, "answers that no longer fit").await;
    // The draft is of the new questions from the next answer on.
    visitor.chooses("gender", "female").await;
    visitor.has_kept("gender", &[json!("female")]).await;
    site.edit("index.html", |page| page.replace("24 questions.", "Some questions."));
    visitor.reloads().await;
    visitor.sees("The information about the survey has changed since you agreed.").await;
    look(&visitor, "consent again").await;
    visitor.leaves().await;

    site.edit("study/settings.json", |text| text.replace("null,", "null"));
    let visitor = Visitor::of(&site).await;
    visitor.sees("The questions can't be shown").await;
    look(&visitor, "a study that can't be shown").await;
    visitor.leaves().await;
}

/// The screens of those whose answers can't be kept.
pub(crate) async fn of_what_is_not_kept(look: impl AsyncFn(&Visitor, &str)) {
    let site = Site::as_built();
    let visitor = Visitor::with(Habits { blocks_storage: true, ..Habits::default() }, &site).await;
    visitor.sees("Your answers will not be kept").await;
    look(&visitor, "the sheet where storage is blocked").await;
    visitor.agrees().await;
    look(&visitor, "a question where storage is blocked").await;
    visitor.skips_to_check().await;
    visitor.presses("Submit my answers").await;
    visitor.is_at("/done", "Save your answers now").await;
    look(&visitor, "submitted where storage is blocked").await;
    visitor.leaves().await;

    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.has_space(Some(1)).await;
    visitor.loads("").await;
    visitor.agrees().await;
    visitor.sees("There is no space left on this device.").await;
    look(&visitor, "a question where the storage is full").await;
    visitor.leaves().await;
}
