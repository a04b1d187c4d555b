//! The list of what is ready.

use crate::{KEY, facts};
use hiquality::browser::store::NotKept;
use hiquality::ui::desk::readiness::{Around, Facts, Line, lines};
use hiquality::ui::desk::words::fingerprint;

const RECIPIENTS: [&str; 2] = [KEY, "age1other"];

struct Setting {
    facts: Facts,
    defects: Vec<String>,
    recipients: Vec<String>,
    drilled: Vec<String>,
    trouble: Option<NotKept>,
}

fn setting() -> Setting {
    Setting {
        facts: facts(),
        defects: Vec::new(),
        recipients: RECIPIENTS.map(str::to_owned).to_vec(),
        drilled: RECIPIENTS.map(str::to_owned).to_vec(),
        trouble: None,
    }
}

impl Setting {
    fn lines(&self) -> Vec<Line> {
        let Self { facts, defects, recipients, drilled, trouble } = self;
        lines(facts, &Around { defects, recipients, drilled, record: 100_000.0, trouble: trouble.as_ref() })
    }

    /// The line about this is so, and says this.
    #[track_caller]
    fn says(&self, about: &str, ready: bool, words: &[&str]) {
        let lines = self.lines();
        let line = lines.iter().find(|line| line.about == about).unwrap();
        assert_eq!((line.ready, line.says.as_slice()), (ready, words.map_owned().as_slice()));
    }
}

trait MapOwned {
    fn map_owned(&self) -> Vec<String>;
}

impl MapOwned for [&str] {
    fn map_owned(&self) -> Vec<String> {
        self.iter().map(|words| (*words).to_owned()).collect()
    }
}

#[test]
fn a_device_can_be_ready() {
    let lines = setting().lines();
    let about: Vec<&str> = lines.iter().map(|line| line.about).collect();
    assert_eq!(
        about,
        [
            "App kept on this device",
            "Storage is lasting",
            "Space",
            "Opened from the home screen",
            "Clock",
            "Study files",
            "Keys to which records are sealed",
            "Test record sealed and opened",
            "Test record sealed and opened",
        ]
    );
    assert!(lines.iter().all(|line| line.ready), "{lines:?}");
}

#[test]
fn an_app_that_is_not_kept_may_not_start_without_a_connection() {
    setting().says("App kept on this device", true, &["It starts without a connection. Version 7f3a."]);
    let missing = Setting { facts: Facts { complete: false, ..facts() }, ..setting() };
    missing.says(
        "App kept on this device",
        false,
        &["It is not complete yet, so without a connection it may not start. Connect the device, load this page again and \
           wait a minute. A private window never keeps it: use a normal one."],
    );
}

#[test]
fn a_page_of_another_version_than_the_one_that_is_kept_is_loaded_again() {
    let newer = Setting { facts: Facts { build: Some("8b1c".to_owned()), ..facts() }, ..setting() };
    newer.says(
        "App kept on this device",
        false,
        &["The version kept on this device is 7f3a, and this page is 8b1c. Load this page again, and close the survey in \
           other tabs."],
    );
}

#[test]
fn storage_that_may_be_cleared_is_not_ready() {
    let cleared = Setting { facts: Facts { persisted: Some(false), ..facts() }, ..setting() };
    cleared.says(
        "Storage is lasting",
        false,
        &["The browser may clear it when space runs short. Press the button below to ask for lasting storage. Some \
           browsers say yes only after the app was added to the home screen."],
    );
    let blocked = Setting { trouble: Some(NotKept::Blocked), ..setting() };
    blocked.says(
        "Storage is lasting",
        false,
        &["This browser does not let the page store anything, as in some private windows or where cookies are \
           blocked. Use a normal window, or allow this site to store data in the browser's settings."],
    );
}

#[test]
fn space_is_told_in_records() {
    let with = |space| Setting { facts: Facts { space, ..facts() }, ..setting() };
    with(Some(5e9)).says("Space", true, &["Enough for about 50,000 more records."]);
    with(Some(5e7)).says("Space", true, &["Enough for about 500 more records."]);
    with(Some(4.9e7)).says(
        "Space",
        false,
        &["Enough for about 490 more records. Delete what is not needed on this device, such as photos and apps."],
    );
    with(Some(0.0)).says(
        "Space",
        false,
        &["Enough for about 0 more records. Delete what is not needed on this device, such as photos and apps."],
    );
    with(None).says(
        "Space",
        false,
        &["The browser does not say how much there is. See in the device's settings that at least 1 GB is free."],
    );
}

