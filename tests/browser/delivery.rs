//! What is submitted goes to the organiser's storage by itself, sealed, once: whatever happens on the way.

use super::browser::Habits;
use super::bucket::{Answer, Bucket, Sent};
use super::kept::answers_in;
use super::keys::Keys;
use super::patience;
use super::site::Site;
use super::visitor::Visitor;
use serde_json::json;
use std::collections::BTreeMap;

pub(crate) const THERE: &str = "Your answers are with the study team, who alone can open them.";
const WAITS: &str = "Your answers are locked on this device, and will be sent when there is a connection.";

/// A site whose settings name the storage, and whose policy lets the page send there.
fn delivering_to(bucket: &Bucket, keys: &Keys) -> Site {
    let site = Site::sealing_to(keys);
    let deliver = json!({
        "to": bucket.to("records"), "contact": bucket.to("contacts"), "headers": { "If-None-Match": "*" },
    });
    site.delivers(&deliver, &format!("connect-src 'self' {}", bucket.origin()));
    site
}

/// An organiser's storage and site, and someone who is about to submit there.
async fn about_to_submit() -> (Keys, Bucket, Site, Visitor) {
    let (keys, bucket) = (Keys::make(), Bucket::open());
    let site = delivering_to(&bucket, &keys);
    let visitor = Visitor::of(&site).await;
    checks(&visitor).await;
    (keys, bucket, site, visitor)
}

pub(crate) async fn checks(visitor: &Visitor) {
    visitor.agrees().await;
    visitor.chooses("role", "gp").await;
    visitor.skips_to_check().await;
}

/// The one file that is in the storage is what this person said, and nothing of it is on the device but their own copy.
async fn has_arrived(keys: &Keys, bucket: &Bucket, visitor: &Visitor) {
    bucket.has(1, "records").await;
    let files = bucket.files("records");
    let (name, text) = files.first_key_value().unwrap();
    assert_eq!(*name, seal::sha256(text.as_bytes()), "named by what is in it");
    assert_eq!(answers_in(&keys.open(text))["role"], [json!("gp")]);
    visitor.sees(THERE).await;
    let gone = async || visitor.kept().await.records().is_empty().then_some(());
    assert!(patience::until(gone).await.is_some(), "the sealed copy is to leave the device");
    assert!(visitor.kept().await.waiting().is_empty());
}

/// Nothing of anybody's answers is on the device.
async fn has_nothing(visitor: &Visitor) {
    let kept = visitor.kept().await;
    let stores = &kept.0["databases"]["hiquality"];
    assert_eq!(*stores, json!({ "draft": {}, "outbox": {}, "records": {} }));
}

fn puts(bucket: &Bucket) -> Vec<Sent> {
    bucket.sent().into_iter().filter(|sent| sent.method == "PUT").collect()
}

#[tokio::test]
async fn someone_submits_and_their_answers_are_with_the_study_team() {
    let (keys, bucket, _site, visitor) = about_to_submit().await;
    assert_eq!(bucket.sent(), [], "nothing is sent before they submit");
    visitor.submits().await;
    has_arrived(&keys, &bucket, &visitor).await;
    let [put] = &puts(&bucket)[..] else { panic!("one is to be sent: {:#?}", bucket.sent()) };
    assert_eq!(put.headers.get("if-none-match").map(String::as_str), Some("*"));
    for told in ["cookie", "referer", "authorization"] {
        assert_eq!(put.headers.get(told), None, "{told}");
    }
    visitor.leaves().await;
}

#[tokio::test]
async fn their_comparison_is_there_until_they_delete_it() {
    let (keys, bucket, _site, visitor) = about_to_submit().await;
    visitor.submits().await;
    has_arrived(&keys, &bucket, &visitor).await;
    visitor.reloads().await;
    visitor.is_at("/done", "Thank you for taking part").await;
    visitor.sees(THERE).await;
    visitor.presses("See how your answers compare").await;
    visitor.is_at("/comparison", "How your answers compare").await;
    visitor.presses("Back").await;
    visitor.deletes_what_was_submitted().await;
    visitor.sees("The answers that were submitted last are deleted from this browser.").await;
    has_nothing(&visitor).await;
    assert_eq!(bucket.files("records").len(), 1);
    visitor.leaves().await;
}

