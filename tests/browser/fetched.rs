//! What a device fetches of the app and keeps: each what it needs.

use super::host::{
    Host, build, comes_again, is_prepared, leaves, takes_over, tells, tells_the_next, updates,
    waits_for_build,
};
use super::kept::answers_in;
use super::keys::Keys;
use super::offline::takes_part_without_a_network;
use super::visitor::Visitor;
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    fs,
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

/// What a respondent needs.
const SURVEY: [&str; 5] = ["app", "boot", "icons", "manifest", "style"];
const SEALED: [&str; 7] = ["app", "boot", "deliver", "icons", "manifest", "style", "worker"];
const EVERYTHING: [&str; 8] = ["app", "boot", "deliver", "desk", "icons", "manifest", "style", "worker"];

const COMING: &str = "It is coming, and not complete yet. Keep this page open and the device connected: this line changes by itself.";
const COMPLETE: &str = "It starts without a connection.";

/// What is kept of a build, each file by the beginning of its name.
async fn kept(visitor: &Visitor, build: &str) -> BTreeSet<String> {
    let names = "
        const [build, done] = arguments;
        caches.keys().then(async (names) => {
          const name = names.find((name) => name.endsWith(` files ${build}`));
          if (!name) return done([]);
          const files = await (await caches.open(name)).keys();
          done(files.map(({ url }) => url.slice(document.baseURI.split('#')[0].length)));
        });";
    let names = visitor.awaits(names, vec![json!(build)]).await;
    let names = names.as_array().unwrap().iter().map(|name| name.as_str().unwrap());
    let begin = |name: &str| name.split(['-', '/', '.']).next().unwrap().to_owned();
    names.map(begin).collect()
}

/// The organiser opens `#/ready`, where it says that the app is kept.
async fn is_made_ready(visitor: &Visitor) {
    visitor.loads("#/ready").await;
    visitor.sees(COMPLETE).await;
}

/// The organiser's program shows this page, and has this build.
async fn opens_the_desk(visitor: &Visitor, of: &str) {
    visitor.opens("about:blank").await;
    visitor.loads("#/desk").await;
    visitor.is_at("/desk", "The organiser's desk").await;
    assert_eq!(build(visitor).await, of);
}

async fn answers_and_submits(visitor: &Visitor) {
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_check().await;
    visitor.submits().await;
}

/// Takes a file from what is kept.
async fn loses(visitor: &Visitor, begins: &str) {
    let lose = "
        const [begins, done] = arguments;
        caches.keys().then(async (names) => {
          for (const name of names.filter((name) => name.includes(' files '))) {
            const cache = await caches.open(name);
            for (const file of await cache.keys()) if (file.url.includes(begins)) await cache.delete(file);
          }
          done();
        });";
    visitor.awaits(lose, vec![json!(format!("/{begins}"))]).await;
}

/// The new version takes over, and has the organiser's pages without a network.
async fn has_the_desk_after_it_took_over(mut host: Host, visitor: Visitor, new: &str) {
    takes_over(&visitor).await;
    waits_for_build(&visitor, new).await;
    tells(&visitor, "valid").await;
    host.goes_away();
    opens_the_desk(&visitor, new).await;
    leaves(visitor).await;
}

#[tokio::test]
async fn a_respondent_s_phone_has_neither_the_organiser_s_pages_nor_the_worker() {
    let (mut host, visitor) = Host::and_visitor().await;
    let asked = Arc::new(Mutex::new(BTreeSet::new()));
    let asks = asked.clone();
    host.meddles(move |name, _| {
        asks.lock().unwrap().insert(name.to_owned());
    });
    let build = host.build();
    takes_part_without_a_network(host, &visitor).await;
    assert_eq!(kept(&visitor, &build).await, SURVEY.map(str::to_owned).into());
    let asked = asked.lock().unwrap().clone();
    assert!(asked.iter().any(|name| name.starts_with("app-")), "{asked:?}");
    let more: Vec<_> =
        asked.iter().filter(|name| name.starts_with("desk-") || name.starts_with("worker-")).collect();
    assert!(more.is_empty(), "{more:?}");
    leaves(visitor).await;
}

#[tokio::test]
async fn where_records_are_sealed_the_worker_is_kept_and_seals_without_a_network() {
    let keys = Keys::make();
    let (mut host, visitor) = Host::and_visitor().await;
    host.seals_to(&keys);
    visitor.loads("").await;
    is_prepared(&visitor).await;
    assert_eq!(kept(&visitor, &host.build()).await, SEALED.map(str::to_owned).into());
    host.goes_away();
    visitor.reloads().await;
    answers_and_submits(&visitor).await;
    assert_eq!(answers_in(&keys.record(&visitor.kept().await))["role"], [json!("gp")]);
    leaves(visitor).await;
}

