//! Someone's own device where the organiser has records sealed: what they see of it, send and delete.

use super::browser::Habits;
use super::kept::answers_in;
use super::keys::Keys;
use super::outside;
use super::patience;
use super::site::Site;
use super::visitor::Visitor;
use serde_json::{Value, json};

const LOCKED: &str = "Your answers are on this device only, in this browser, and locked: only the study team can open them, once they have them. No one has received them yet.";
const ONE_STEP: &str = "One step is left: send your answers";
const FILE: &str = "hiquality-locked-answers.txt";

async fn submits_something(visitor: &Visitor) {
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_page("frequency").await;
    visitor.chooses("frequency", "often").await;
    visitor.skips_to_check().await;
    visitor.presses("Submit my answers").await;
    visitor.waits_for("the confirmation", async || visitor.place().await == "/done").await;
}

/// Where the organiser wants people to send their records.
fn handed_over_to(keys: &Keys) -> Site {
    let site = Site::sealing_to(keys);
    site.settles(|settings| {
        settings["handOver"] = json!(true);
    });
    site
}

#[tokio::test]
async fn someone_submits_sees_the_code_once_and_the_comparison_until_they_delete_it() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.has_kept("role", &[json!("gp")]).await; // in the clear, so that they can go on
    visitor.reloads().await;
    visitor.is_asked("role").await;
    visitor.skips_to_page("frequency").await;
    visitor.chooses("frequency", "often").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor.sees(LOCKED).await;
    visitor.sees("Your withdrawal code").await;
    let code = visitor.runs("return document.querySelector('.app-code').innerText").await;
    let code = code.as_str().unwrap().to_owned();

    let kept = visitor.kept().await;
    assert_eq!(kept.draft(), None);
    let record = keys.record(&kept);
    assert_eq!(record["status"], "completed");
    assert_eq!(
        [&answers_in(&record)["role"], &answers_in(&record)["frequency"]],
        [&[json!("gp")], &[json!("often")]]
    );
    assert!(!kept.0.to_string().contains(&code) && kept.is_nowhere_else());

    visitor.presses("See how your answers compare").await;
    visitor.is_at("/comparison", "How your answers compare").await;
    visitor.sees("You said Often. 31 % of respondents said the same").await;
    visitor.presses("Back").await;
    visitor.is_at("/done", "Thank you for taking part").await;
    let file: Value =
        serde_json::from_str(&visitor.saves("Save my answers to a file", "hiquality-answers.json").await)
            .unwrap();
    assert_eq!(answers_in(&file), answers_in(&record), "a copy for themselves");
    visitor.presses_back().await;
    visitor.waits_for("another page", async || visitor.place().await != "/done").await;
    assert!(!visitor.text().await.contains("not kept"));

    // Their own copy is what the comparison is made of the next time.
    visitor.loads("?again").await;
    visitor.reads_the_sheet().await;
    visitor.sees("Someone has submitted answers on this device. If it was you:").await;
    visitor.presses("save or delete your answers").await;
    visitor.is_at("/done", "Thank you for taking part").await;
    visitor.sees(LOCKED).await;
    visitor.sees("This browser keeps a copy of your answers that anyone at this device can read").await;
    let page = visitor.runs("return document.documentElement.outerHTML").await.to_string();
    for gone in ["withdrawal code is", "Send my locked answers", code.as_str(), "app-code"] {
        assert!(!page.contains(gone), "{gone}");
    }
    visitor.presses("See how your answers compare").await;
    visitor.is_at("/comparison", "How your answers compare").await;
    visitor.presses("Back").await;
    visitor.deletes_what_was_submitted().await;
    visitor.sees("The answers that were submitted last are deleted from this browser.").await;
    assert!(visitor.kept().await.records().is_empty());
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_with_a_share_sheet_sends_their_record_by_it_and_again_on_the_next_visit() {
    let shares = "
        window.shared = [];
        navigator.canShare = ({ files: [file] }) => file.type === 'text/plain' && file.name.endsWith('.txt');
        navigator.share = async ({ files: [file] }) => {
          const { name, type, lastModified } = file;
          const touched = navigator.userActivation.isActive;
          shared.push({ name, type, lastModified, touched, text: await file.text() });
        };";
    let keys = Keys::make();
    let site = handed_over_to(&keys);
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.prepares(shares).await;
    visitor.loads("").await;
    submits_something(&visitor).await;
    let record = visitor.kept().await.record();
    for _ in 0..2 {
        visitor
            .sees("Send your locked answers to Sam Smith (survey@example.org), by email or any app.")
            .await;
        visitor.presses("Send my locked answers").await;
        visitor.waits_for("the share sheet", async || visitor.runs("return shared.length").await == 1).await;
        let shared = visitor.runs("return shared[0]").await;
        let expected =
            json!({ "name": FILE, "type": "text/plain", "lastModified": 0, "touched": true, "text": record });
        assert_eq!(shared, expected, "the file says nothing of when it was made");
        visitor.reloads().await;
        visitor.is_at("/done", ONE_STEP).await;
    }
    assert_eq!(answers_in(&keys.open(&record))["role"], [json!("gp")]);
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_who_closes_the_share_sheet_has_sent_and_saved_nothing() {
    let closes = "
        window.opened = 0;
        navigator.canShare = () => true;
        navigator.share = async () => { opened += 1; throw new DOMException('closed', 'AbortError'); };";
    let keys = Keys::make();
    let site = handed_over_to(&keys);
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.prepares(closes).await;
    visitor.loads("").await;
    submits_something(&visitor).await;
    for times in 1..3 {
        visitor.presses("Send my locked answers").await;
        visitor.waits_for("the share sheet", async || visitor.runs("return opened").await == times).await;
    }
    assert_eq!(visitor.browser.saved(FILE), None);
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_without_a_share_sheet_or_with_one_that_fails_saves_a_file_that_the_organiser_opens() {
    let lacks = "navigator.canShare = undefined; navigator.share = undefined;";
    let fails = "navigator.canShare = () => true; navigator.share = async () => { throw new DOMException('no', 'NotAllowedError'); };";
    for script in [lacks, fails] {
        let keys = Keys::make();
        let site = handed_over_to(&keys);
        let visitor = Visitor::before(Habits::default(), &site).await;
        visitor.prepares(script).await;
        visitor.loads("").await;
        submits_something(&visitor).await;
        let file = visitor.saves("Send my locked answers", FILE).await;
        assert_eq!(file, visitor.kept().await.record());
        let record = keys.open(&file);
        assert_eq!(answers_in(&record)["frequency"], [json!("often")]);
        if let Some(opened) = outside::opened(&file, keys.secret()) {
            assert_eq!(serde_json::from_str::<Value>(&opened).unwrap(), record);
        }
        visitor.leaves().await;
    }
}

#[tokio::test]
async fn nobody_is_asked_to_send_anything_where_the_organiser_does_not_want_it() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::of(&site).await;
    submits_something(&visitor).await;
    assert!(!visitor.text().await.contains("Send"));
    visitor.leaves().await;
}

#[tokio::test]
async fn contact_details_are_sealed_and_the_page_says_so() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::of(&site).await;
    submits_something(&visitor).await;
    let before = visitor.kept().await;
    visitor.presses("Leave my contact details").await;
    visitor.is_at("/contact", "May we contact you?").await;
    visitor.clicks("label[for='contact-consent']").await;
    visitor.writes("contact-name", "Ada Lovelace").await;
    visitor.writes("contact-email", "ada@example.org").await;
    visitor.presses("Keep my contact details").await;
    visitor.is_at("/contact", "Your contact details are kept").await;
    visitor.sees("Your contact details are on this device, locked for the study team and apart from your answers. Nothing in them links the two.").await;
    let kept = visitor.kept().await;
    assert_eq!(kept.0["databases"]["hiquality"], before.0["databases"]["hiquality"]);
    let details = keys.open_all(&kept.contact_details()).remove(0);
    assert_eq!(answers_in(&details)["contact-name"], [json!("Ada Lovelace")]);
    assert_eq!(details.get("extension"), None, "nothing links the two");
    visitor.leaves().await;
}