#[tokio::test]
async fn without_a_connection_they_wait_and_go_once_there_is_one() {
    let (keys, bucket) = (Keys::make(), Bucket::open());
    let site = delivering_to(&bucket, &keys);
    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.prepares("delete ServiceWorkerRegistration.prototype.sync;").await; // as in most browsers
    visitor.loads("").await;
    checks(&visitor).await;
    visitor.browser.goes_offline(true).await;
    visitor.submits().await;
    visitor.sees(WAITS).await;
    assert_eq!(visitor.kept().await.waiting().len(), 1);
    visitor.browser.goes_offline(false).await;
    has_arrived(&keys, &bucket, &visitor).await;
    visitor.leaves_told_of("net::ERR_INTERNET_DISCONNECTED").await;
}

#[tokio::test]
async fn they_go_at_the_next_visit_where_the_page_was_closed_before() {
    let (keys, bucket, _site, mut visitor) = about_to_submit().await;
    bucket.is(Answer::Hangs);
    visitor.submits().await;
    bucket.is_asked(1).await;
    visitor.sees("Your answers are locked on this device and on their way to the study team").await;
    bucket.is(Answer::Keeps);
    visitor.crashes_and_comes_back().await;
    visitor.loads("?again#/done").await;
    has_arrived(&keys, &bucket, &visitor).await;
    visitor.leaves().await;
}

#[tokio::test]
async fn a_storage_that_does_not_take_them_is_told_of_and_tried_again() {
    for (answer, told) in [
        (Answer::Refuses(500), "it answered 500."),
        (Answer::Refuses(403), "it answered 403."),
        (Answer::Refuses(404), "it answered 404."),
        (Answer::WebPage, "a web page came in the place of its answer."),
        (Answer::Redirects, WAITS),
        (Answer::LosesTheFile, WAITS),
    ] {
        let (keys, bucket, _site, visitor) = about_to_submit().await;
        bucket.answers(move |nth| if nth == 0 { answer } else { Answer::Keeps });
        visitor.submits().await;
        visitor.sees(told).await;
        has_arrived(&keys, &bucket, &visitor).await;
        assert_eq!(puts(&bucket).len(), 2, "{answer:?}");
        visitor.leaves_told_of(bucket.origin()).await;
    }
}

#[tokio::test]
async fn one_that_arrived_and_was_never_confirmed_is_not_there_twice() {
    for keeps in [Answer::Keeps, Answer::KeepsLikeAzure] {
        let (keys, bucket, _site, visitor) = about_to_submit().await;
        bucket.answers(move |nth| if nth == 0 { Answer::FallsSilent } else { keeps });
        visitor.submits().await;
        visitor.sees(WAITS).await;
        has_arrived(&keys, &bucket, &visitor).await;
        visitor.leaves_told_of(bucket.origin()).await;
    }
}

#[tokio::test]
async fn two_tabs_send_it_once() {
    let (keys, bucket, _site, visitor) = about_to_submit().await;
    bucket.answers(|nth| if nth == 0 { Answer::Refuses(503) } else { Answer::Keeps });
    visitor.submits().await;
    visitor.sees("it answered 503.").await;
    let [_, second] = visitor.opens_a_second_tab().await;
    visitor.turns_to(&second).await;
    visitor.loads("?second#/done").await;
    has_arrived(&keys, &bucket, &visitor).await;
    let names: BTreeMap<_, _> = puts(&bucket).into_iter().map(|put| (put.path, put.body)).collect();
    assert_eq!(names.len(), 1);
    visitor.leaves_told_of(bucket.origin()).await;
}

