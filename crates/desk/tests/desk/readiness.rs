//! The list of what is ready.

use crate::{KEY, facts};
use browser::offline::Host;
use desk::examination::Examined;
use desk::readiness::{App, Context, DeviceFacts, Line, Sealing, lines};
use seal::key::fingerprint;
use storage::database::StorageError;
use ui::words::NOT_WHOLE;

const RECIPIENTS: [&str; 2] = [KEY, "age1other"];

struct Setting {
    facts: DeviceFacts,
    examined: Examined,
    recipients: Vec<String>,
    withdraw_until: Option<&'static str>,
    drilled: Vec<String>,
    readable: bool,
    trouble: Option<StorageError>,
}

fn setting() -> Setting {
    Setting {
        facts: facts(),
        examined: Examined::Found(Vec::new()),
        recipients: RECIPIENTS.map(str::to_owned).to_vec(),
        withdraw_until: Some("2027-03-31"),
        drilled: RECIPIENTS.map(str::to_owned).to_vec(),
        readable: true,
        trouble: None,
    }
}

impl Setting {
    fn lines(&self) -> Vec<Line> {
        let Self { facts, examined, recipients, withdraw_until, drilled, readable, trouble } = self;
        let sealing = Sealing { recipients, withdraw_until: *withdraw_until, record: 100_000.0 };
        let sealing = readable.then_some(sealing);
        lines(facts, &Context { examined, sealing, drilled, trouble: trouble.as_ref() })
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
            "Page as the website sends it",
            "Study files",
            "Keys to which records are sealed",
            "Deleting a record on request",
            "Information sheet",
            "Contact, at the foot of the page",
            "Accessibility statement, at the foot of the page",
            "Test record sealed and opened",
            "Test record sealed and opened",
        ]
    );
    assert!(lines.iter().all(|line| line.ready), "{lines:?}");
}

#[test]
fn an_app_that_is_not_kept_may_not_start_without_a_connection() {
    setting().says("App kept on this device", true, &["It starts without a connection. Version 7f3a."]);
    let missing = Setting { facts: DeviceFacts { app: App::Incomplete, ..facts() }, ..setting() };
    missing.says(
        "App kept on this device",
        false,
        &["It is not complete yet, so without a connection it may not start. Connect the device, load this page again and \
           wait a minute. A private window never keeps it: use a normal one."],
    );
}

#[test]
fn an_app_that_is_on_its_way_says_so() {
    let coming = Setting { facts: DeviceFacts { app: App::Coming, ..facts() }, ..setting() };
    coming.says(
        "App kept on this device",
        false,
        &["It is coming, and not complete yet. Keep this page open and the device connected: this line changes by itself."],
    );
}

#[test]
fn a_page_of_another_version_than_the_one_that_is_kept_is_loaded_again() {
    let newer = Setting { facts: DeviceFacts { build: Some("8b1c".to_owned()), ..facts() }, ..setting() };
    newer.says(
        "App kept on this device",
        false,
        &["The version kept on this device is 7f3a, and this page is 8b1c. Load this page again, and close the survey in \
           other tabs."],
    );
}

#[test]
fn storage_that_may_be_cleared_is_not_ready() {
    let cleared = Setting { facts: DeviceFacts { persisted: Some(false), ..facts() }, ..setting() };
    cleared.says(
        "Storage is lasting",
        false,
        &["The browser may clear it when space runs short. Press the button below to ask for lasting storage. Some \
           browsers say yes only after the app was added to the home screen."],
    );
    let blocked = Setting { trouble: Some(StorageError::Blocked), ..setting() };
    blocked.says(
        "Storage is lasting",
        false,
        &["This browser does not let the page store anything, as in some private windows or where cookies are \
           blocked. Use a normal window, or allow this site to store data in the browser's settings."],
    );
}

