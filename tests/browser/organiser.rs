//! The organiser's day: a key is made at the desk, a tablet is made ready, and from then on there is no network. What
//! people say is carried to the desk on a stick, and the tablet deletes what the desk has.

use super::browser::Habits;
use super::engine::Engine;
use super::event::{answers_some, finishes, leaves_contact_details};
use super::kept::answers_in;
use super::keyboard::Keyboard;
use super::keys::{Keys, PASSPHRASE};
use super::outside;
use super::site::Site;
use super::stick::Stick;
use super::unfinished::keeps;
use super::visitor::Visitor;
use desk::readiness::UNWRITTEN;
use engine::plain::{read, written};
use fantoccini::key::Key;
use seal::code::Code;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use zip::{DateTime, ZipArchive};

pub(crate) const PIN: &str = "314159";
const PASSPHRASE_OF_THE_DESK: &str = "tea at the mosque, twice";
pub(crate) const RECORDS: &str = "hiquality-Tablet-A-1.zip";
const SECOND: &str = "hiquality-Tablet-A-2.zip";
pub(crate) const DETAILS: &str = "hiquality-contact-details-";

/// A tablet at an event and the organiser's desk, between which there is nothing but a stick.
pub(crate) struct Day {
    pub(crate) tablet: Visitor,
    pub(crate) desk: Visitor,
    pub(crate) stick: Stick,
    pub(crate) keys: Keys,
}

impl Day {
    /// Everything was made ready, and the network is gone.
    pub(crate) async fn begins() -> Self {
        let (keys, stick) = (Keys::make(), Stick::new());
        let site = Site::sealing_to(&keys);
        let mut tablet = Visitor::of(&site).await;
        starts_event_mode(&mut tablet).await;
        let desk = Visitor::of(&site).await;
        desk.loads("#/desk").await;
        for visitor in [&tablet, &desk] {
            visitor.has_the_whole_app().await;
        }
        for visitor in [&tablet, &desk] {
            stick.is_put_into(visitor).await;
        }
        Self { tablet, desk, stick, keys }
    }

    /// In the evening: the organiser exports all records at the tablet, behind the PIN.
    pub(crate) async fn exports(&self) -> PathBuf {
        is_at_the_records(&self.tablet).await;
        exports(&self.tablet, &self.stick, "Export records", RECORDS).await
    }

    /// The organiser opens files at the desk, with the key. Returns what it says of each.
    pub(crate) async fn opens(&self, files: &[&Path]) -> Reports {
        self.desk.loads("#/desk/keys").await;
        self.desk.is_at("/desk/keys", "Keys").await;
        if !self.desk.text().await.contains("Open on this page") {
            let key = self.stick.gets("key.age", self.keys.file());
            opens_the_key(&self.desk, &key, PASSPHRASE).await;
        }
        opens_files(&self.desk, files).await
    }

    /// The day is over.
    pub(crate) async fn ends(self) {
        for visitor in [self.tablet, self.desk] {
            visitor.leaves().await;
        }
    }
}

/// What the desk says of each file that was opened: what it is about, and how it is.
pub(crate) type Reports = BTreeMap<String, BTreeMap<String, String>>;

pub(crate) fn code(report: &BTreeMap<String, String>) -> &str {
    &report["Check code"]
}

// At the tablet.

/// The organiser starts event mode, and hands the tablet over at the information.
pub(crate) async fn starts_event_mode(tablet: &mut Visitor) {
    tablet.loads("#/ready/event").await;
    tablet.is_at("/ready/event", "Event mode").await;
    fills_in_and_starts(tablet).await;
    tablet.has_begun_an_event().await;
}

/// The organiser names the tablet, chooses a PIN and starts.
pub(crate) async fn fills_in_and_starts(tablet: &Visitor) {
    for (field, words) in [("label", "Tablet A"), ("new-pin", PIN), ("pin-again", PIN)] {
        tablet.writes(field, words).await;
    }
    tablet.presses("Start event mode").await;
}

/// The organiser takes the tablet back.
pub(crate) async fn enters_the_pin(tablet: &Visitor) {
    tablet.presses("For the organiser").await;
    tablet.is_at("/ready", "Enter the PIN of this device").await;
    tablet.writes("pin", PIN).await;
    tablet.presses("Continue").await;
    tablet.is_at("/ready", "Is this device ready?").await;
}

pub(crate) async fn is_at_the_records(tablet: &Visitor) {
    enters_the_pin(tablet).await;
    tablet.presses("Records").await;
    tablet.is_at("/ready/records", "Records on this device").await;
}