#[tokio::test]
async fn what_is_deleted_before_it_was_sent_is_not_sent() {
    let (_keys, bucket, _site, visitor) = about_to_submit().await;
    bucket.is(Answer::Refuses(503));
    visitor.submits().await;
    visitor.sees("it answered 503.").await;
    visitor.deletes_what_was_submitted().await;
    visitor.sees("The answers that were submitted last are deleted from this browser.").await;
    bucket.is(Answer::Keeps);
    visitor.reloads().await;
    visitor.reads_the_sheet().await;
    has_nothing(&visitor).await;
    assert_eq!(bucket.files("records").len(), 0);
    visitor.leaves_told_of(bucket.origin()).await;
}

/// By then nothing but the time links the two, and the next visit is another time.
#[tokio::test]
async fn contact_details_go_elsewhere_and_not_with_the_answers() {
    let (keys, bucket, _site, visitor) = about_to_submit().await;
    visitor.submits().await;
    has_arrived(&keys, &bucket, &visitor).await;
    visitor.presses("Leave my contact details").await;
    visitor.is_at("/contact", "May we contact you?").await;
    visitor.clicks("input[name='contact-consent']").await;
    visitor.writes("contact-name", "Alex Smith").await;
    visitor.writes("contact-email", "alex@example.org").await;
    visitor.presses("Keep my contact details").await;
    visitor.sees("They are sent by themselves, some minutes from now or when you open this page again").await;
    assert_eq!(bucket.files("contacts").len(), 0, "not at the same time");
    visitor.loads("?again").await;
    bucket.has(1, "contacts").await;
    let (_, text) = bucket.files("contacts").pop_first().unwrap();
    assert!(keys.text(&text).contains("alex@example.org"));
    assert_eq!(bucket.files("records").len(), 1);
    visitor.leaves().await;
}

/// Browsers that have background sync send what waits with no page open. It is asked of the service worker as they do.
#[tokio::test]
async fn the_service_worker_sends_what_waits_with_no_page_open() {
    let (keys, bucket, site, visitor) = about_to_submit().await;
    visitor.can_do_without_the_network().await;
    bucket.is(Answer::Refuses(503));
    visitor.submits().await;
    visitor.sees("it answered 503.").await;
    // From now on no page of the survey is open that could send it.
    visitor.opens("about:blank").await;
    assert_eq!(bucket.files("records").len(), 0);
    bucket.is(Answer::Keeps);
    visitor.browser.syncs(site.origin(), "deliver").await;
    bucket.has(1, "records").await;
    let (_, text) = bucket.files("records").pop_first().unwrap();
    assert_eq!(answers_in(&keys.open(&text))["role"], [json!("gp")]);
    visitor.leaves_told_of(bucket.origin()).await;
}

/// A tablet hands over by a file as well, and delivers only where the settings say so.
#[tokio::test]
async fn a_tablet_delivers_where_the_settings_say_so() {
    let (keys, bucket) = (Keys::make(), Bucket::open());
    let site = delivering_to(&bucket, &keys);
    site.settles(|settings| settings["deliver"]["shared"] = json!(true));
    let visitor = Visitor::at_an_event(&site).await;
    checks(&visitor).await;
    visitor.submits().await;
    visitor.sees(THERE).await;
    bucket.has(1, "records").await;
    assert!(visitor.kept().await.waiting().is_empty() && visitor.kept().await.records().is_empty());
    visitor.leaves().await;
}

/// There is nothing to send from later, so that the way by hand is left.
#[tokio::test]
async fn where_nothing_can_be_kept_they_are_for_the_person_to_send() {
    let (keys, bucket) = (Keys::make(), Bucket::open());
    let site = delivering_to(&bucket, &keys);
    let visitor = Visitor::before(Habits { blocks_storage: true, ..Habits::default() }, &site).await;
    visitor.loads("").await;
    checks(&visitor).await;
    visitor.presses("Submit my answers").await;
    visitor.is_at("/done", "Save your answers now").await;
    let file = visitor.saves("Send my locked answers", "hiquality-locked-answers.txt").await;
    assert_eq!(answers_in(&keys.open(&file))["role"], [json!("gp")]);
    assert_eq!(bucket.sent(), []);
    visitor.leaves_told_of(bucket.origin()).await;
}
