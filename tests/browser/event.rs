//! An event at a tablet that people share: one after another, some of whom leave in the middle.

use super::browser::Habits;
use super::engine::Engine;
use super::kept::{Answers, answers_in};
use super::keys::Keys;
use super::site::Site;
use super::visitor::Visitor;
use seal::code::Code;
use seal::sha256;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Instant;

const LOCKED: &str =
    "Your answers are locked on this device. Only the study team can open them, after the event.";
const COMPLETED: &str = "completed";
const BROKEN_OFF: &str = "in-progress";

/// Shorter than usual, so that nobody has to wait long in earnest.
fn with_short_pauses(site: &Site) {
    site.settles(|settings| settings["pause"] = json!({ "idleSeconds": 20, "warningSeconds": 20 }));
}

/// Somebody goes from the information to the question about how often, and says two things on the way.
pub(crate) async fn answers_some(visitor: &Visitor, role: &str, frequency: &str) {
    visitor.agrees().await;
    assert!(visitor.chosen("role").await.is_empty(), "nothing of the last person is chosen");
    visitor.chooses("role", role).await;
    visitor.skips_to_page("frequency").await;
    assert!(visitor.chosen("frequency").await.is_empty(), "nothing of the last person is chosen");
    visitor.chooses("frequency", frequency).await;
}

pub(crate) async fn finishes(visitor: &Visitor) {
    visitor.presses("Finish").await;
    visitor.finds_the_tablet_ready().await;
}

/// Whether a record has this status and, among others, these answers.
#[track_caller]
fn says(record: &Value, status: &str, answers: &[(&str, Value)]) {
    assert_eq!(record["status"], status, "{record:#}");
    let said: Answers = answers_in(record);
    for (item, answer) in answers {
        assert_eq!(said[*item], std::slice::from_ref(answer), "{item}");
    }
}

#[tokio::test]
async fn one_person_after_another_begins_anew_and_the_organiser_has_what_each_of_them_said() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::at_an_event(&site).await;
    visitor.sees("No records wait to be exported.").await;
    let people = [
        ("gp", "often", "Tea at the mosque"),
        ("pcn", "rarely", "A walk by the canal"),
        ("gp-with-pcn", "always", "Songs"),
    ];
    for (nth, (role, frequency, example)) in people.into_iter().enumerate() {
        answers_some(&visitor, role, frequency).await;
        visitor.skips_to_page("example").await;
        assert_eq!(visitor.written("example").await, "");
        visitor.writes("example", example).await;
        visitor.skips_to_check().await;
        visitor.unfolds().await;
        visitor.sees(example).await;
        visitor.submits().await;
        visitor.sees(LOCKED).await;
        assert!(!visitor.text().await.contains("to a file"), "no file that the next person would find");
        visitor.presses("See how your answers compare").await;
        visitor.is_at("/comparison", "How your answers compare").await;
        visitor.sees(&format!("You said {}.", visitor.questionnaire.label("frequency", frequency))).await;
        finishes(&visitor).await;
        visitor
            .sees(&match nth {
                0 => "1 record waits to be exported, the oldest since today.".to_owned(),
                _ => format!("{} records wait to be exported, the oldest since today.", nth + 1),
            })
            .await;
    }

    let kept = visitor.kept().await;
    let records = keys.records(&kept);
    assert_eq!(records.len(), people.len());
    for (role, frequency, example) in people {
        let of_theirs = |record: &&Value| answers_in(record)["example"] == [json!(example)];
        let record = records.iter().find(of_theirs).unwrap();
        says(record, COMPLETED, &[("role", json!(role)), ("frequency", json!(frequency))]);
    }
    assert_eq!(
        kept.0["databases"]["hiquality"]["draft"],
        json!({}),
        "not even which record came last is noted"
    );
    assert!(kept.is_nowhere_else());
    visitor.leaves().await;
}

#[tokio::test]
async fn every_answer_is_sealed_as_it_is_given_and_none_is_ever_written_in_the_clear() {
    let watch = "
        window.written = [];
        const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (value, name) {
          written.push([this.transaction.db.name, this.name, name, value]);
          return put.call(this, value, name);
        };";
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::at_an_event_prepared(&site, &[watch]).await;
    answers_some(&visitor, "gp", "often").await;
    visitor.has_sealed(&keys, "frequency", &[json!("often")]).await;
    let draft = keys.open(&visitor.kept().await.draft().unwrap());
    says(&draft, BROKEN_OFF, &[("role", json!("gp")), ("frequency", json!("often"))]);
    assert!(!draft.to_string().contains("receipt"), "nobody was given a code");
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor.presses("Leave my contact details").await;
    leaves_contact_details(&visitor).await;
    let written = visitor.runs("return written").await;
    let mut sealed = 0;
    for write in written.as_array().unwrap() {
        let [database, store, name, text] = [0, 1, 2, 3].map(|at| write[at].as_str().unwrap());
        match (database, store, name) {
            ("hiquality", "draft", "owner") | ("hiquality-device", "device", "oldest") => {
                assert!(text.len() < 40, "{text}");
            }
            ("hiquality", "draft" | "records", _) | ("hiquality-contact", "details", _) => {
                assert_eq!(name, sha256(text.as_bytes()));
                keys.open(text);
                sealed += 1;
            }
            other => panic!("nothing else is to be written, and {other:?} was"),
        }
    }
    assert!(sealed > 5, "an interview of so many pages is kept more than {sealed} times");
    visitor.leaves().await;
}