/// Presses a button, and finds the file of this beginning on the stick.
pub(crate) async fn exports(tablet: &Visitor, stick: &Stick, button: &str, beginning: &str) -> PathBuf {
    tablet.presses(button).await;
    tablet.sees("Open it at the desk. The desk then shows a check code: enter it below.").await;
    stick.has(beginning).await
}

pub(crate) async fn confirms(tablet: &Visitor, code: &str) {
    tablet.writes("check-code", code).await;
    tablet.presses("Delete what the desk has").await;
}

/// What the tablet says of its readiness: what it is about, and how it is.
async fn readiness(tablet: &Visitor) -> Value {
    let read = "
        return Object.fromEntries([...document.querySelectorAll('.app-checks__item')].map((line) =>
          [line.querySelector('strong').innerText, line.querySelector('.app-mark').innerText]));";
    tablet.runs(read).await
}

// At the desk.

pub(crate) async fn opens_the_key(desk: &Visitor, file: &Path, passphrase: &str) {
    desk.writes("key-file", file.to_str().unwrap()).await;
    desk.writes("passphrase", passphrase).await;
    desk.presses("Open the key").await;
    desk.sees("The key is open on this page.").await;
}

pub(crate) async fn opens_files(desk: &Visitor, files: &[&Path]) -> Reports {
    desk.presses("Open files").await;
    desk.is_at("/desk/open", "Open what devices handed over").await;
    let files: Vec<&str> = files.iter().map(|file| file.to_str().unwrap()).collect();
    desk.writes("files", &files.join("\n")).await;
    desk.presses("Open the files").await;
    desk.waits_for("the files to be opened", async || desk.has("#notice").await).await;
    reports(desk).await
}

/// Of files that were opened again, what was said last.
async fn reports(desk: &Visitor) -> Reports {
    let read = "
        return Object.fromEntries([...document.querySelectorAll('main h3')].reverse().map((file) => {
          const says = {};
          for (let it = file.nextElementSibling; it && !it.matches('h2, h3'); it = it.nextElementSibling) {
            for (const row of it.querySelectorAll('dt')) says[row.innerText] = row.nextElementSibling.innerText;
            const code = it.querySelector('.app-check-code');
            if (code) says['Check code'] = code.innerText;
            if (it.matches('.app-warning')) says['Not right'] = it.innerText;
          }
          return [file.innerText, says];
        }));";
    serde_json::from_value(desk.runs(read).await).unwrap()
}

/// Makes a key at the desk and proves it. Returns its file, and the settings for the devices.
async fn makes_a_key(desk: &Visitor, stick: &Stick) -> [PathBuf; 2] {
    desk.loads("#/desk").await;
    desk.is_at("/desk", "The organiser's desk").await;
    desk.sees("None. Records are not sealed, and nobody collects them").await;
    desk.presses("Make a key").await;
    desk.is_at("/desk/keys", "Keys").await;
    for field in ["new-passphrase", "passphrase-again"] {
        desk.writes(field, PASSPHRASE_OF_THE_DESK).await;
    }
    desk.presses("Make a key").await;
    desk.presses("Save the key file").await;
    let key = stick.has("hiquality-key-").await;
    desk.writes("saved-key", key.to_str().unwrap()).await;
    desk.writes("saved-passphrase", PASSPHRASE_OF_THE_DESK).await;
    desk.presses("Open the saved file").await;
    desk.sees("The file and the passphrase work. You can use this key now.").await;
    sets_the_date(desk, "2027-03-31").await;
    desk.presses("Save settings.json with this key").await;
    [key, stick.has("settings.json").await]
}

/// A date as FHIR writes it; how it is typed depends on the browser's language.
pub(crate) async fn sets_the_date(desk: &Visitor, date: &str) {
    let set = "
        const box = document.getElementById('withdraw-until');
        box.value = arguments[0];
        box.dispatchEvent(new InputEvent('input', { bubbles: true }));";
    desk.waits_for("the date to be asked", async || desk.has("#withdraw-until").await).await;
    desk.runs_with(set, vec![json!(date)]).await;
}

// The files.

