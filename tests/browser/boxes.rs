//! The storage that `docs/collect.md` tells organisers to set up, in the real thing. `cargo xtask test` runs these tests
//! where there is nginx, and says so where there is not.

use super::delivery::{THERE, checks};
use super::guide::{self, SURVEY};
use super::kept::answers_in;
use super::keys::Keys;
use super::nginx::Nginx;
use super::site::Site;
use super::visitor::Visitor;
use seal::sha256;
use serde_json::json;

/// The most that a file may have.
const MOST: usize = 200 * 1024;

/// Where a text goes.
fn place(within: &str, text: &[u8]) -> String {
    format!("/{within}/{}.age", sha256(text))
}

#[test]
#[ignore = "needs nginx"]
fn nginx_takes_a_record_once_and_never_another_in_its_place() {
    let nginx = Nginx::serving(SURVEY);
    for within in ["records", "contacts"] {
        let path = place(within, b"sealed");
        let answer = nginx.answers("PUT", &path, b"sealed");
        assert_eq!(answer.status, 201, "{within}");
        assert_eq!(answer.headers.get("content-type"), None, "the page takes HTML for a network's own page");
        for again in [b"sealed".as_slice(), b"something else"] {
            assert_eq!(nginx.answers("PUT", &path, again).status, 412, "{within}");
        }
        assert_eq!(nginx.files(within), [(sha256(b"sealed"), "sealed".to_owned())].into());
    }
}

#[test]
#[ignore = "needs nginx"]
fn nginx_gives_nothing_out_and_lists_and_deletes_nothing() {
    let nginx = Nginx::serving(SURVEY);
    let there = place("records", b"sealed");
    nginx.answers("PUT", &there, b"sealed");
    for path in [there.as_str(), &place("records", b"missing"), "/records/", "/records", "/"] {
        for method in ["GET", "HEAD", "POST", "DELETE", "MKCOL", "COPY", "MOVE", "PROPFIND", "PATCH"] {
            assert_eq!(nginx.answers(method, path, b"").status, 403, "{method} {path}");
        }
    }
    assert_eq!(nginx.files("records").len(), 1);
}

#[test]
#[ignore = "needs nginx"]
fn nginx_takes_nothing_that_is_too_large_or_has_another_name() {
    let nginx = Nginx::serving(SURVEY);
    let (largest, too_large) = (vec![b'a'; MOST], vec![b'b'; MOST + 1]);
    assert_eq!(nginx.answers("PUT", &place("records", &largest), &largest).status, 201);
    assert_eq!(nginx.answers("PUT", &place("records", &too_large), &too_large).status, 413);
    let name = sha256(b"sealed");
    for (path, status) in [
        (format!("/{name}.age"), 403),
        (format!("/elsewhere/{name}.age"), 403),
        (format!("/records/{name}"), 403),
        (format!("/records/{name}.html"), 403),
        (format!("/records/{name}.age.html"), 403),
        (format!("/records/{}.age", name.to_uppercase()), 403),
        (format!("/records/{}.age", &name[1..]), 403),
        (format!("/records/within/{name}.age"), 403),
        (format!("/records/../{name}.age"), 403),
        (format!("/records/%2e%2e/{name}.age"), 403),
        (format!("/records/../../{name}.age"), 400),
        ("/records/trial.age".to_owned(), 403),
    ] {
        assert_eq!(nginx.answers("PUT", &path, b"sealed").status, status, "{path}");
    }
    assert_eq!(nginx.files("records").into_keys().collect::<Vec<_>>(), [sha256(&largest)]);
}

/// Otherwise browsers keep the page from sending, or from knowing what came of it.
#[test]
#[ignore = "needs nginx"]
fn nginx_says_to_browsers_that_the_survey_may_send_what_the_settings_say() {
    let nginx = Nginx::serving(SURVEY);
    let path = place("records", b"sealed");
    let (asked, put) = (nginx.answers("OPTIONS", &path, b""), nginx.answers("PUT", &path, b"sealed"));
    let again = nginx.answers("PUT", &path, b"sealed");
    let too_large = nginx.answers("PUT", &place("records", b"large"), &vec![0; MOST + 1]);
    assert_eq!([asked.status, put.status, again.status, too_large.status], [204, 201, 412, 413]);
    for answer in [&asked, &put, &again, &too_large] {
        let allowed = ["access-control-allow-origin", "access-control-allow-methods"];
        assert_eq!(allowed.map(|name| answer.headers[name].as_str()), [SURVEY, "PUT"], "{answer:?}");
    }
    let allowed = asked.headers["access-control-allow-headers"].to_lowercase();
    let deliver = guide::deliver(&nginx.origin());
    for name in deliver["headers"].as_object().unwrap().keys() {
        assert!(
            allowed.split(", ").any(|other| other == name.to_lowercase()),
            "{name} is not among {allowed}"
        );
    }
}

#[test]
#[ignore = "needs nginx"]
fn nginx_refuses_for_a_while_where_far_too_many_come_and_says_so_to_the_page() {
    let nginx = Nginx::serving(SURVEY);
    let puts = (0..2_000).map(|nth: u32| {
        let text = nth.to_be_bytes();
        nginx.answers("PUT", &place("records", &text), &text)
    });
    let mut puts = puts.skip_while(|answer| answer.status == 201);
    let refused = puts.next().expect("one of so many is to be refused");
    assert_eq!((refused.status, refused.headers["access-control-allow-origin"].as_str()), (429, SURVEY));
    assert!(nginx.files("records").len() >= 40, "a whole hall may submit at once");
    assert_eq!(nginx.logs(), "");
}

#[test]
#[ignore = "needs nginx"]
fn nginx_takes_down_nothing_of_anyone() {
    let nginx = Nginx::serving(SURVEY);
    let path = place("records", b"sealed");
    for (method, path, body) in [
        ("OPTIONS", path.as_str(), b"".as_slice()),
        ("PUT", &path, b"sealed"),
        ("PUT", &path, b"sealed"),
        ("PUT", &place("records", b"large"), &[0; MOST + 1]),
        ("PUT", "/elsewhere", b"sealed"),
        ("PUT", "/../..", b"sealed"),
        ("GET", &path, b""),
        ("GET", "/", b""),
        ("no method", "/", b""),
    ] {
        nginx.answers(method, path, body);
    }
    assert_eq!(nginx.logs(), "");
}

#[tokio::test]
#[ignore = "needs nginx"]
async fn someone_submits_and_their_answers_lie_in_nginx_s_folder_and_open_with_the_key() {
    let keys = Keys::make();
    let site = Site::sealing_to(&keys);
    let nginx = Nginx::serving(site.origin());
    site.delivers(&guide::deliver(&nginx.origin()), &guide::connect_src(&nginx.origin()));
    let visitor = Visitor::of(&site).await;
    checks(&visitor).await;
    visitor.submits().await;
    visitor.sees(THERE).await;
    let files = nginx.files("records");
    assert_eq!(files.len(), 1);
    let (name, text) = files.first_key_value().unwrap();
    assert_eq!(*name, sha256(text.as_bytes()));
    assert_eq!(answers_in(&keys.open(text))["role"], [json!("gp")]);
    assert_eq!(nginx.logs(), "");
    visitor.leaves().await;
}