pub(crate) async fn leaves_contact_details(visitor: &Visitor) {
    visitor.is_at("/contact", "May we contact you?").await;
    for field in ["contact-name", "contact-email"] {
        let off = "return document.getElementById(arguments[0]).autocomplete";
        assert_eq!(visitor.runs_with(off, vec![json!(field)]).await, "off");
        assert_eq!(visitor.written(field).await, "");
    }
    visitor.clicks("label[for='contact-consent']").await;
    visitor.writes("contact-name", "Ada Lovelace").await;
    visitor.writes("contact-email", "ada@example.org").await;
    visitor.clicks("label[for='contact-purpose']").await;
    visitor.presses("Keep my contact details").await;
    visitor.is_at("/contact", "Your contact details are kept").await;
    visitor
        .sees("locked for the study team and apart from your answers. Nothing in them links the two.")
        .await;
}

mod someone_who_walks_off {
    use super::*;

    #[tokio::test]
    async fn is_asked_in_time_and_then_makes_room_and_what_they_said_is_a_break_off() {
        let keys = Keys::make();
        let site = Site::sealing_to(&keys);
        with_short_pauses(&site);
        // In earnest here: the clock is the device's.
        let mut visitor = Visitor::of(&site).await;
        visitor.can_do_without_the_network().await;
        visitor.begins_an_event().await;
        answers_some(&visitor, "gp", "often").await;
        let left = Instant::now();
        visitor.is_asked_whether_they_are_there().await;
        let asked = left.elapsed().as_secs_f64();
        assert!(asked > 18.0, "asked too early: after {asked:.1} s");
        visitor.sees("It waits for 20 more seconds. Then what you have answered so far is locked for the study team").await;
        visitor.finds_the_tablet_ready().await;
        let waited = left.elapsed().as_secs_f64() - asked;
        assert!(waited > 18.0, "made room too early: {waited:.1} s after it had asked");
        visitor.sees("1 record waits to be exported, the oldest since today.").await;
        let kept = visitor.kept().await;
        assert_eq!(kept.draft(), None);
        says(&keys.record(&kept), BROKEN_OFF, &[("role", json!("gp")), ("frequency", json!("often"))]);
        visitor.leaves().await;
    }

    #[tokio::test]
    async fn and_comes_back_in_time_goes_on_as_often_as_they_like() {
        let keys = Keys::make();
        let site = Site::sealing_to(&keys);
        let visitor = Visitor::at_an_event(&site).await;
        answers_some(&visitor, "gp", "often").await;
        for _ in 0..3 {
            visitor.lets_pass(180).await;
            visitor.is_at("/survey", "Are you still there?").await;
            visitor.is_asked_whether_they_are_there().await;
            visitor.lets_pass(40).await;
            visitor.presses("I need more time").await;
            visitor.is_asked("frequency").await;
            assert_eq!(visitor.chosen("frequency").await, ["often"]);
        }
        visitor.lets_pass(100).await;
        visitor.chooses("frequency", "always").await;
        visitor.lets_pass(100).await;
        visitor.is_asked_still("frequency").await;
        visitor.skips_to_check().await;
        visitor.submits().await;
        visitor.lets_pass(180).await;
        visitor.sees("It waits for 60 more seconds. Then this page makes room for the next person.").await;
        visitor.presses("I need more time").await;
        visitor.is_at("/done", "Thank you for taking part").await;
        finishes(&visitor).await;
        says(&keys.record(&visitor.kept().await), COMPLETED, &[("frequency", json!("always"))]);
        visitor.leaves().await;
    }

    #[tokio::test]
    async fn can_stay_without_a_pointer_or_a_key_as_those_do_whose_device_presses_for_them() {
        let keys = Keys::make();
        let site = Site::sealing_to(&keys);
        let visitor = Visitor::at_an_event(&site).await;
        answers_some(&visitor, "gp", "often").await;
        visitor.lets_pass(200).await;
        visitor.is_asked_whether_they_are_there().await;
        // What a switch or a voice does is a click, and nothing else.
        visitor.runs("document.querySelector('main button').click()").await;
        visitor.is_asked("frequency").await;
        visitor.lets_pass(30).await;
        assert!(!visitor.text().await.contains("Are you still there?"), "a click is a sign of life");
        visitor.is_asked_still("frequency").await;
        visitor.leaves().await;
    }

    #[tokio::test]
    async fn is_not_seen_again_while_what_they_said_is_being_sealed() {
        // A worker that takes its time.
        let slow = "
            window.held = [];
            window.Worker = class extends Worker {
              postMessage(...what) { window.holds ? held.push(() => super.postMessage(...what)) : super.postMessage(...what); }
            };";
        let keys = Keys::make();
        let site = Site::sealing_to(&keys);
        let visitor = Visitor::at_an_event_prepared(&site, &[slow]).await;
        answers_some(&visitor, "gp", "often").await;
        visitor.has_sealed(&keys, "frequency", &[json!("often")]).await;
        visitor.lets_pass(180).await;
        visitor.is_asked_whether_they_are_there().await;
        visitor.runs("window.holds = true").await;
        visitor.lets_pass(60).await;
        visitor
            .waits_for("the worker to be asked", async || {
                visitor.runs("return held.length > 0").await == true
            })
            .await;
        assert!(!visitor.has("main input[type=radio]").await, "the page of the last person is seen again");
        visitor.runs("window.holds = false; for (const post of held) post()").await;
        visitor.finds_the_tablet_ready().await;
        visitor.sees("1 record waits to be exported").await;
        says(&keys.record(&visitor.kept().await), BROKEN_OFF, &[("frequency", json!("often"))]);
        visitor.leaves().await;
    }