/// What is in a file that a tablet handed over, as anyone can unpack it. Nothing in it tells when it was made.
pub(crate) fn unpacked(file: &Path) -> BTreeMap<String, String> {
    let mut zip = ZipArchive::new(File::open(file).unwrap()).unwrap();
    let mut texts = BTreeMap::new();
    let mut names = Vec::new();
    for nth in 0..zip.len() {
        let mut file = zip.by_index(nth).unwrap();
        let name = file.name().unwrap().into_owned();
        assert_eq!(file.last_modified(), Some(DateTime::DEFAULT), "{name}");
        let mut text = String::new();
        file.read_to_string(&mut text).unwrap();
        names.push(name.clone());
        texts.insert(name, text);
    }
    let sealed = names.iter().filter(|name| name.contains('/'));
    assert!(sealed.is_sorted(), "they stand in the order of their hashes, which is a shuffle");
    texts
}

fn manifest(texts: &BTreeMap<String, String>) -> Value {
    serde_json::from_str(&texts["manifest.json"]).unwrap()
}

fn keys_of(document: &Value) -> Vec<&str> {
    document.as_object().unwrap().keys().map(String::as_str).collect()
}

/// A shuffle of hashes, how many there are, and what the organiser knows: nothing tells who was when.
fn betrays_no_order_and_no_times(records: &Value, details: &Value) {
    let of_both = ["check", "content", "count", "damaged", "format", "hashes", "version"];
    assert_eq!(keys_of(details), of_both, "contact details do not even tell the tablet");
    let mut of_records = [&of_both[..], &["device", "instrument", "label", "number"]].concat();
    of_records.sort_unstable();
    assert_eq!(keys_of(records), of_records);
    for manifest in [records, details] {
        let hashes = manifest["hashes"].as_array().unwrap();
        assert!(hashes.is_sorted_by_key(|hash| hash.as_str().unwrap().to_owned()));
    }
    let hashes = |manifest: &Value| -> BTreeSet<String> {
        serde_json::from_value(manifest["hashes"].clone()).unwrap()
    };
    assert!(hashes(records).is_disjoint(&hashes(details)));
    assert_ne!(records["check"], details["check"]);
}

/// What is sealed in a file, opened by the app's own means and by the `age` command.
fn opened(texts: &BTreeMap<String, String>, keys: &Keys) -> Vec<String> {
    let sealed = texts.iter().filter(|(name, _)| name.ends_with(".age"));
    let open = |(_, sealed): (&String, &String)| {
        let text = keys.text(sealed);
        let by_age = outside::opened(sealed, keys.secret());
        assert!(by_age.is_none_or(|by_age| by_age.trim_end_matches(' ') == text));
        text
    };
    sealed.map(open).collect()
}

/// The role and the status of each record among these texts.
fn said<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    let records = texts.filter_map(|text| serde_json::from_str(text).ok());
    records.map(|it: Value| json!([answers_in(&it)["role"][0], it["status"]]).to_string()).collect()
}