#[tokio::test]
async fn a_study_that_has_records_sealed_from_now_on_comes_with_the_worker() {
    let keys = Keys::make();
    let (mut host, visitor) = Host::and_guest().await;
    assert_eq!(kept(&visitor, &host.build()).await, SURVEY.map(str::to_owned).into());
    host.seals_to(&keys);
    assert_eq!(tells(&visitor, "news").await, "set");
    host.goes_away();
    comes_again(&visitor).await;
    answers_and_submits(&visitor).await;
    assert_eq!(answers_in(&keys.record(&visitor.kept().await))["role"], [json!("gp")]);
    leaves(visitor).await;
}

#[tokio::test]
async fn a_study_that_has_records_sealed_is_not_kept_without_the_worker() {
    let (mut host, visitor) = Host::and_guest().await;
    let workers = host.beginning("worker-");
    assert_eq!(workers.len(), 3, "{workers:?}");
    workers.iter().for_each(|name| fs::remove_file(host.files.path().join(name)).unwrap());
    host.seals_to(&Keys::make());
    host.edit("index.html", |page| page.replace("24 questions.", "Some questions."));
    comes_again(&visitor).await;
    visitor.sees("Some questions.").await;
    tells(&visitor, "valid").await;
    host.goes_away();
    comes_again(&visitor).await;
    visitor.sees("24 questions.").await;
    answers_and_submits(&visitor).await;
    let _ = visitor.browser.log("browser").await; // the browser's own words on what is not there
    leaves(visitor).await;
}

#[tokio::test]
async fn at_the_organiser_s_pages_all_comes_and_they_say_so_by_themselves() {
    let (mut host, visitor) = Host::and_guest().await;
    let comes = Arc::new(AtomicBool::new(false));
    let goes_on = comes.clone();
    host.meddles(move |name, _| {
        while name.starts_with("worker-") && !goes_on.load(Ordering::SeqCst) {
            thread::sleep(Duration::from_millis(10));
        }
    });
    visitor.loads("#/ready").await;
    visitor.sees(COMING).await;
    comes.store(true, Ordering::SeqCst);
    visitor.sees(COMPLETE).await;
    assert_eq!(kept(&visitor, &host.build()).await, EVERYTHING.map(str::to_owned).into());

    host.goes_away();
    opens_the_desk(&visitor, &host.build()).await;
    is_made_ready(&visitor).await;
    visitor.opens("about:blank").await;
    visitor.loads("").await;
    answers_and_submits(&visitor).await;
    leaves(visitor).await;
}

#[tokio::test]
async fn a_device_whose_first_visit_is_to_the_organiser_s_pages_has_all_without_being_loaded_again() {
    for place in ["#/ready", "#/desk"] {
        let (mut host, visitor) = Host::and_visitor().await;
        visitor.loads(place).await;
        visitor.runs("window.wasHere = true").await;
        visitor.has_the_whole_app().await;
        if place == "#/ready" {
            visitor.sees(COMPLETE).await;
        }
        assert_eq!(visitor.runs("return window.wasHere").await, true);
        host.goes_away();
        opens_the_desk(&visitor, &host.build()).await;
        leaves(visitor).await;
    }
}

#[tokio::test]
async fn an_organiser_s_page_that_was_loaded_past_the_service_worker_has_it_take_the_page_and_keep_all() {
    let (_host, visitor) = Host::and_guest().await;
    visitor.loads("#/ready").await;
    visitor.browser.tools("Page.reload", json!({ "ignoreCache": true })).await;
    visitor.sees(COMPLETE).await;
    leaves(visitor).await;
}

#[tokio::test]
async fn a_tablet_at_an_event_has_all_however_the_event_began() {
    let (mut host, mut visitor) = Host::and_visitor().await;
    host.seals_to(&Keys::make());
    // The event begins before there is a service worker.
    visitor.prepares("requestIdleCallback = (act) => setTimeout(act, 1_000)").await;
    visitor.loads("").await;
    visitor.begins_an_event().await;
    visitor.has_the_whole_app().await;
    host.goes_away();
    visitor.presses("For the organiser").await;
    visitor.is_at("/ready", "Is this device ready?").await;
    leaves(visitor).await;
}

#[tokio::test]
async fn an_organiser_without_a_network_at_a_device_without_their_pages_hears_what_to_do() {
    let (mut host, visitor) = Host::and_guest().await;
    host.goes_away();
    for place in ["#/ready", "#/desk"] {
        visitor.opens("about:blank").await;
        visitor.loads(place).await;
        visitor
            .sees(
                "The organiser's pages are not kept on this device, and did not come. Connect the device, close the survey \
                 in other tabs, and load this page again.",
            )
            .await;
    }
    // The survey is there.
    visitor.runs("location.hash = '#/'").await;
    visitor.reads_the_sheet().await;
    host.comes_back();
    visitor.loads("#/desk").await;
    visitor.is_at("/desk", "The organiser's desk").await;
    let _ = visitor.browser.log("browser").await; // the browser's own words on what is not there
    visitor.browser.console().await;
    leaves(visitor).await;
}