    #[tokio::test]
    async fn after_submitting_or_before_consenting_leaves_no_break_off() {
        let keys = Keys::make();
        let site = Site::sealing_to(&keys);
        let visitor = Visitor::at_an_event(&site).await;
        visitor.lets_pass(1_000).await;
        visitor.finds_the_tablet_ready().await;

        visitor.clicks("#information a.nhsuk-button").await;
        visitor.is_at_the_statements().await;
        visitor.ticks_every_statement().await;
        visitor.lets_pass(180).await;
        visitor.is_asked_whether_they_are_there().await;
        visitor.lets_pass(60).await;
        visitor.finds_the_tablet_ready().await;
        assert!(visitor.kept().await.records().is_empty());
        visitor.clicks("#information a.nhsuk-button").await;
        visitor.is_at_the_statements().await;
        assert!(!visitor.has("input:checked").await, "the next person agrees for themselves");
        visitor.presses("I do not consent").await;
        visitor.is_at("/declined", "Thank you for your time").await;
        visitor.lets_pass(240).await;
        visitor.finds_the_tablet_ready().await;
        assert!(visitor.kept().await.records().is_empty());

        answers_some(&visitor, "gp", "often").await;
        visitor.skips_to_check().await;
        visitor.submits().await;
        visitor.presses("See how your answers compare").await;
        visitor.is_at("/comparison", "How your answers compare").await;
        visitor.lets_pass(180).await;
        visitor.is_asked_whether_they_are_there().await;
        visitor.lets_pass(60).await;
        visitor.finds_the_tablet_ready().await;
        says(&keys.record(&visitor.kept().await), COMPLETED, &[("role", json!("gp"))]);
        visitor.leaves().await;
    }

    #[tokio::test]
    async fn is_found_by_the_next_person_who_starts_afresh() {
        let keys = Keys::make();
        let site = Site::sealing_to(&keys);
        let visitor = Visitor::at_an_event(&site).await;
        answers_some(&visitor, "gp", "often").await;
        visitor.presses("Start afresh for the next person").await;
        visitor.finds_the_tablet_ready().await;
        visitor.sees("1 record waits to be exported").await;
        answers_some(&visitor, "pcn", "rarely").await;
        visitor.lets_pass(180).await;
        visitor.presses("I have finished").await;
        visitor.finds_the_tablet_ready().await;
        visitor.sees("2 records wait to be exported").await;
        let records = keys.records(&visitor.kept().await);
        for (role, frequency) in [("gp", "often"), ("pcn", "rarely")] {
            let record = records.iter().find(|record| answers_in(record)["role"] == [json!(role)]);
            says(record.unwrap(), BROKEN_OFF, &[("frequency", json!(frequency))]);
        }
        visitor.leaves().await;
    }

    #[tokio::test]
    async fn to_another_page_leaves_a_break_off_and_nothing_to_come_back_to() {
        let keys = Keys::make();
        let site = Site::sealing_to(&keys);
        let visitor = Visitor::at_an_event(&site).await;
        answers_some(&visitor, "gp", "often").await;
        visitor.has_sealed(&keys, "frequency", &[json!("often")]).await;
        visitor.opens("data:text/html,<title>Elsewhere</title>").await;
        visitor.presses_back().await;
        visitor.finds_the_tablet_ready().await;
        says(&keys.record(&visitor.kept().await), BROKEN_OFF, &[("frequency", json!("often"))]);

        // A browser that kept the page asleep, with all that it held, says so when it wakes it.
        answers_some(&visitor, "pcn", "rarely").await;
        visitor.has_sealed(&keys, "frequency", &[json!("rarely")]).await;
        visitor.runs("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))").await;
        visitor.finds_the_tablet_ready().await;
        assert_eq!(keys.records(&visitor.kept().await).len(), 2);
        visitor.leaves().await;
    }
}

#[tokio::test]
async fn someone_whose_browser_is_ended_in_the_middle_leaves_a_break_off_and_nothing_to_see() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let mut visitor = Visitor::at_an_event(&site).await;
    answers_some(&visitor, "gp", "often").await;
    visitor.skips_to_page("example").await;
    visitor.writes("example", "Tea at the mosque").await;
    visitor.has_sealed(&keys, "example", &[json!("Tea at the mosque")]).await;
    visitor.crashes_and_comes_back().await;
    visitor.finds_the_tablet_ready().await;
    visitor.sees("1 record waits to be exported, the oldest since today.").await;
    let page = visitor.runs("return document.documentElement.outerHTML").await.to_string();
    for trace in ["Welcome back", "Tea at the mosque", "Someone has submitted", "not kept"] {
        assert!(!page.contains(trace), "{trace}");
    }
    let kept = visitor.kept().await;
    assert_eq!(kept.draft(), None);
    let example =
        [("role", json!("gp")), ("frequency", json!("often")), ("example", json!("Tea at the mosque"))];
    says(&keys.record(&kept), BROKEN_OFF, &example);

    answers_some(&visitor, "pcn", "rarely").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    finishes(&visitor).await;
    assert_eq!(keys.records(&visitor.kept().await).len(), 2);
    visitor.leaves().await;
}