/// What two people say, of whom one leaves contact details and the other walks off.
fn said_by_two() -> BTreeSet<String> {
    [r#"["gp","completed"]"#, r#"["pcn","in-progress"]"#].map(str::to_owned).into()
}

pub(crate) async fn two_people_answer(tablet: &Visitor) {
    answers_some(tablet, "gp", "often").await;
    tablet.skips_to_check().await;
    tablet.submits().await;
    tablet.presses("Leave my contact details").await;
    leaves_contact_details(tablet).await;
    tablet.presses("Back").await;
    tablet.is_at("/done", "Thank you for taking part").await;
    finishes(tablet).await;
    someone_walks_off(tablet, "pcn").await;
    tablet.sees("2 records wait to be exported, the oldest since today.").await;
}

pub(crate) async fn someone_walks_off(tablet: &Visitor, role: &str) {
    answers_some(tablet, role, "rarely").await;
    tablet.presses("Start afresh for the next person").await;
    tablet.finds_the_tablet_ready().await;
}

// The tests.

#[tokio::test]
async fn a_day_without_a_network_ends_with_every_record_at_the_desk_and_none_on_the_tablet() {
    a_day(Engine::Chromium).await;
}

/// From the key that is made at the desk to the next morning, in any browser.
pub(crate) async fn a_day(engine: Engine) {
    let site = Site::of_a_named_organiser();
    let stick = Stick::new();

    // At the desk, with a network.
    let desk = Visitor::before(Habits::of(engine), &site).await;
    stick.is_put_into(&desk).await;
    let [key, settings] = makes_a_key(&desk, &stick).await;
    if let Some(by_age) = outside::key_in(&fs::read_to_string(&key).unwrap(), PASSPHRASE_OF_THE_DESK) {
        let settings: Value = serde_json::from_str(&fs::read_to_string(&settings).unwrap()).unwrap();
        let [public] = settings["recipients"].as_array().unwrap().as_slice() else { panic!("{settings}") };
        assert!(by_age.contains(public.as_str().unwrap()) && by_age.contains("AGE-SECRET-KEY-1"));
    }
    site.edit("study/settings.json", |_| fs::read_to_string(&settings).unwrap());
    site.edit("index.html", |page| {
        UNWRITTEN.iter().fold(page.to_owned(), |page, id| page.replace(&format!(" id=\"{id}\""), ""))
    });
    desk.opens("about:blank").await;
    desk.loads("#/desk").await;
    desk.is_at("/desk", "The organiser's desk").await;
    desk.sees("1. If it is lost, every record is lost: a second one is safer").await;

    // At the tablet, with a network.
    let mut tablet = Visitor::with(Habits::of(engine), &site).await;
    stick.is_put_into(&tablet).await;
    tablet.can_do_without_the_network().await;
    is_made_ready(&tablet, &key).await;
    starts_event_mode(&mut tablet).await;

    // No network from here on.
    desk.has_the_whole_app().await;
    drop(site);
    two_people_answer(&tablet).await;

    // In the evening.
    let before = tablet.kept().await;
    is_at_the_records(&tablet).await;
    let records = exports(&tablet, &stick, "Export records", RECORDS).await;
    tablet.sees("hiquality-Tablet-A-1.zip is made, with 2 records.").await;
    let details = exports(&tablet, &stick, "Export contact details", DETAILS).await;
    let details_file = details.file_name().unwrap().to_str().unwrap().to_owned();
    tablet.sees(&format!("{details_file} is made, with 1 person's contact details.")).await;
    let kept = tablet.kept().await;
    assert_eq!(kept.records(), before.records(), "nothing is deleted by exporting");
    assert_eq!(kept.contact_details(), before.contact_details());

    // At the desk, without a network.
    desk.opens("about:blank").await;
    desk.loads("#/desk/keys").await;
    desk.is_at("/desk/keys", "Keys").await;
    opens_the_key(&desk, &key, PASSPHRASE_OF_THE_DESK).await;
    let reports = opens_files(&desk, &[&records, &details]).await;
    desk.sees("2 files were gone through: 2 records are new.").await;
    let [of_records, of_details] = [RECORDS, &details_file].map(|file| &reports[file]);
    let says = [
        ("Device", "Tablet A"),
        ("Export number", "1"),
        ("New records, complete", "1"),
        ("New records, broken off", "1"),
        ("Records known already", "0"),
    ];
    for (about, says) in says {
        assert_eq!(of_records[about], says, "{about}");
    }
    assert_eq!((of_records.get("Not right"), of_details.get("Not right")), (None, None));
    assert_eq!(of_details["Contact details"], "1");
    desk.sees("2 records: 1 complete, 1 broken off.").await;
    desk.sees("Ada Lovelace").await;
    desk.presses("Save the opened records").await;
    let saved = fs::read_to_string(stick.has("hiquality-records.ndjson").await).unwrap();
    assert_eq!(said(saved.lines()), said_by_two());
    desk.presses("Save the contact details").await;
    let table = fs::read_to_string(stick.has("hiquality-contact-details.csv").await).unwrap();
    assert!(table.contains("Ada Lovelace") && table.contains("ada@example.org"), "{table}");

    // Back at the tablet.
    confirms(&tablet, &Code::from_random(&[7; 8]).to_string()).await;
    tablet.sees("This code belongs to no export from this device.").await;
    assert_eq!(tablet.kept().await.records(), before.records(), "nobody but the desk can have it deleted");
    tablet.runs("document.getElementById('check-code').select()").await;
    confirms(&tablet, code(of_records)).await;
    tablet.sees("2 records deleted from this device. None remain.").await;
    let kept = tablet.kept().await;
    assert!(kept.records().is_empty());
    assert_eq!(kept.contact_details(), before.contact_details());
    confirms(&tablet, &code(of_details).to_lowercase().replace('-', " ")).await;
    tablet.sees("1 person's contact details deleted from this device. None remain.").await;
    assert!(tablet.kept().await.contact_details().is_empty());
    let nothing_waits = async || !tablet.text().await.contains("not confirmed yet");
    tablet.waits_for("every export to be confirmed", nothing_waits).await;
    tablet.presses("Event mode").await;
    tablet.is_at("/ready/event", "Event mode").await;
    tablet.presses("Leave event mode").await;
    tablet.sees("Event mode is off.").await;

    // The next day the desk needs the key only.
    desk.reloads().await;
    desk.is_at("/desk/open", "Open what devices handed over").await;
    desk.sees("2 records are kept in this browser, sealed.").await;
    assert!(!desk.text().await.contains("Ada Lovelace"), "contact details are not kept at the desk");
    desk.presses("Open a key").await;
    desk.is_at("/desk/keys", "Keys").await;
    opens_the_key(&desk, &key, PASSPHRASE_OF_THE_DESK).await;
    desk.presses("Open files").await;
    desk.presses("Open what is kept here").await;
    desk.sees("2 records are open on this page.").await;
    for visitor in [tablet, desk] {
        visitor.leaves().await;
    }
}

/// Looks at all that the tablet says of itself, and does what is to be done about it.
async fn is_made_ready(tablet: &Visitor, key: &Path) {
    let engine = tablet.browser.engine();
    if engine == Engine::Chromium {
        // Firefox has been told so before, and WebKit can't be.
        tablet.browser.tools("Browser.grantPermissions", json!({ "permissions": ["durableStorage"] })).await;
    }
    tablet.loads("#/ready").await;
    tablet.is_at("/ready", "Is this device ready?").await;
    if tablet.text().await.contains("Ask for lasting storage") {
        tablet.presses("Ask for lasting storage").await;
        tablet.sees("The browser will not clear what is kept here by itself.").await;
    }
    let [yes, no] = ["✓ Ready", "✗ Not ready"];
    // WebKitGTK says nothing of its storage.
    let (of_storage, before, after) = match engine {
        Engine::WebKit => (no, "4 things are not ready.", "3 things are not ready."),
        Engine::Chromium | Engine::Firefox => (yes, "2 things are not ready.", "One thing is not ready."),
    };
    let mut lines = json!({
        "App kept on this device": yes,
        "Storage is lasting": of_storage,
        "Space": of_storage,
        "Opened from the home screen": no,
        "Clock": yes,
        "Page as the website sends it": yes,
        "Study files": yes,
        "Keys to which records are sealed": yes,
        "Deleting a record on request": yes,
        "Information sheet": yes,
        "Contact, at the foot of the page": yes,
        "Accessibility statement, at the foot of the page": yes,
        "Test record sealed and opened": no,
        "Held to this app": "By hand",
    });
    tablet.waits_for("the readiness", async || readiness(tablet).await == lines).await;
    tablet.sees(before).await;

    let stranger = Stick::new();
    let other = stranger.gets("other.age", Keys::make().file());
    for (file, passphrase, said) in [
        (&*other, PASSPHRASE, "This key file has another key than those that records are sealed to"),
        (key, PASSPHRASE_OF_THE_DESK, "A test record was sealed on this device and opened with the key"),
    ] {
        tablet.writes("test-key", file.to_str().unwrap()).await;
        tablet.writes("test-passphrase", passphrase).await;
        tablet.presses("Seal and open a test record").await;
        tablet.sees(said).await;
        assert_eq!(tablet.written("test-key").await, "", "the device must not keep the key");
    }
    tablet.clicks("label[for='guided']").await;
    lines["Test record sealed and opened"] = json!(yes);
    lines["Held to this app"] = json!(yes);
    tablet.waits_for("the readiness", async || readiness(tablet).await == lines).await;
    tablet.sees(after).await; // a page in a browser is not on the home screen
}

#[tokio::test]
async fn what_a_tablet_hands_over_opens_without_the_app_and_tells_of_no_order_and_no_time() {
    let day = Day::begins().await;
    two_people_answer(&day.tablet).await;
    let records = day.exports().await;
    let details = exports(&day.tablet, &day.stick, "Export contact details", DETAILS).await;
    let [records, details] = [records, details].map(|file| unpacked(&file));
    betrays_no_order_and_no_times(&manifest(&records), &manifest(&details));
    let [records, details] = [records, details].map(|texts| opened(&texts, &day.keys));
    assert_eq!((records.len(), details.len()), (3, 2), "a check code is in each");
    assert_eq!(said(records.iter().map(String::as_str)), said_by_two());
    assert!(details.iter().any(|text| text.contains("ada@example.org")));
    day.ends().await;
}

mod without_the_pin {
    use super::*;
    use seal::device::{self, Attempts};

    /// For how many seconds the tablet has noted that the next attempt has to wait.
    async fn noted_wait(tablet: &Visitor) -> u32 {
        let kept = tablet.kept().await.0;
        let attempts = kept["databases"][device::DATABASE][device::STORE][device::name::ATTEMPTS].as_str();
        read::<Attempts>(attempts.unwrap()).unwrap().wait
    }

    /// What the page has its worker do, by name.
    const ASKS: &str = "
        window.asked = [];
        const post = Worker.prototype.postMessage;
        Worker.prototype.postMessage = function (message, ...rest) {
          asked.push(message[0]);
          return post.call(this, message, ...rest);
        };";

    /// Whether the page gathers figures, and whether it counts the next person.
    async fn gathers_and_counts(tablet: &Visitor) -> [bool; 2] {
        tablet.agrees().await;
        tablet.chooses("role", "gp").await;
        tablet.skips_to_check().await;
        tablet.submits().await;
        let asked = tablet.runs("return asked").await;
        finishes(tablet).await;
        ["Gather", "Count"].map(|name| asked.as_array().unwrap().contains(&json!(name)))
    }

    #[tokio::test]
    async fn nobody_has_the_figures_begin_anew_by_loading_the_page_again() {
        let site = Site::sealing_to(&Keys::make());
        let mut tablet = Visitor::before(Habits::default(), &site).await;
        tablet.prepares(ASKS).await;
        tablet.loads("#/ready/event").await;
        tablet.is_at("/ready/event", "Event mode").await;
        tablet.sees("could still tell what others said").await;
        tablet.clicks("label[for='snapshot']").await;
        fills_in_and_starts(&tablet).await;
        tablet.has_begun_an_event().await;
        // As long as nobody is counted, there is nothing to begin anew.
        tablet.reloads().await;
        tablet.finds_the_tablet_ready().await;
        assert_eq!(gathers_and_counts(&tablet).await, [true, true]);
        assert_eq!(gathers_and_counts(&tablet).await, [true, true]);
        for place in ["?again", "#/ready"] {
            tablet.loads(place).await;
            tablet.loads("").await;
            tablet.finds_the_tablet_ready().await;
            assert_eq!(gathers_and_counts(&tablet).await, [false, false]);
        }
        enters_the_pin(&tablet).await;
        tablet.presses("Event mode").await;
        tablet.sees("people see none until you enter the PIN here once more").await;
        tablet.presses("Back to the survey").await;
        tablet.finds_the_tablet_ready().await;
        assert_eq!(gathers_and_counts(&tablet).await, [true, true]);
        tablet.leaves().await;
    }

    #[tokio::test]
    async fn nobody_gets_at_the_records_and_after_three_wrong_ones_the_next_has_to_wait() {
        let Day { tablet, desk, .. } = Day::begins().await;
        desk.leaves().await;
        tablet.takes_down_looks().await;
        someone_walks_off(&tablet, "gp").await;
        tablet.presses("For the organiser").await;
        tablet.is_at("/ready", "Enter the PIN of this device").await;
        for (nth, said) in [
            "That is not the PIN of this device. Check it and enter it again",
            "That is not the PIN of this device. Check it and enter it again",
            "That is not the PIN of this device. Wait ",
        ]
        .into_iter()
        .enumerate()
        {
            tablet.writes("pin", &format!("00000{nth}")).await;
            tablet.presses("Continue").await;
            tablet.waits_for("the answer", async || tablet.written("pin").await.is_empty()).await;
            tablet.sees(said).await;
        }
        // Loading the page again, another place, and the right PIN are of no help.
        for place in ["#/ready/records", "#/ready/event", "#/desk/open", "#/ready"] {
            tablet.opens("about:blank").await;
            tablet.loads(place).await;
            tablet.is_at(&place[1..], "Enter the PIN of this device").await;
            let text = tablet.text().await;
            assert!(
                !["Export", "Leave event mode", "Open files"].iter().any(|it| text.contains(it)),
                "{text}"
            );
        }
        tablet.sees("You can try again in").await;
        tablet.writes("pin", PIN).await;
        tablet.presses("Continue").await;
        tablet.sees("There is a problem Wait ").await;

        // People can go on answering meanwhile.
        tablet.presses("Back to the survey").await;
        tablet.finds_the_tablet_ready().await;
        someone_walks_off(&tablet, "pcn").await;
        tablet.sees("2 records wait").await;

        // After five, when they are two minutes. No clock shortens or lengthens them, and what has passed stays so.
        let attempts = written(&Attempts { failed: 5, wait: 120 });
        keeps(&tablet, device::DATABASE, device::STORE, device::name::ATTEMPTS, &attempts).await;
        tablet.presses("For the organiser").await;
        tablet.is_at("/ready", "Enter the PIN of this device").await;
        for clock in ["() => 8e15", "() => 0"] {
            tablet.runs(&format!("Date.now = {clock}")).await;
            tablet.lets_pass(40).await;
            tablet.sees("You can try again in").await;
        }
        tablet.waits_for("the wait to be noted", async || noted_wait(&tablet).await <= 40).await;
        tablet.reloads().await;
        tablet.is_at("/ready", "Enter the PIN of this device").await;
        tablet.sees("You can try again in").await;
        tablet.lets_pass(40).await;
        tablet.sees("You can try again now.").await;
        tablet.waits_for("the wait to be over", async || noted_wait(&tablet).await == 0).await;
        tablet.writes("pin", PIN).await;
        tablet.presses("Continue").await;
        tablet.is_at("/ready", "Is this device ready?").await;
        tablet.leaves().await;
    }
}

#[tokio::test]
async fn exporting_twice_and_opening_twice_harm_nothing_and_what_came_since_stays() {
    let day = Day::begins().await;
    let Day { tablet, desk, .. } = &day;
    someone_walks_off(tablet, "gp").await;
    let first = day.exports().await;
    tablet.presses("Back to the survey").await;
    tablet.finds_the_tablet_ready().await;
    someone_walks_off(tablet, "pcn").await;
    tablet.sees("2 records wait").await;
    is_at_the_records(tablet).await;
    let second = exports(tablet, &day.stick, "Export records", SECOND).await;
    tablet.sees("hiquality-Tablet-A-1.zip: 1 record").await;
    tablet.sees("hiquality-Tablet-A-2.zip: 2 records").await;

    let reports = day.opens(&[&second, &first]).await;
    let [of_first, of_second] = [RECORDS, SECOND].map(|file| &reports[file]);
    let told = |report: &BTreeMap<String, String>| {
        ["New records, broken off", "Records known already"].map(|about| report[about].clone())
    };
    assert_eq!([told(of_second), told(of_first)], [["2", "0"], ["0", "1"]]);
    let again = day.opens(&[&second]).await;
    let again = &again[SECOND];
    assert_eq!((told(again), code(again)), (["0", "2"].map(str::to_owned), code(of_second)));
    desk.sees("2 records: 0 complete, 2 broken off.").await;

    confirms(tablet, code(of_first)).await;
    tablet.sees("1 record deleted from this device. 1 remains.").await;
    assert_eq!(tablet.kept().await.records().len(), 1);
    confirms(tablet, code(of_first)).await;
    tablet.sees("Nothing that can be deleted with this export is left. 1 remains on this device.").await;
    confirms(tablet, code(of_second)).await;
    tablet.sees("1 record deleted from this device. None remain.").await;
    assert!(tablet.kept().await.records().is_empty());
    day.ends().await;
}

#[tokio::test]
async fn someone_who_withdraws_by_their_code_is_deleted_at_the_desk_and_does_not_come_back() {
    let day = Day::begins().await;
    let Day { tablet, desk, stick, .. } = &day;
    let mut codes = Vec::new();
    for role in ["gp", "pcn"] {
        answers_some(tablet, role, "often").await;
        tablet.skips_to_check().await;
        tablet.submits().await;
        let code = tablet.runs("return document.querySelector('.app-code').innerText").await;
        codes.push(code.as_str().unwrap().to_owned());
        finishes(tablet).await;
    }
    let file = day.exports().await;
    day.opens(&[&file]).await;

    desk.presses("Delete on request").await;
    desk.is_at("/desk/withdraw", "Delete a record on request").await;
    desk.sees("People were told that they can have their record deleted until 31 March 2027.").await;
    let nobodys = Code::from_random(&[7; 16]).to_string();
    let mistyped = codes[0].replace(codes[0].chars().next().unwrap(), "*");
    for (code, said) in [
        (&mistyped, "Check the code: it has a mistyped or missing character"),
        (&nobodys, "No record that is open here has this code."),
    ] {
        desk.writes("withdrawal-code", code).await;
        desk.presses("Find the record").await;
        desk.sees(said).await;
        desk.runs("document.getElementById('withdrawal-code').select()").await;
    }
    desk.writes("withdrawal-code", &codes[0].to_lowercase()).await;
    desk.presses("Find the record").await;
    desk.sees("It is complete. Delete it? This can't be undone.").await;
    desk.presses("Delete this record").await;
    desk.sees("is deleted from this desk. If a file that holds it is opened here again, it stays deleted.")
        .await;
    desk.sees("The file that it came in (hiquality-Tablet-A-1.zip), and any copy of it").await;
    desk.sees("The device, if its export is not confirmed yet").await;

    let reports = day.opens(&[&file]).await;
    let report = &reports[RECORDS];
    assert_eq!(report["Deleted on request before, and not brought back"], "1");
    assert_eq!(report["Records known already"], "1");
    desk.presses("Save the opened records").await;
    let left = fs::read_to_string(stick.has("hiquality-records.ndjson").await).unwrap();
    let left: Value = serde_json::from_str(&left).unwrap();
    assert_eq!(answers_in(&left)["role"], [json!("pcn")], "the other person's record is all that is left");
    confirms(tablet, code(report)).await;
    tablet.sees("2 records deleted from this device. None remain.").await;
    day.ends().await;
}

#[tokio::test]
async fn a_record_that_is_deleted_on_request_in_one_tab_of_the_desk_stays_deleted_in_another() {
    let day = Day::begins().await;
    let Day { tablet, desk, .. } = &day;
    answers_some(tablet, "gp", "often").await;
    tablet.skips_to_check().await;
    tablet.submits().await;
    let withdrawn = tablet.runs("return document.querySelector('.app-code').innerText").await;
    finishes(tablet).await;
    let file = day.exports().await;
    day.opens(&[&file]).await;
    desk.sees("1 record: 1 complete, 0 broken off.").await;

    let [first, _] = desk.opens_a_second_tab().await;
    day.opens(&[&file]).await;
    desk.presses("Delete on request").await;
    desk.is_at("/desk/withdraw", "Delete a record on request").await;
    desk.writes("withdrawal-code", withdrawn.as_str().unwrap()).await;
    desk.presses("Find the record").await;
    desk.presses("Delete this record").await;
    desk.sees("it stays deleted.").await;

    desk.turns_to(&first).await;
    let reports = day.opens(&[&file]).await;
    assert_eq!(reports[RECORDS]["Deleted on request before, and not brought back"], "1");
    assert_eq!(reports[RECORDS]["Records known already"], "0");
    assert!(!desk.has("#app .app-buttons").await, "no record is open, so there is none to save");
    day.ends().await;
}

#[tokio::test]
async fn an_organiser_without_a_mouse_starts_event_mode_and_exports() {
    let (keys, stick) = (Keys::make(), Stick::new());
    let site = Site::sealing_to(&keys);
    let mut tablet = Visitor::before(Habits::default(), &site).await;
    stick.is_put_into(&tablet).await;
    tablet.loads("#/ready").await;
    tablet.is_at("/ready", "Is this device ready?").await;
    let keyboard = Keyboard::of(&tablet);
    keyboard.tabs_to("a[href='#/ready/event']").await;
    keyboard.press(Key::Enter).await;
    tablet.is_at("/ready/event", "Event mode").await;
    for (field, words) in [("#label", "Tablet A"), ("#new-pin", PIN), ("#pin-again", "27")] {
        keyboard.tabs_to(field).await;
        keyboard.types(words).await;
    }
    keyboard.tabs_to("#snapshot").await;
    keyboard.press(Key::Space).await;
    keyboard.tabs_to("form button[type=submit]").await;
    keyboard.press(Key::Enter).await;
    tablet.sees("There is a problem Enter the same PIN again").await;
    keyboard.tabs_to("#error-summary a").await;
    keyboard.press(Key::Enter).await;
    keyboard.tabs_to("#pin-again").await; // which has the focus already
    for _ in 0..2 {
        keyboard.press(Key::Backspace).await;
    }
    keyboard.types(PIN).await;
    keyboard.press(Key::Enter).await;
    tablet.has_begun_an_event().await;

    someone_walks_off(&tablet, "gp").await;
    let keyboard = Keyboard::of(&tablet);
    keyboard.tabs_to("a[href='#/ready']").await;
    keyboard.press(Key::Enter).await;
    tablet.is_at("/ready", "Enter the PIN of this device").await;
    keyboard.tabs_to("#pin").await;
    keyboard.types(PIN).await;
    keyboard.press(Key::Enter).await;
    tablet.is_at("/ready", "Is this device ready?").await;
    keyboard.tabs_to("a[href='#/ready/records']").await;
    keyboard.press(Key::Enter).await;
    tablet.is_at("/ready/records", "Records on this device").await;
    keyboard.tabs_to("form button[type=submit]").await;
    keyboard.press(Key::Space).await;
    let file = stick.has(RECORDS).await;
    tablet.sees("hiquality-Tablet-A-1.zip is made, with 1 record.").await;
    assert_eq!(manifest(&unpacked(&file))["count"], 1);
    tablet.leaves().await;
}
