//! What `docs/collect.md` has organisers write, held against what the app takes and sends. The tests in a browser try it
//! in the real thing.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on has failed")]

mod common;
#[path = "browser/guide.rs"]
#[allow(dead_code, reason = "the tests in a browser use the rest")]
mod guide;

use common::{project, shipped, shipped_texts, study};
use engine::record_length;
use guide::SURVEY;
use seal::{envelope, key::PublicKey};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use study::Settings;

/// A public key, whose private one nobody has.
const KEY: &str = "age1lggyhqrw2nlhcxprm67z43rta597azn8gknawjehu9d9dl0jq3yqqvfafg";

/// The shipped settings of an organiser who collects, with this beside.
fn settings(deliver: &Value) -> Settings {
    let mut texts = shipped_texts();
    let mut settings: Value = serde_json::from_str(&texts[4]).unwrap();
    settings["organiser"] = json!({ "name": "Sam Smith", "email": "survey@example.org" });
    settings["recipients"] = json!([KEY]);
    settings["withdrawUntil"] = json!("2027-03-31");
    settings["deliver"] = deliver.clone();
    texts[4] = settings.to_string();
    study(&texts).unwrap_or_else(|defects| panic!("{deliver}: {}", defects.join("\n"))).settings
}

#[test]
fn every_delivery_in_it_is_sound_and_the_line_of_the_policy_lets_the_page_send_there() {
    let page = fs::read_to_string(project("index.html")).unwrap();
    let delivers = guide::delivers();
    assert_eq!(delivers.len(), 3, "for nginx, Azure and S3");
    for deliver in delivers {
        let settings = settings(&deliver);
        assert_eq!(
            settings.kept_back(&page).len(),
            2,
            "records and contact details, which the check tells of"
        );
        let to = &settings.deliver.as_ref().unwrap().to;
        let storage = study::delivery::parts(to).unwrap().0;
        let allowed = page.replacen("connect-src 'self'", &guide::connect_src(storage), 1);
        assert_eq!(settings.kept_back(&allowed), [], "{to}");
    }
}

#[test]
fn the_longest_record_to_two_keys_and_contact_details_are_within_the_size_that_nginx_takes() {
    let nginx = guide::nginx(SURVEY, 443, Path::new("/srv/hiquality"));
    let (_, most) = nginx.split_once("client_max_body_size ").unwrap();
    let most = most.split_once("k;").unwrap().0.parse::<usize>().unwrap() * 1024;
    let keys = vec![PublicKey::read(KEY).unwrap(); 2];
    for form in [shipped().instrument, shipped().contact] {
        let [_, longest] = record_length::sizes(&form);
        let sealed = envelope::seal("", &[longest], &keys).unwrap();
        assert!(sealed.len() <= most, "{} of {most} bytes", sealed.len());
    }
}