#[test]
fn a_page_in_safari_is_told_what_safari_does_to_it() {
    let page = |safari| Setting { facts: Facts { installed: false, safari, ..facts() }, ..setting() };
    page(true).says(
        "Opened from the home screen",
        false,
        &["This is a page in a browser. Safari deletes what a page keeps, records too, when the page is not visited for \
           seven days. This does not happen to apps on the home screen. In Safari press Share, then Add to Home Screen, \
           and open the app from there: it has a storage of its own, so check everything again in it."],
    );
    page(false).says(
        "Opened from the home screen",
        false,
        &["This is a page in a browser. Open the browser's menu, press Install app or Add to Home screen, and open the \
           app from there. It then fills the screen."],
    );
}

#[test]
fn a_clock_is_compared_with_the_host_and_with_the_files() {
    let reads = "It says 21 November 2026, 10:00. Compare this with another clock.";
    let with = |ahead: Option<f64>, made: f64| {
        let made = Some(facts().now + made * 60_000.0);
        Setting {
            facts: Facts { ahead: ahead.map(|minutes| minutes * 60_000.0), made, ..facts() },
            ..setting()
        }
    };
    with(Some(4.9), -10.0).says("Clock", true, &[reads, "It agrees with the website's clock."]);
    with(None, -10.0).says("Clock", true, &[reads]);
    with(Some(7.0), -10.0).says(
        "Clock",
        false,
        &[reads, "It is 7 minutes ahead of the website's clock. Set date and time in the device's settings."],
    );
    with(Some(-7.0), -10.0).says(
        "Clock",
        false,
        &[reads, "It is 7 minutes behind the website's clock. Set date and time in the device's settings."],
    );
    with(None, 6.0).says(
        "Clock",
        false,
        &[reads, "That is before the study's files came to this device. Set date and time in the device's settings."],
    );
}

#[test]
fn every_defect_of_the_study_is_listed() {
    let defects = ["settings.json: one".to_owned(), "release.json: two".to_owned()].to_vec();
    Setting { defects, ..setting() }.says(
        "Study files",
        false,
        &[
            "Correct these in the folder 'study', and load this page again:",
            "settings.json: one",
            "release.json: two",
        ],
    );
}

#[test]
fn one_key_works_and_two_are_safer() {
    let with = |count: usize| Setting { recipients: RECIPIENTS[..count].map_owned(), ..setting() };
    let [one, two] = RECIPIENTS.map(|key| format!("Fingerprint {}", fingerprint(key)));
    let about = "Keys to which records are sealed";
    with(0).says(
        about,
        false,
        &["settings.json names none, so records are not sealed and can't be collected. Make a key at the desk and put \
           settings.json beside the app."],
    );
    with(1).says(
        about,
        true,
        &[
            &one,
            "One key works. If it is lost, every record is lost: a second one, kept by a colleague, is safer.",
        ],
    );
    with(2).says(about, true, &[&one, &two, "Any one of them opens the records."]);
}

#[test]
fn each_key_is_tested_on_the_device() {
    let about = "Test record sealed and opened";
    let print = fingerprint(KEY);
    let tested = Setting { recipients: [KEY].map_owned(), ..setting() };
    tested.says(about, true, &[&format!("Key {print} opened a test record that this device sealed.")]);
    let untested = Setting { drilled: Vec::new(), ..tested };
    untested.says(
        about,
        false,
        &[&format!("Key {print} was not tested on this device. Do it below, with its key file.")],
    );
    let of_another = Setting { drilled: ["age1lost"].map_owned(), ..untested };
    assert!(!of_another.lines().last().unwrap().ready);
}

#[test]
fn a_fingerprint_is_what_sha256sum_says_of_the_key() {
    assert_eq!(fingerprint("abc"), "ba78 16bf 8f01 cfea 4141");
    let key = hiquality::seal::key::PublicKey::read(KEY).unwrap();
    assert_eq!(fingerprint(KEY), hiquality::seal::key::fingerprint(&key));
}