#[tokio::test]
async fn someone_who_stops_and_deletes_leaves_no_record_and_is_not_counted() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::at_an_event(&site).await;
    answers_some(&visitor, "gp", "often").await;
    visitor.has_sealed(&keys, "frequency", &[json!("often")]).await;
    visitor.presses("Stop and delete my answers").await;
    visitor.is_at("/stop", "Do you want to stop and delete your answers?").await;
    visitor.presses("Go back to the questions").await;
    visitor.is_asked("frequency").await;
    visitor.presses("Stop and delete my answers").await;
    visitor.is_at("/stop", "Do you want to stop and delete your answers?").await;
    visitor.presses("Delete my answers").await;
    visitor.is_at("/deleted", "Your answers are deleted").await;
    visitor.sees("None of these answers is left on this device.").await;
    let kept = visitor.kept().await;
    assert!(kept.records().is_empty() && kept.draft().is_none(), "{kept:?}");
    assert_eq!(kept.waits_since(), None);
    visitor.presses("Back to the information").await;
    visitor.finds_the_tablet_ready().await;
    visitor.sees("No records wait to be exported.").await;
    visitor.reloads().await;
    visitor.finds_the_tablet_ready().await;
    assert!(visitor.kept().await.records().is_empty());
    visitor.leaves().await;
}

pub(crate) mod the_browsers_history {
    use super::*;

    /// What stands behind the `#` of each of its entries in this tab.
    async fn places(visitor: &Visitor) -> BTreeSet<String> {
        let history = visitor.browser.tools("Page.getNavigationHistory", json!({})).await;
        let entries = history["entries"].as_array().unwrap().iter();
        let ours = entries.map(|entry| entry["url"].as_str().unwrap()).filter(|url| url.starts_with("http"));
        ours.map(|url| url.split_once('#').map_or("", |(_, place)| place).to_owned()).collect()
    }

    #[tokio::test]
    async fn leads_back_question_by_question_and_grows_with_none() {
        let keys = Keys::make();
        let site = Site::sealing_to(&keys);
        let visitor = Visitor::at_an_event(&site).await;
        answers_some(&visitor, "gp", "often").await;
        let here = visitor.history().await;
        visitor.presses_back().await;
        visitor.is_asked("role").await;
        assert_eq!(visitor.chosen("role").await, ["gp"]);
        visitor.presses_forward().await;
        visitor.is_asked_still("role").await;
        assert_eq!(visitor.history().await, here, "to and fro adds nothing to the history");
        visitor.skips_to_page("frequency").await;
        assert_eq!(visitor.chosen("frequency").await, ["often"]);
        visitor.presses("Back").await;
        visitor.is_asked("role").await;
        visitor.skips_to_check().await;
        visitor.goes_to_change("role").await;
        visitor.presses_back().await;
        visitor.checks().await;
        assert_eq!(visitor.history().await, here);
        assert_eq!(visitor.runs("return history.state").await, "/consent");
        visitor.submits().await;
        visitor.presses_back().await;
        visitor.is_at("/done", "Thank you for taking part").await;
        visitor.presses("See how your answers compare").await;
        visitor.is_at("/comparison", "How your answers compare").await;
        visitor.presses_back().await;
        visitor.is_at("/done", "Thank you for taking part").await;
        assert_eq!(visitor.history().await, here);
        visitor.leaves().await;
    }

    #[tokio::test]
    async fn leads_the_next_person_to_nothing_of_the_last() {
        let visitor = goes_all_ways(Engine::Chromium).await;
        let known = ["", "/", "/consent", "/survey"].map(str::to_owned);
        let places = places(&visitor).await;
        assert!(places.is_subset(&BTreeSet::from(known)), "{places:?}");
        visitor.leaves().await;
    }