#[tokio::test]
async fn the_information_says_what_happens_to_answers_here_and_not_what_happens_elsewhere() {
    let keys = Keys::make();
    let delivering = Site::sealing_to(&keys);
    delivering.settles(|settings| {
        settings["deliver"] = json!({ "to": "http://localhost:9/{name}" });
    });
    for (site, here) in
        [(Site::sealing_to(&keys), "sealed"), (Site::as_built(), "kept"), (delivering, "delivered")]
    {
        let visitor = Visitor::of(&site).await;
        let of_elsewhere =
            format!("return document.querySelectorAll('[data-when]:not([data-when~={here}])').length");
        visitor.waits_for("the rest to be gone", async || visitor.runs(&of_elsewhere).await == 0).await;
        let of_here = format!("#information [data-when~={here}]");
        visitor.waits_for("the information", async || visitor.has(&of_here).await).await;
        let hidden =
            "return [...document.querySelectorAll(arguments[0])].some((it) => !it.checkVisibility())";
        assert_eq!(visitor.runs_with(hidden, vec![json!(of_here)]).await, false, "all of it is shown");
        let text = visitor.text().await;
        let locked = [
            "Only the study team can open them",
            "you are shown a withdrawal code, once",
            "On a shared device at an event they are locked at every step",
        ];
        let kept = ["Your answers stay on your own device.", "You can save your answers as a file."];
        assert!(locked.iter().all(|words| text.contains(words) == (here != "kept")), "{text}");
        let sent = [
            "sent to the study team's storage as soon as there is a connection",
            "It can't see what you answered",
        ];
        assert!(sent.iter().all(|words| text.contains(words) == (here == "delivered")), "{text}");
        assert_eq!(text.contains("The survey sends them nowhere"), here != "delivered");
        assert!(kept.iter().all(|words| text.contains(words) == (here == "kept")), "{text}");
        visitor.leaves().await;
    }
}