#[tokio::test]
async fn a_new_version_brings_an_organiser_s_device_all_of_it_before_it_takes_over() {
    let (host, visitor) = Host::and_guest().await;
    is_made_ready(&visitor).await;
    visitor.opens("about:blank").await;
    visitor.loads("").await;
    let new = host.gets_a_new_build_of(&["desk", "worker"]);
    assert_eq!(updates(&visitor).await, true);
    assert_eq!(kept(&visitor, &new).await, EVERYTHING.map(str::to_owned).into());
    has_the_desk_after_it_took_over(host, visitor, &new).await;
}

#[tokio::test]
async fn a_new_version_brings_a_respondent_s_phone_no_more_than_the_survey() {
    let (host, visitor) = Host::and_guest().await;
    let new = host.gets_a_new_build_of(&["desk", "worker"]);
    assert_eq!(updates(&visitor).await, true);
    assert_eq!(kept(&visitor, &new).await, SURVEY.map(str::to_owned).into());
    takes_over(&visitor).await;
    waits_for_build(&visitor, &new).await;
    leaves(visitor).await;
}

#[tokio::test]
async fn a_new_version_that_waits_while_the_organiser_s_pages_are_opened_has_them_too() {
    let (host, visitor) = Host::and_guest().await;
    let old = host.build();
    let new = host.gets_a_new_build();
    assert_eq!(updates(&visitor).await, true);
    is_made_ready(&visitor).await;
    assert_eq!(build(&visitor).await, old);
    visitor
        .waits_for("all of the new version", async || {
            kept(&visitor, &new).await == EVERYTHING.map(str::to_owned).into()
        })
        .await;
    leaves(visitor).await;
}

#[tokio::test]
async fn a_new_version_does_not_take_from_an_organiser_what_the_old_one_has() {
    let (mut host, visitor) = Host::and_guest().await;
    is_made_ready(&visitor).await;
    visitor.opens("about:blank").await;
    visitor.loads("").await;
    let old = host.build();
    let new = host.gets_a_new_build_of(&["desk", "worker"]);
    assert_eq!(updates(&visitor).await, true);
    let desk = host.beginning("desk-").remove(0);
    loses(&visitor, desk.split('.').next().unwrap()).await;
    host.goes_away();
    assert_eq!(tells_the_next(&visitor, "take over").await, Value::Null);
    assert_eq!(tells(&visitor, "build").await, json!(old));

    host.comes_back();
    takes_over(&visitor).await;
    waits_for_build(&visitor, &new).await;
    assert_eq!(kept(&visitor, &new).await, EVERYTHING.map(str::to_owned).into());
    let _ = visitor.browser.log("browser").await; // the browser's own words on what did not come
    leaves(visitor).await;
}

#[tokio::test]
async fn an_organiser_at_a_phone_whose_version_the_host_no_longer_has_gets_the_new_one() {
    let (host, visitor) = Host::and_guest().await;
    let new = host.gets_a_new_build_of(&["desk", "worker"]);
    visitor.loads("#/desk").await;
    waits_for_build(&visitor, &new).await;
    visitor.is_at("/desk", "The organiser's desk").await;
    visitor.has_the_whole_app().await;
    let _ = visitor.browser.log("browser").await; // the browser's own words on what is not there
    visitor.browser.console().await;
    leaves(visitor).await;
}

#[tokio::test]
async fn a_device_of_the_version_that_kept_all_on_every_device_has_all_after_it_too() {
    let (host, visitor) = Host::and_visitor().await;
    let sw = host.read("sw.js");
    host.edit("sw.js", |sw| {
        sw.replace(
            "const isOrganisers = await hasDesk();",
            "const isOrganisers = true; // so was every device",
        )
    });
    visitor.loads("").await;
    is_prepared(&visitor).await;
    assert_eq!(kept(&visitor, &host.build()).await, EVERYTHING.map(str::to_owned).into());
    host.write("sw.js", &sw);
    let new = host.gets_a_new_build_of(&["desk", "worker"]);
    assert_eq!(updates(&visitor).await, true);
    has_the_desk_after_it_took_over(host, visitor, &new).await;
}

#[tokio::test]
async fn what_was_lost_of_the_build_is_kept_again_once_it_came_and_nothing_else_in_its_place() {
    let (mut host, visitor) = Host::and_guest().await;
    let whole = kept(&visitor, &host.build()).await;
    loses(&visitor, "boot-").await;
    comes_again(&visitor).await;
    visitor.waits_for("what was lost", async || kept(&visitor, &host.build()).await == whole).await;

    loses(&visitor, "style-").await;
    host.meddles(|name, given| {
        if name.starts_with("style-") {
            given.edit(|text| format!("{text}\n/* of the host */"));
        }
    });
    comes_again(&visitor).await;
    tells(&visitor, "valid").await;
    assert!(!kept(&visitor, &host.build()).await.contains("style"));
    leaves(visitor).await;
}