#[test]
fn space_is_told_as_the_browser_reports_it_and_in_records() {
    let with = |space| Setting { facts: DeviceFacts { space, ..facts() }, ..setting() };
    let what_to_do = "Delete what is not needed on this device, such as photos and apps.";
    let spaces = [
        (4.56e9, "4.5 GB", "45,000", true),
        (5e7, "50 MB", "500", true),
        (4.9e7, "49 MB", "490", false),
        (0.0, "0 kB", "0", false),
    ];
    for (space, reported, records, ready) in spaces {
        let enough = format!(
            "The browser reports {reported} of free space. That would be enough for about {records} more records."
        );
        let says = if ready { enough } else { format!("{enough} {what_to_do}") };
        with(Some(space)).says("Space", ready, &[&says]);
    }
    with(None).says(
        "Space",
        false,
        &["The browser does not say how much there is. See in the device's settings that at least 1 GB is free."],
    );
}

#[test]
fn a_page_in_safari_is_told_what_safari_does_to_it() {
    let page = |safari| Setting { facts: DeviceFacts { installed: false, safari, ..facts() }, ..setting() };
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
            facts: DeviceFacts { ahead: ahead.map(|minutes| minutes * 60_000.0), made, ..facts() },
            ..setting()
        }
    };
    let agreed = "When this page was loaded it agreed with the website's clock.";
    with(Some(4.9), -10.0).says("Clock", true, &[reads, agreed]);
    with(None, -10.0).says("Clock", true, &[reads]);
    with(Some(7.0), -10.0).says(
        "Clock",
        false,
        &[
            reads,
            "When this page was loaded it was 7 minutes ahead of the website's clock. Set date and time in the device's \
             settings, and load this page again.",
        ],
    );
    with(Some(-7.0), -10.0).says(
        "Clock",
        false,
        &[
            reads,
            "When this page was loaded it was 7 minutes behind the website's clock. Set date and time in the device's \
             settings, and load this page again.",
        ],
    );
    with(None, 6.0).says(
        "Clock",
        false,
        &[reads, "That is before the study's files came to this device. Set date and time in the device's settings."],
    );
}

#[test]
fn a_page_that_is_cut_short_is_named_with_what_it_needs() {
    let cut = Setting { facts: DeviceFacts { whole: false, ..facts() }, ..setting() };
    cut.says("Page as the website sends it", false, &[NOT_WHOLE]);
}

#[test]
fn the_service_worker_says_of_a_page_that_is_cut_short_what_the_app_says() {
    let service_worker = std::fs::read_to_string(fixtures::project("sw.js")).unwrap();
    assert!(service_worker.contains(&serde_json::to_string(NOT_WHOLE).unwrap()));
}

#[test]
fn a_website_that_changes_the_page_is_named() {
    let with = |host| Setting { facts: DeviceFacts { host, ..facts() }, ..setting() };
    let about = "Page as the website sends it";
    with(Some(Host::Steady)).says(about, true, &["It is whole, and the same each time."]);
    with(None).says(about, true, &["It is whole. Whether the website changes it can't be told now."]);
    with(Some(Host::Writes)).says(
        about,
        false,
        &["The website writes something else into index.html each time that it sends it. The survey goes on with what \
           matters in it, but what people see is not quite what you wrote. Switch off whatever changes pages on the way, \
           such as e-mail protection, script loaders, banners and statistics, or use another website."],
    );
    with(Some(Host::Alternates)).says(
        about,
        false,
        &["The website sent different versions of this survey within a few minutes, so that devices and people may have \
           different ones. If you have just put a version there, wait five minutes and check again. If it goes on, see \
           that every server of the website has the same files."],
    );
}

#[test]
fn study_files_that_are_still_examined_are_not_said_to_fit_together() {
    let coming = Setting { examined: Examined::Coming, ..setting() };
    coming.says(
        "Study files",
        false,
        &["All five can be read, and are being examined: this line changes by itself."],
    );
}

#[test]
fn study_files_that_could_not_be_examined_are_examined_when_it_is_asked_for_again() {
    let not_loaded = Setting { examined: Examined::NotLoaded, ..setting() };
    not_loaded.says(
        "Study files",
        false,
        &["All five can be read. The part of the app that looks for mistakes in them did not come. Connect the device and \
           press 'Check again'."],
    );
}