    /// Behind two people, someone goes back and forward as far as their browser lets them, and sees nothing of theirs.
    pub(crate) async fn goes_all_ways(engine: Engine) -> Visitor {
        let keys = Keys::make();
        let site = Site::sealing_to(&keys);
        let mut visitor = Visitor::with(Habits::of(engine), &site).await;
        visitor.can_do_without_the_network().await;
        visitor.begins_an_event().await;
        for leaves_early in [false, true] {
            answers_some(&visitor, "gp", "often").await;
            visitor.skips_to_page("example").await;
            visitor.writes("example", "Tea at the mosque").await;
            visitor.has_sealed(&keys, "example", &[json!("Tea at the mosque")]).await;
            if leaves_early {
                visitor.presses("Start afresh for the next person").await;
            } else {
                visitor.skips_to_check().await;
                visitor.submits().await;
                visitor.presses("Finish").await;
            }
            visitor.finds_the_tablet_ready().await;
            visitor.sees(if leaves_early { "2 records wait" } else { "1 record waits" }).await;
            let records = visitor.kept().await.records();

            let of = visitor.runs("return history.length").await.as_u64().unwrap();
            for step in 0..2 * of {
                if step < of {
                    visitor.presses_back().await;
                } else {
                    visitor.presses_forward().await;
                }
                let sees_nothing = async || {
                    let page = visitor
                        .runs("return document.documentElement.outerHTML + JSON.stringify(history.state)")
                        .await;
                    let values = visitor
                        .runs(
                            "return [...document.querySelectorAll('textarea')].map((it) => it.value).join()",
                        )
                        .await;
                    !page.to_string().contains("Tea at the mosque")
                        && values == ""
                        && !visitor.has("main input:checked").await
                };
                visitor.waits_for("a page without anything of the last person", sees_nothing).await;
                assert!(
                    ["", "/", "/consent"].contains(&visitor.place().await.as_str())
                        || visitor.runs("return location.protocol").await != "http:"
                );
            }
            assert_eq!(visitor.kept().await.records(), records, "looking changes nothing");
            visitor.loads("").await;
            visitor.finds_the_tablet_ready().await;
        }
        visitor
    }

    #[tokio::test]
    async fn is_kept_on_the_disk_without_a_question_in_it() {
        let keys = Keys::make();
        let site = Site::sealing_to(&keys);
        let visitor = Visitor::at_an_event(&site).await;
        answers_some(&visitor, "gp", "often").await;
        visitor.skips_to_page("example").await;
        visitor.has_sealed(&keys, "frequency", &[json!("often")]).await;
        visitor.presses("Start afresh for the next person").await;
        visitor.finds_the_tablet_ready().await;
        visitor.sees("1 record waits to be exported").await;
        answers_some(&visitor, "gp", "never").await;
        visitor.skips_to_check().await;
        visitor.submits().await;
        finishes(&visitor).await;
        let questionnaire = visitor.questionnaire.clone();
        let file = visitor.browser.quit().await.join("Default/History");
        let history = String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned();
        let known = ["#/survey", "HiQUALITY survey: community engagement"];
        assert!(
            known.iter().all(|words| history.contains(words)),
            "addresses and titles are where they were thought to be"
        );
        for page in questionnaire.pages() {
            for trace in
                [format!("/question/{page}"), format!("/change/{page}"), questionnaire.heading(&page)]
            {
                assert!(!history.contains(&trace), "the history on the disk says: {trace}");
            }
        }
        visitor.has_quit();
    }
}

#[tokio::test]
async fn whoever_types_the_address_of_a_place_comes_to_the_information() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::at_an_event(&site).await;
    answers_some(&visitor, "gp", "often").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    finishes(&visitor).await;
    for place in
        ["#/done", "#/comparison", "#/contact", "#/check", "#/question/frequency", "#/survey", "#/stop"]
    {
        visitor.runs_with("location.hash = arguments[0]", vec![json!(place)]).await;
        visitor.finds_the_tablet_ready().await;
        visitor.loads(&format!("?{}{place}", &place[2..])).await;
        visitor.finds_the_tablet_ready().await;
    }
    visitor.leaves().await;
}

#[tokio::test]
async fn the_withdrawal_code_is_shown_once_and_only_its_hash_is_in_the_record() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::at_an_event(&site).await;
    let mut codes = BTreeSet::new();
    for _ in 0..2 {
        answers_some(&visitor, "gp", "often").await;
        visitor.skips_to_check().await;
        visitor.submits().await;
        visitor.sees("Copy this code, write it down or take a photo of it. It is shown only now.").await;
        visitor.sees("give it to the study team (survey@example.org) by 31 March 2027.").await;
        let code = visitor.runs("return document.querySelector('.app-code').innerText").await;
        let code = code.as_str().unwrap().to_owned();
        assert!(Code::read(&code).is_some_and(|read| read.to_string() == code && code.len() > 27), "{code}");
        visitor.presses("See how your answers compare").await;
        visitor.is_at("/comparison", "How your answers compare").await;
        finishes(&visitor).await;
        let page =
            visitor.runs("return document.documentElement.outerHTML + document.title").await.to_string();
        let kept = visitor.kept().await.0.to_string();
        assert!(!page.contains(&code) && !kept.contains(&code));
        codes.insert(code);
    }
    let records = keys.records(&visitor.kept().await);
    let receipt = |record: &Value| -> Option<String> {
        let extensions = record["extension"].as_array()?;
        let receipt =
            extensions.iter().find(|it| it["url"].as_str().unwrap().ends_with("/receipt-sha256"))?;
        Some(receipt["valueString"].as_str()?.to_owned())
    };
    let hashes: BTreeSet<String> = records.iter().map(|record| receipt(record).unwrap()).collect();
    let of_codes = codes.iter().map(|code| sha256(Code::read(code).unwrap().hash_text().as_bytes()));
    assert_eq!(hashes, of_codes.collect());
    for record in &records {
        let text = record.to_string().to_uppercase();
        assert!(codes.iter().all(|code| !text.contains(Code::read(code).unwrap().hash_text())));
    }
    visitor.leaves().await;
}

