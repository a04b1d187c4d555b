//! What our own programs write and read back.

use engine::plain;
use engine::plain::{Plain, read, written};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Debug;

/// Something with fields, as a newer version has it.
#[derive(Debug, Clone, PartialEq)]
struct Parcel {
    name: String,
    code: Option<String>,
    people: Vec<(String, String)>,
    count: u32,
    confirmed: bool,
}

plain!(Parcel { name, code, people; count, confirmed });

/// Something without any.
#[derive(Debug, PartialEq)]
struct Nothing {}

plain!(Nothing {});

/// It is written as this, and read back from that.
#[track_caller]
fn passes<T: Plain + PartialEq + Debug>(what: &T, json: &Value) {
    let text = written(what);
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), *json, "{text}");
    assert_eq!(read::<T>(&text).as_ref(), Some(what), "{text}");
    assert_eq!(read::<T>(&json.to_string()).as_ref(), Some(what), "{json}");
}

fn parcel() -> Parcel {
    Parcel {
        name: "a \"record\"\\\nwith \u{1} and é".to_owned(),
        code: None,
        people: vec![("Name".to_owned(), "Anna".to_owned())],
        count: u32::MAX,
        confirmed: true,
    }
}

#[test]
fn everything_passes_both_ways() {
    passes(&(), &json!(null));
    passes(&true, &json!(true));
    passes(&u32::MAX, &json!(u32::MAX));
    passes(&i64::MIN, &json!(i64::MIN));
    passes(&None::<String>, &json!(null));
    passes(&Some("null".to_owned()), &json!("null"));
    passes(&BTreeSet::from([3_u32, 1]), &json!([1, 3]));
    passes(&Vec::<String>::new(), &json!([]));
    passes(&Nothing {}, &json!({}));
    let Parcel { name, .. } = parcel();
    passes(
        &parcel(),
        &json!({ "name": name, "code": null, "people": [["Name", "Anna"]], "count": u32::MAX, "confirmed": true }),
    );
}

#[test]
fn what_came_later_may_be_missing_and_what_nobody_knows_is_passed_over() {
    let earlier = read(r#"{"later":[{}],"people":[],"name":"one"}"#);
    let name = "one".to_owned();
    assert_eq!(earlier, Some(Parcel { name, code: None, people: Vec::new(), count: 0, confirmed: false }));
}

#[test]
fn what_is_something_else_is_not_read() {
    for text in
        ["", "null", "[]", "{}", "{}x", r#"{"name":1,"people":[]}"#, r#"{"name":"","people":[["a"]]}"#]
    {
        assert_eq!(read::<Parcel>(text), None, "{text}");
    }
    for text in ["-1", "1.0", "1e3", "4294967296", "\"1\"", "null"] {
        assert_eq!(read::<u32>(text), None, "{text}");
    }
    assert_eq!(read::<Nothing>("null"), None);
    assert_eq!(read::<()>("{}"), None);
    assert_eq!(read::<bool>("null"), None);
    assert_eq!(read::<Option<bool>>("0"), None);
}