#[tokio::test]
async fn someone_who_agreed_before_there_were_keys_agrees_again() {
    let keys = Keys::make();
    let site = Site::of_an_organiser();
    let visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.has_kept("role", &[json!("gp")]).await;
    site.settles(|settings| {
        settings["recipients"] = json!(keys.public());
        settings["withdrawUntil"] = json!("2027-03-31");
    });
    visitor.reloads().await;
    visitor.is_at_the_statements().await;
    visitor.sees("The information about the survey has changed since you agreed.").await;
    visitor.ticks_every_statement().await;
    visitor.presses("Continue").await;
    visitor.is_asked("role").await;
    assert_eq!(visitor.chosen("role").await, ["gp"]);
    visitor.skips_to_check().await;
    visitor.submits().await;
    assert_eq!(answers_in(&keys.record(&visitor.kept().await))["role"], [json!("gp")]);
    visitor.leaves().await;
}

#[tokio::test]
async fn what_two_tabs_submit_at_once_is_one_sealed_record() {
    let without_locks = "Object.defineProperty(Navigator.prototype, 'locks', { get: () => undefined })";
    let submit = "setTimeout(() => [...document.querySelectorAll('main button')]
        .find((button) => button.innerText === 'Submit my answers').click())";
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.prepares(without_locks).await;
    visitor.loads("").await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_check().await;
    visitor.has_kept_the_page("").await;
    let [first, second] = visitor.opens_a_second_tab().await;
    visitor.prepares(without_locks).await;
    visitor.loads("").await;
    visitor.checks().await;
    visitor.turns_to(&first).await;
    visitor.runs(submit).await;
    visitor.turns_to(&second).await;
    visitor.runs(submit).await;
    let mut confirmed = 0;
    for tab in [&first, &second] {
        visitor.turns_to(tab).await;
        visitor
            .waits_for("an end", async || {
                let text = visitor.text().await;
                text.contains("Thank you for taking part")
                    || text.contains("The survey is open in another tab")
            })
            .await;
        if visitor.text().await.contains("Thank you for taking part") {
            confirmed += 1;
        } else {
            assert!(!visitor.has(".app-code").await, "a code without a record");
        }
    }
    assert_eq!(confirmed, 1);
    assert_eq!(answers_in(&keys.record(&visitor.kept().await))["role"], [json!("gp")]);
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_whose_storage_is_full_at_the_end_is_told_keeps_the_draft_and_can_try_again() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::before(Habits::default(), &site).await;
    let without = "Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined })";
    visitor.prepares(without).await; // what is cached takes space as well
    visitor.has_space(Some(20_000)).await;
    visitor.loads("").await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.has_kept("role", &[json!("gp")]).await;
    visitor.skips_to_check().await;
    visitor.presses("Submit my answers").await;
    visitor.sees("Your answers are not submitted").await;
    visitor.sees("there is no space left on this device").await;
    assert!(!visitor.has(".app-code").await, "a code without a record");
    let file = visitor.saves("Save my answers to a file", "hiquality-answers.json").await;
    assert_eq!(answers_in(&serde_json::from_str(&file).unwrap())["role"], [json!("gp")]);
    let kept = visitor.kept().await;
    assert!(kept.records().is_empty() && kept.draft().is_some());
    visitor.has_space(None).await;
    visitor.submits().await;
    assert_eq!(visitor.kept().await.draft(), None);
    assert_eq!(answers_in(&keys.record(&visitor.kept().await))["role"], [json!("gp")]);
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_whose_browser_blocks_storage_can_still_send_what_was_sealed() {
    let keys = Keys::make();
    let site = handed_over_to(&keys);
    let habits = Habits { blocks_storage: true, ..Habits::default() };
    let visitor = Visitor::before(habits, &site).await;
    visitor.prepares("navigator.canShare = undefined; navigator.share = undefined;").await;
    visitor.loads("").await;
    visitor.sees("Your answers will not be kept").await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_check().await;
    visitor.presses("Submit my answers").await;
    visitor
        .sees("This browser does not let the page store anything, so your answers are on this page only")
        .await;
    let file = patience::until(async || {
        visitor.presses("Send my locked answers").await;
        visitor.browser.saved(FILE)
    });
    assert_eq!(answers_in(&keys.open(&file.await.unwrap()))["role"], [json!("gp")]);
    visitor.leaves().await;
}