#[tokio::test]
async fn contact_details_are_sealed_apart_and_share_nothing_with_the_answers() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::at_an_event(&site).await;
    answers_some(&visitor, "gp", "often").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    let before = visitor.kept().await;
    visitor.presses("Leave my contact details").await;
    leaves_contact_details(&visitor).await;
    let kept = visitor.kept().await;
    assert_eq!(
        kept.0["databases"]["hiquality"], before.0["databases"]["hiquality"],
        "the answers are as before"
    );
    assert_eq!(kept.0["databases"]["hiquality-device"], before.0["databases"]["hiquality-device"]);
    visitor.presses("Back").await;
    visitor.is_at("/done", "Thank you for taking part").await;
    finishes(&visitor).await;

    let kept = visitor.kept().await;
    let record = keys.record(&kept);
    let details = keys.open_all(&kept.contact_details()).remove(0);
    assert_eq!(answers_in(&details)["contact-email"], [json!("ada@example.org")]);
    let keys_of = |document: &Value| document.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(
        keys_of(&details),
        ["item", "questionnaire", "resourceType", "status"],
        "no time, no extension"
    );
    let common: BTreeSet<String> = values(&record).intersection(&values(&details)).cloned().collect();
    let of_every_form = ["\"QuestionnaireResponse\"", "\"completed\"", "true"].map(str::to_owned);
    assert_eq!(common, BTreeSet::from(of_every_form));
    let names =
        |store: std::collections::BTreeMap<String, String>| store.into_keys().collect::<BTreeSet<_>>();
    assert!(names(kept.records()).is_disjoint(&names(kept.contact_details())));

    // The next person's form is empty.
    answers_some(&visitor, "pcn", "often").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor.presses("Leave my contact details").await;
    visitor.is_at("/contact", "May we contact you?").await;
    assert!(!visitor.has("input:checked").await);
    assert_eq!([visitor.written("contact-name").await, visitor.written("contact-email").await], ["", ""]);
    visitor.leaves().await;
}

/// Every text and number in a document.
fn values(document: &Value) -> BTreeSet<String> {
    match document {
        Value::Object(within) => within.values().flat_map(values).collect(),
        Value::Array(within) => within.iter().flat_map(values).collect(),
        other => BTreeSet::from([other.to_string()]),
    }
}

#[tokio::test]
async fn the_page_asks_for_the_whole_screen_when_somebody_begins_and_ends() {
    let watch = "
        window.asked = [];
        Element.prototype.requestFullscreen = function () {
          asked.push([this.localName, navigator.userActivation.isActive]);
          return Promise.resolve();
        };";
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::at_an_event_prepared(&site, &[watch]).await;
    assert_eq!(visitor.runs("return asked").await, json!([]));
    visitor.agrees().await;
    assert_eq!(visitor.runs("return asked").await, json!([["html", true]]));
    visitor.skips_to_check().await;
    visitor.submits().await;
    finishes(&visitor).await;
    assert_eq!(visitor.runs("return asked").await, json!([["html", true], ["html", true]]));
    visitor.leaves().await;
}

#[tokio::test]
async fn a_second_tab_takes_nothing_from_someone_who_is_answering_in_the_first() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::at_an_event(&site).await;
    answers_some(&visitor, "gp", "often").await;
    visitor.has_sealed(&keys, "frequency", &[json!("often")]).await;
    let [first, second] = visitor.opens_a_second_tab().await;
    visitor.loads("").await;
    visitor.finds_the_tablet_ready().await;
    visitor.clicks("#information a.nhsuk-button").await;
    visitor.is_at_the_statements().await;
    visitor.ticks_every_statement().await;
    visitor.presses("Continue").await;
    visitor.sees("The survey is open in another tab").await;
    assert!(!visitor.has("input").await);

    visitor.turns_to(&first).await;
    visitor.is_asked_still("frequency").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    finishes(&visitor).await;
    says(
        &keys.record(&visitor.kept().await),
        COMPLETED,
        &[("role", json!("gp")), ("frequency", json!("often"))],
    );

    visitor.turns_to(&second).await;
    visitor.presses("Use this tab instead").await;
    visitor.is_asked("role").await;
    assert!(visitor.chosen("role").await.is_empty(), "nothing of the last person is chosen");
    visitor.chooses("role", "pcn").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    finishes(&visitor).await;
    assert_eq!(keys.records(&visitor.kept().await).len(), 2);
    visitor.leaves().await;
}

#[tokio::test]
async fn a_tab_that_takes_the_tablet_over_seals_what_was_said_in_the_other() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::at_an_event(&site).await;
    answers_some(&visitor, "gp", "often").await;
    visitor.has_sealed(&keys, "frequency", &[json!("often")]).await;
    let [first, _] = visitor.opens_a_second_tab().await;
    visitor.loads("").await;
    visitor.finds_the_tablet_ready().await;
    visitor.clicks("#information a.nhsuk-button").await;
    visitor.is_at_the_statements().await;
    visitor.ticks_every_statement().await;
    visitor.presses("Continue").await;
    visitor.presses("Use this tab instead").await;
    visitor.waits_for("the break-off", async || visitor.kept().await.records().len() == 1).await;
    says(&keys.record(&visitor.kept().await), BROKEN_OFF, &[("frequency", json!("often"))]);
    visitor.turns_to(&first).await;
    visitor.sees("The survey is open in another tab").await;
    assert!(!visitor.has("input").await, "nothing of the last person is seen here any more");
    visitor.leaves().await;
}

