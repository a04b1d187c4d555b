//! What somebody left unfinished at a tablet, whatever has become of it meanwhile.

use super::browser::Habits;
use super::event::{answers_some, finishes};
use super::keys::Keys;
use super::organiser::{PIN, fills_in_and_starts, starts_event_mode};
use super::site::Site;
use super::stick::Stick;
use super::visitor::Visitor;
use seal::parcel::Parcel;
use seal::sha256;
use serde_json::{Value, json};
use std::fs;

/// Changes what is kept: database, store, name and text.
const KEEP: &str = "
const [database, store, name, text, done] = arguments;
indexedDB.open(database).onsuccess = ({ target: { result } }) => {
  const change = result.transaction(store, 'readwrite');
  change.objectStore(store).put(text, name);
  change.oncomplete = () => { result.close(); done(); };
};";

pub(crate) async fn keeps(visitor: &Visitor, database: &str, store: &str, name: &str, text: &str) {
    visitor.awaits(KEEP, [database, store, name, text].map(Value::from).to_vec()).await;
}

/// Someone comes to the tablet, submits and finishes.
async fn submits(visitor: &Visitor, role: &str) {
    visitor.agrees().await;
    visitor.chooses("role", role).await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    finishes(visitor).await;
}

/// Someone walks off in the middle. Returns the name of what they left.
async fn walks_off(visitor: &Visitor, keys: &Keys) -> String {
    answers_some(visitor, "gp", "often").await;
    visitor.has_sealed(keys, "frequency", &[json!("often")]).await;
    visitor.kept().await.drafts().into_keys().next().unwrap()
}

#[tokio::test]
async fn a_damaged_draft_is_handed_over_as_it_is_and_the_next_person_loses_nothing() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let stick = Stick::new();
    let visitor = Visitor::at_an_event(&site).await;
    stick.is_put_into(&visitor).await;
    let damages: [fn(&str) -> String; 4] = [
        |draft| draft.replacen("BEGIN", "BEGJN", 1),
        |draft| draft[..draft.len() / 2].to_owned(),
        |draft| format!("{{{}", &draft[1..]),
        |_| String::new(),
    ];
    let mut left = Vec::new();
    for damage in damages {
        let name = walks_off(&visitor, &keys).await;
        let damaged = damage(&visitor.kept().await.draft().unwrap());
        keeps(&visitor, "hiquality", "draft", &name, &damaged).await;
        visitor.reloads().await;
        visitor.finds_the_tablet_ready().await;
        submits(&visitor, "pcn").await;
        let kept = visitor.kept().await;
        assert!(kept.drafts().is_empty());
        assert_eq!(kept.records()[&name], damaged);
        left.push(name);
    }
    let records = visitor.kept().await.records();
    let whole: Vec<&String> = records.keys().filter(|name| !left.contains(name)).collect();
    assert_eq!((records.len(), whole.len()), (8, 4));
    assert!(whole.into_iter().all(|name| keys.can_open(&records[name])));

    visitor.loads("#/ready/records").await;
    visitor.presses("Export records").await;
    visitor.sees("4 records on this device can't be used any more").await;
    let file = fs::read(stick.has("hiquality-Tablet-A-1.zip").await).unwrap();
    let parcel = Parcel::read(file).unwrap();
    left.sort_unstable();
    assert_eq!((parcel.whole().len(), &parcel.manifest().damaged), (4, &left));
    visitor.leaves().await;
}

#[tokio::test]
async fn a_draft_from_before_the_event_is_sealed_as_the_record_of_someone_who_broke_off() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let mut visitor = Visitor::of(&site).await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.has_kept("role", &[json!("gp")]).await;
    visitor.begins_an_event().await;
    let kept = visitor.kept().await;
    assert!(kept.drafts().is_empty());
    let record = keys.record(&kept);
    assert_eq!(record["status"], "in-progress");
    assert_eq!(super::kept::answers_in(&record)["role"], [json!("gp")]);
    visitor.sees("1 record waits to be exported, the oldest since today.").await;
    submits(&visitor, "pcn").await;
    assert_eq!(keys.records(&visitor.kept().await).len(), 2);
    visitor.leaves().await;
}