#[test]
fn every_defect_of_the_study_is_listed() {
    let examined = Examined::Found(["settings.json: one", "release.json: two"].map_owned());
    Setting { examined, ..setting() }.says(
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
fn files_that_cannot_be_read_say_nothing_of_keys_and_space() {
    let examined = Examined::Found(["settings.json: one"].map_owned());
    let broken = Setting { examined, recipients: Vec::new(), readable: false, ..setting() };
    let untold = "This can't be told until the study files are valid.";
    broken.says("Keys to which records are sealed", false, &[untold]);
    broken.says("Test record sealed and opened", false, &[untold]);
    broken.says(
        "Space",
        false,
        &["The browser reports 5 GB of free space. For how many records that is enough can't be told until the study \
           files are valid."],
    );
    let about: Vec<&str> = broken.lines().iter().map(|line| line.about).collect();
    assert!(!about.contains(&"Information sheet") && !about.contains(&"Deleting a record on request"));
}

#[test]
fn people_are_not_promised_a_date_that_is_over() {
    let about = "Deleting a record on request";
    let on = |local| Setting { facts: DeviceFacts { local, ..facts() }, ..setting() };
    on([2027, 3, 31, 23, 59]).says(
        about,
        true,
        &["People are told that they can ask for it until 31 March 2027."],
    );
    on([2027, 4, 1, 0, 0]).says(
        about,
        false,
        &["People are told that they can ask for it until 31 March 2027, and that is over. Put a later date into \
           settings.json, as withdrawUntil, and load this page again."],
    );
}

#[test]
fn where_records_are_collected_the_sheet_says_by_whom() {
    let about = "Information sheet";
    let shipped =
        Setting { facts: DeviceFacts { unwritten: ["not-set-up"].to_vec(), ..facts() }, ..setting() };
    shipped.says(
        about,
        false,
        &["It still says that nobody has set this survey up or collects answers. In index.html replace the whole \
           paragraph with the id 'not-set-up' by one that says who collects them and whom to contact, raise the sheet's \
           data-version, and load this page again."],
    );
    setting().says(
        about,
        true,
        &["It no longer says that nobody has set this survey up. Read it once more, as people will."],
    );
    let collects_nothing = Setting { recipients: Vec::new(), withdraw_until: None, ..shipped };
    assert!(collects_nothing.lines().iter().all(|line| line.about != about));
}

#[test]
fn where_records_are_collected_the_foot_of_the_page_says_whom_to_tell_of_trouble() {
    let shipped = Setting {
        facts: DeviceFacts {
            unwritten: ["contact-not-set-up", "accessibility-not-set-up"].to_vec(),
            ..facts()
        },
        ..setting()
    };
    let (contact, statement) =
        ("Contact, at the foot of the page", "Accessibility statement, at the foot of the page");
    shipped.says(
        contact,
        false,
        &["It still says that there is nobody to contact. In index.html replace the whole paragraph with the id \
           'contact-not-set-up' by one that says who runs the survey, with an email address and a telephone number, and \
           load this page again."],
    );
    shipped.says(
        statement,
        false,
        &["It still says that it is not complete. In index.html replace the whole paragraph with the id \
           'accessibility-not-set-up' by one that says whose statement it is, on which day it was prepared and within \
           how many days you answer, and load this page again."],
    );
    setting().says(contact, true, &["It no longer says that there is nobody to contact."]);
    setting().says(statement, true, &["It no longer says that it is not complete."]);
}

#[test]
fn the_passages_that_an_organiser_is_to_write_are_known_by_their_ids() {
    let page = std::fs::read_to_string(fixtures::project("index.html")).unwrap();
    let (sheet, foot) = page.split_once("</article>").unwrap();
    assert!(sheet.contains("id=\"not-set-up\">This copy of the survey has not been set up by an organiser."));
    assert!(
        foot.contains(
            "id=\"contact-not-set-up\">This copy of the survey has not been set up by an organiser."
        )
    );
    assert!(foot.contains("id=\"accessibility-not-set-up\">The organiser of this survey has not completed"));
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
    assert_eq!(fingerprint(&format!(" {KEY}\n")), fingerprint(KEY), "space around it does not matter");
}