#[tokio::test]
async fn where_the_organiser_takes_the_keys_away_the_tablet_goes_on_with_the_files_before() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::at_an_event(&site).await;
    site.settles(|settings| settings["recipients"] = json!([]));
    visitor.reloads().await;
    visitor.sees("This is the version before it, and you can take part.").await;
    answers_some(&visitor, "gp", "often").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    says(&keys.record(&visitor.kept().await), COMPLETED, &[("frequency", json!("often"))]);
    visitor.leaves().await;
}

#[tokio::test]
async fn where_no_files_with_keys_are_there_nobody_can_begin_until_they_are() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::at_an_event(&site).await;
    answers_some(&visitor, "gp", "often").await;
    visitor.has_sealed(&keys, "frequency", &[json!("often")]).await;
    site.settles(|settings| settings["recipients"] = json!([]));
    let forget = "
        const [done] = arguments;
        const registered = navigator.serviceWorker.getRegistration();
        registered.then((it) => it.unregister()).then(() => caches.keys())
          .then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => done());";
    visitor.awaits(forget, Vec::new()).await;
    visitor.reloads().await;
    visitor.sees("The questions can't be shown").await;
    visitor.sees("Event mode is on, but study/settings.json names no recipients any more, so nothing could be sealed. Tell the organiser: put the public keys back, or leave event mode at #/ready.").await;
    assert!(!visitor.has("main input").await);
    site.settles(|settings| settings["recipients"] = json!(keys.public()));
    visitor.reloads().await;
    visitor.finds_the_tablet_ready().await;
    says(&keys.record(&visitor.kept().await), BROKEN_OFF, &[("frequency", json!("often"))]);
    visitor.leaves().await;
}

#[tokio::test]
async fn every_record_is_as_long_as_every_other_and_so_are_contact_details() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::at_an_event(&site).await;
    let mut lengths = BTreeSet::new();
    let mut of_details = BTreeSet::new();

    // Nothing; as much as there may be in some boxes, in the characters that take most room; and a break-off.
    let fill = "
        const box = document.getElementById(arguments[0]);
        const set = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), 'value').set;
        set.call(box, '\u{1D11E}'.repeat(arguments[1]));
        box.dispatchEvent(new InputEvent('input', { bubbles: true }));";
    for fills in [false, true] {
        visitor.agrees().await;
        visitor.skips_to_page("frequency").await;
        visitor.chooses("frequency", "often").await;
        for (page, box_id) in [("example", "example"), ("comments", "comments")] {
            visitor.skips_to_page(page).await;
            if fills {
                visitor.runs_with(fill, vec![json!(box_id), json!(1000)]).await;
                visitor
                    .waits_for("the words", async || visitor.written(box_id).await.chars().count() == 1000)
                    .await;
            }
        }
        visitor.skips_to_check().await;
        if fills {
            visitor.has_sealed(&keys, "comments", &[json!("\u{1D11E}".repeat(1000))]).await;
        }
        lengths.extend(visitor.kept().await.draft().map(|draft| draft.len()));
        visitor.submits().await;
        visitor.presses("Leave my contact details").await;
        visitor.is_at("/contact", "May we contact you?").await;
        visitor.clicks("label[for='contact-consent']").await;
        visitor
            .writes(
                "contact-name",
                if fills { "Hubert Blaine Wolfeschlegelsteinhausenbergerdorff" } else { "A" },
            )
            .await;
        visitor
            .writes(
                "contact-email",
                if fills { "hubert.wolfeschlegelsteinhausenbergerdorff@example.org" } else { "a@b.org" },
            )
            .await;
        visitor.presses("Keep my contact details").await;
        visitor.is_at("/contact", "Your contact details are kept").await;
        visitor.presses("Back").await;
        visitor.is_at("/done", "Thank you for taking part").await;
        finishes(&visitor).await;
    }
    visitor.agrees().await;
    visitor.presses("Start afresh for the next person").await;
    visitor.finds_the_tablet_ready().await;
    visitor.sees("3 records wait to be exported").await;
    let kept = visitor.kept().await;
    assert_eq!(keys.records(&kept).len(), 3);
    lengths.extend(kept.records().values().map(String::len));
    of_details.extend(kept.contact_details().values().map(String::len));
    assert_eq!((lengths.len(), of_details.len()), (1, 1), "{lengths:?}, {of_details:?}");
    visitor.leaves().await;
}

mod what_can_not_be_kept {
    use super::*;

    const NOT_KEPT: &str = "Your last answer was not kept";
    const NOT_SUBMITTED: &str = "Your answers are not submitted";
    const WITHOUT_SERVICE_WORKERS: &str =
        "Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => undefined })";