#[tokio::test]
async fn a_draft_of_another_version_or_none_at_all_is_sealed_as_it_is_for_the_export() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::at_an_event(&site).await;
    for (nth, text) in [r#"{"version":2,"answers":[]}"#, "no draft {", "{", ""].into_iter().enumerate() {
        keeps(&visitor, "hiquality", "draft", "text", text).await;
        if nth % 2 == 0 {
            visitor.reloads().await;
            visitor.finds_the_tablet_ready().await;
        }
        submits(&visitor, "pcn").await;
        let kept = visitor.kept().await;
        assert!(kept.drafts().is_empty());
        assert_eq!(keys.text(&kept.records()[&sha256(text.as_bytes())]), text);
        assert_eq!(kept.records().len(), 2 * (nth + 1));
    }
    visitor.leaves().await;
}

/// At this address the storage gives no draft.
const WITHHOLDS_DRAFTS: &str = "
const get = IDBObjectStore.prototype.get;
IDBObjectStore.prototype.get = function (name) {
  if (location.search === '?withheld' && this.name === 'draft' && !['owner', 'latest'].includes(name)) {
    throw new DOMException('Data lost', 'UnknownError');
  }
  return get.call(this, name);
};";

#[tokio::test]
async fn a_draft_that_the_storage_does_not_give_stays_beside_that_of_the_next_person() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let visitor = Visitor::at_an_event_prepared(&site, &[WITHHOLDS_DRAFTS]).await;
    let name = walks_off(&visitor, &keys).await;
    visitor.loads("?withheld").await;
    visitor.finds_the_tablet_ready().await;
    answers_some(&visitor, "pcn", "rarely").await;
    visitor.waits_for("another draft", async || visitor.kept().await.drafts().len() == 2).await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    finishes(&visitor).await;
    let kept = visitor.kept().await;
    assert_eq!((kept.drafts().into_keys().collect(), kept.records().len()), (vec![name.clone()], 1));
    visitor.loads("").await;
    visitor.finds_the_tablet_ready().await;
    let kept = visitor.kept().await;
    assert!(kept.drafts().is_empty());
    assert!(kept.records().contains_key(&name));
    assert_eq!(keys.records(&kept).len(), 2);
    visitor.leaves().await;
}

#[tokio::test]
async fn on_ones_own_device_nothing_is_written_over_a_draft_that_the_storage_does_not_give() {
    let site = Site::as_built();
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.prepares(WITHHOLDS_DRAFTS).await;
    visitor.loads("").await;
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.has_kept("role", &[json!("gp")]).await;
    visitor.loads("?withheld").await;
    visitor.agrees().await;
    visitor.chooses("role", "pcn").await;
    visitor.sees("The browser could not store it").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    assert_eq!(visitor.kept().await.records().len(), 1);
    visitor.loads("").await;
    visitor.is_asked("role").await;
    visitor.sees("Welcome back. Your answers were kept on this device").await;
    assert_eq!(visitor.chosen("role").await, ["gp"]);
    visitor.leaves().await;
}

#[tokio::test]
async fn a_page_from_before_the_event_starts_anew_before_anyone_begins_on_it() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let mut visitor = Visitor::of(&site).await;
    let [first, _] = visitor.opens_a_second_tab().await;
    visitor.loads("").await;
    visitor.begins_an_event().await;
    visitor.turns_to(&first).await;
    visitor.clicks("#information a.nhsuk-button").await;
    visitor.is_at_the_statements().await;
    visitor.ticks_every_statement().await;
    visitor.presses("Continue").await;
    visitor.finds_the_tablet_ready().await;
    submits(&visitor, "gp").await;
    assert_eq!(keys.records(&visitor.kept().await).len(), 1);
    visitor.leaves().await;
}