    #[tokio::test]
    async fn for_want_of_space_is_said_at_once_and_nothing_is_half_done() {
        let keys = Keys::make();
        let site = Site::sealing_to(&keys);
        let mut visitor = Visitor::before(Habits::default(), &site).await;
        visitor.prepares(WITHOUT_SERVICE_WORKERS).await; // what is cached takes space as well
        visitor.has_space(Some(500_000)).await;
        visitor.loads("").await;
        visitor.begins_an_event().await;
        answers_some(&visitor, "gp", "often").await;
        // To and fro, until there is no space left.
        let mut times = 0;
        while !visitor.text().await.contains(NOT_KEPT) {
            visitor.chooses("frequency", ["always", "often"][times % 2]).await;
            times += 1;
            assert!(times < 500, "the storage never runs full");
        }
        let before = visitor.kept().await.draft().unwrap();
        visitor.chooses("frequency", "rarely").await;
        visitor.chooses("frequency", "always").await;
        visitor.sees("It failed because there is no space left on this device. Tell the organiser before you go on.").await;
        assert!(!visitor.text().await.contains("to a file"), "no file that the next person would find");
        visitor.skips_to_check().await;
        visitor.presses("Submit my answers").await;
        visitor.sees(NOT_SUBMITTED).await;
        visitor
            .sees(
                "It failed because there is no space left on this device. Try again, or tell the organiser.",
            )
            .await;
        visitor.sees("Nothing is submitted yet.").await;
        assert!(!visitor.text().await.contains("withdrawal code"), "a code without a record");
        let kept = visitor.kept().await;
        assert!(kept.records().is_empty(), "nothing is half done");
        assert_eq!(kept.draft(), Some(before), "what was kept stays");

        visitor.has_space(None).await;
        visitor.submits().await;
        finishes(&visitor).await;
        says(&keys.record(&visitor.kept().await), COMPLETED, &[("frequency", json!("always"))]);
        assert_eq!(visitor.kept().await.draft(), None);
        visitor.leaves().await;
    }

    #[tokio::test]
    async fn for_want_of_the_worker_from_the_start_is_said_at_once_and_goes_through_when_it_is_there() {
        let keys = Keys::make();
        let site = Site::sealing_to(&keys);
        let taken = site.takes_away_the_worker();
        let mut visitor = Visitor::before(Habits::default(), &site).await;
        visitor.loads("").await;
        visitor.begins_an_event().await;
        visitor.agrees().await;
        visitor.sees(NOT_KEPT).await;
        visitor.sees("Tell the organiser before you go on.").await;
        visitor.chooses("role", "gp").await;
        visitor.skips_to_check().await;
        visitor.presses("Submit my answers").await;
        visitor.sees(NOT_SUBMITTED).await;
        visitor.sees("the worker has stopped").await;
        assert!(visitor.kept().await.records().is_empty());
        site.puts_back(taken);
        visitor.submits().await;
        says(&keys.record(&visitor.kept().await), COMPLETED, &[("role", json!("gp"))]);
        finishes(&visitor).await;
        let _ = visitor.browser.log("browser").await; // the browser's own words on what was not there
        visitor.leaves().await;
    }

    /// Every worker that was started, so that it can be ended as a lack of memory ends it.
    const TAKE_DOWN_WORKERS: &str = "
        window.workers = [];
        window.Worker = class extends Worker {
          constructor(...of) { super(...of); workers.push(this); }
          dies() {
            this.terminate();
            this.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }));
          }
        };";

    #[tokio::test]
    async fn since_the_worker_died_is_kept_by_the_next_one() {
        let keys = Keys::make();
        let site = Site::sealing_to(&keys);
        let visitor = Visitor::at_an_event_prepared(&site, &[TAKE_DOWN_WORKERS]).await;
        answers_some(&visitor, "gp", "often").await;
        visitor.has_sealed(&keys, "frequency", &[json!("often")]).await;
        assert_eq!(visitor.runs("return workers.length").await, 1);
        visitor.runs("workers.at(-1).dies()").await;
        visitor.chooses("frequency", "always").await;
        visitor.has_sealed(&keys, "frequency", &[json!("always")]).await;
        assert_eq!(visitor.runs("return workers.length").await, 2);

        // While it seals what is submitted.
        visitor.skips_to_check().await;
        let submit_and_die = "
            [...document.querySelectorAll('main button')].find((it) => it.innerText === 'Submit my answers').click();
            const worker = workers.at(-1);
            const post = worker.postMessage;
            worker.postMessage = function (...what) { post.apply(this, what); setTimeout(() => this.dies()); };";
        visitor.runs(submit_and_die).await;
        visitor.sees(NOT_SUBMITTED).await;
        visitor.sees("the worker has stopped: out of memory").await;
        assert!(visitor.kept().await.records().is_empty());
        visitor.submits().await;
        finishes(&visitor).await;
        says(&keys.record(&visitor.kept().await), COMPLETED, &[("frequency", json!("always"))]);
        visitor.leaves().await;
    }

    #[tokio::test]
    async fn by_the_host_matters_to_nobody_who_has_begun() {
        let keys = Keys::make();
        let site = Site::sealing_to(&keys);
        let visitor = Visitor::at_an_event(&site).await;
        answers_some(&visitor, "gp", "often").await;
        visitor.has_sealed(&keys, "frequency", &[json!("often")]).await;
        drop(site);
        visitor.skips_to_check().await;
        visitor.submits().await;
        visitor.presses("See how your answers compare").await;
        visitor.is_at("/comparison", "How your answers compare").await;
        finishes(&visitor).await;
        answers_some(&visitor, "pcn", "rarely").await;
        visitor.skips_to_check().await;
        visitor.submits().await;
        finishes(&visitor).await;
        assert_eq!(keys.records(&visitor.kept().await).len(), 2);
        visitor.leaves().await;
    }
}