#[tokio::test]
async fn event_mode_waits_for_whoever_is_answering_in_another_tab() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let mut visitor = Visitor::of(&site).await;
    visitor.clicks("#information a.nhsuk-button").await;
    visitor.is_at_the_statements().await;
    let [first, second] = visitor.opens_a_second_tab().await;
    visitor.loads("#/ready/event").await;
    visitor.is_at("/ready/event", "Event mode").await;
    visitor.turns_to(&first).await;
    visitor.ticks_every_statement().await;
    visitor.presses("Continue").await;
    visitor.is_asked("role").await;
    visitor.waits_for("a draft", async || visitor.kept().await.draft().is_some()).await;
    visitor.turns_to(&second).await;
    fills_in_and_starts(&visitor).await;
    visitor.sees("Something was answered in this browser meanwhile. See below.").await;
    visitor.turns_to(&first).await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    visitor.turns_to(&second).await;
    visitor.reloads().await;
    visitor.is_at("/ready/event", "Event mode").await;
    fills_in_and_starts(&visitor).await;
    visitor.has_begun_an_event().await;
    assert_eq!(keys.records(&visitor.kept().await).len(), 1);
    visitor.leaves().await;
}

#[tokio::test]
async fn an_event_that_can_not_be_read_is_told_and_still_asks_for_the_pin() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let mut visitor = Visitor::of(&site).await;
    starts_event_mode(&mut visitor).await;
    keeps(&visitor, "hiquality-device", "device", "event", "{").await;
    visitor.loads("?again").await;
    visitor.sees("What this device knows of its event can't be read.").await;
    visitor.loads("#/ready/event").await;
    visitor.is_at("/ready/event", "Enter the PIN of this device").await;
    visitor.writes("pin", PIN).await;
    visitor.presses("Continue").await;
    visitor.is_at("/ready/event", "Event mode").await;
    visitor.sees("This device is called Tablet A.").await;
    visitor.presses("Leave event mode").await;
    visitor.sees("Event mode is off.").await;
    visitor.leaves().await;
}

/// A name that only what is open has.
const OPEN: &str = "7c9e6679-7425-40de-944b-e07fc1f90ae7";

#[tokio::test]
async fn whether_records_and_contact_details_are_sealed_is_told_by_their_names_and_never_by_how_they_look() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let stick = Stick::new();
    let visitor = Visitor::of(&site).await;
    stick.is_put_into(&visitor).await;
    visitor.agrees().await;
    visitor.skips_to_check().await;
    visitor.submits().await;
    let sealed = visitor.kept().await.record();
    visitor.loads("#/ready").await; // which makes the store of contact details
    visitor.is_at("/ready", "Is this device ready?").await;
    for (database, store) in [("hiquality", "records"), ("hiquality-contact", "details")] {
        // Its hash is right, and it was never sealed; its hash is wrong; it looks sealed.
        keeps(&visitor, database, store, &sha256(b"{}"), "{}").await;
        keeps(&visitor, database, store, &"0".repeat(64), "{\"resourceType\":\"Patient\"}").await;
        keeps(&visitor, database, store, OPEN, &sealed).await;
    }
    keeps(&visitor, "hiquality", "records", &OPEN.replace('7', "8"), "no JSON").await;

    visitor.presses("Event mode").await;
    visitor.reloads().await;
    visitor
        .sees("This browser holds 2 records and 1 person's contact details from before there was a key")
        .await;
    visitor.presses("Records").await;
    visitor.is_at("/ready/records", "Records on this device").await;
    visitor
        .sees("This browser also holds 2 records and 1 person's contact details from when settings.json named no key")
        .await;
    visitor.writes("label", "Tablet A").await;
    visitor.presses("Export records").await;
    visitor.sees("2 records on this device can't be used any more").await;
    let file = fs::read(stick.has("hiquality-Tablet-A-1.zip").await).unwrap();
    let parcel = Parcel::read(file).unwrap();
    assert_eq!((parcel.whole().len(), parcel.manifest().damaged.len()), (1, 2));
    visitor.presses("Export contact details").await;
    visitor.sees("2 people's contact details on this device can't be used any more").await;
    assert_eq!(visitor.kept().await.records().len(), 5, "nothing is deleted");
    visitor.leaves().await;
}
