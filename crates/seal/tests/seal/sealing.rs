//! Sealing: what the organiser's keys open and nobody else, what its length tells, what people mistype.

use engine::instrument::{Instrument, Item, ResponseDomain};
use engine::interview::{Interview, Progress, Stage};
use engine::record::{self, Completion};
use engine::record_length::{ORDINARY_WORDS, longest, sizes};
use engine::response::{Answer, Response};
use fixtures::{choice, consent, extension, instrument, shipped, text, with};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use seal::code::Code;
use seal::envelope::{open, seal};
use seal::key::{self, PrivateKey, PublicKey, fingerprint};
use seal::padding::{padded, trimmed};
use seal::quote::quote;
use seal::refusal::{NotPublic, Refusal};
use seal::{is_sealed, is_whole, sha256};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Little work, so that the tests do not wait for it.
const EASY: u8 = 2;

const RECORD: &str = "{\"resourceType\":\"QuestionnaireResponse\",\"status\":\"completed\"}";

const PASSPHRASE: &str = "correct horse battery staple";

fn pair() -> (PrivateKey, PublicKey) {
    let key = PrivateKey::make();
    let public = key.public();
    (key, public)
}

// Sealing and opening.

#[test]
fn either_of_two_organisers_opens_a_record_alone_and_nobody_else_does() {
    let [(one, to_one), (two, to_two), (other, _)] = [pair(), pair(), pair()];
    let sealed = seal(RECORD, &[1024], &[to_one.clone(), to_two]).unwrap();
    assert_eq!(open(&sealed, std::slice::from_ref(&one)).unwrap(), RECORD);
    assert_eq!(open(&sealed, std::slice::from_ref(&two)).unwrap(), RECORD);
    assert_eq!(open(&sealed, &[other.clone(), two.clone()]).unwrap(), RECORD, "whichever key fits");
    assert_eq!(open(&sealed, std::slice::from_ref(&other)), Err(Refusal::OtherKeys));
    let sealed = seal(RECORD, &[1024], &[to_one]).unwrap();
    assert_eq!(open(&sealed, &[one]).unwrap(), RECORD);
    assert_eq!(open(&sealed, &[two, other]), Err(Refusal::OtherKeys));
    assert_eq!(open(&sealed, &[]), Err(Refusal::Locked), "the device itself holds no private key");
    assert_eq!(seal(RECORD, &[1024], &[]), Err(Refusal::NoRecipients));
}

#[test]
fn the_same_record_sealed_twice_has_nothing_in_common() {
    let (_, public) = pair();
    let [one, two] = [(); 2].map(|()| seal(RECORD, &[1024], std::slice::from_ref(&public)).unwrap());
    let lines = |text: &str| text.lines().skip(2).map(str::to_owned).collect::<Vec<_>>();
    let ending = "-----END AGE ENCRYPTED FILE-----";
    assert!(lines(&one).iter().all(|line| line == ending || !lines(&two).contains(line)));
}

/// People answer everything and write as much as this, of the widest characters.
fn with_words(instrument: &Instrument, characters: usize) -> Response {
    let mut left = characters;
    let mut response = fullest(instrument, "");
    for item in instrument.items() {
        let ResponseDomain::Text { length, .. } = &item.domain else { continue };
        let here = left.min(length.max.unwrap_or(left));
        left -= here;
        response = response.with(item.id.clone(), vec![text(&"\u{1D11E}".repeat(here))]);
    }
    assert_eq!(left, 0, "the questionnaire has no room for so many");
    response
}

#[test]
fn the_length_of_a_sealed_record_tells_one_bit_whether_somebody_wrote_more_than_two_pages() {
    let instrument = shipped().instrument;
    let sizes = sizes(&instrument);
    let record = |response: &Response| recorded(&instrument, response);
    let ordinary = [
        record(&Response::default()),
        record(&fullest(&instrument, "")),
        record(&with_words(&instrument, ORDINARY_WORDS)),
    ];
    let long = [record(&with_words(&instrument, 5000)), record(&fullest(&instrument, "\u{1D11E}"))];
    for keys in 1..=3 {
        let recipients: Vec<PublicKey> = (0..keys).map(|_| pair().1).collect();
        // Many times over, as each header has a part of random length.
        let lengths = |records: &[String]| -> BTreeSet<usize> {
            let records = records.iter().cycle().take(20);
            records.map(|record| seal(record, &sizes, &recipients).unwrap().len()).collect()
        };
        let (ordinary, long) = (lengths(&ordinary), lengths(&long));
        assert_eq!([ordinary.len(), long.len()], [1, 1], "{keys} keys: {ordinary:?} {long:?}");
        assert!(ordinary.first() < long.first());
    }
    for size in [1024, 64 * 1024, 65 * 1024, 128 * 1024] {
        let recipients = [pair().1];
        let lengths: BTreeSet<usize> =
            (0..20).map(|_| seal(RECORD, &[size], &recipients).unwrap().len()).collect();
        assert_eq!(lengths.len(), 1, "padded to {size}: {lengths:?}");
    }
}

/// An event of 2,000 people fits a stick, an email account and a modest line.
#[test]
fn two_thousand_ordinary_records_are_megabytes() {
    let instrument = shipped().instrument;
    let record = recorded(&instrument, &with_words(&instrument, ORDINARY_WORDS));
    let sealed = seal(&record, &sizes(&instrument), &[pair().1, pair().1]).unwrap();
    assert!(2000 * sealed.len() < 100_000_000, "{}", sealed.len());
}

#[test]
fn a_name_tells_what_is_sealed_and_whether_it_still_is_what_it_was() {
    let sealed = seal("{}", &[1024], &[pair().1]).unwrap();
    let name = sha256(sealed.as_bytes());
    assert!(is_sealed(&name) && is_whole(&name, &sealed));
    for damaged in ["", "{}", sealed.trim_end(), &sealed.replacen('A', "B", 1)] {
        assert!(!is_whole(&name, damaged), "{damaged}");
    }
    assert!(!is_whole(&sha256(b"{}"), "{}"), "nothing that anyone can read was sealed");
    let open = ["7c9e6679-7425-40de-944b-e07fc1f90ae7", "text", "", &name[1..], &name.to_uppercase()];
    assert!(!open.into_iter().any(is_sealed));
}

#[test]
fn whatever_bit_of_a_sealed_record_flips_it_opens_as_it_was_or_is_refused() {
    let (key, public) = pair();
    let sealed = seal(RECORD, &[1024], &[public]).unwrap();
    let keys = [key];
    let mut refused = 0;
    for at in 0..sealed.len() {
        let mut bytes = sealed.clone().into_bytes();
        bytes[at] ^= 1 << (at % 7);
        match open(&String::from_utf8(bytes).unwrap(), &keys) {
            Ok(opened) => assert_eq!(opened, RECORD, "byte {at}"),
            Err(Refusal::NotSealed | Refusal::NewerSeal | Refusal::OtherKeys | Refusal::Damaged) => {
                refused += 1;
            }
            Err(other) => panic!("byte {at}: {other}"),
        }
    }
    assert!(refused >= sealed.len() - 1, "of all but the last line end: {refused} of {}", sealed.len());
    for length in 0..sealed.trim_end().len() {
        assert!(open(&sealed[..length], &keys).is_err(), "cut short after {length} bytes");
    }
}

#[test]
fn a_sealed_record_that_went_by_mail_still_opens() {
    let (key, public) = pair();
    let sealed = seal(RECORD, &[1024], &[public]).unwrap();
    for changed in [sealed.replace('\n', "\r\n"), format!("\n  {sealed}\n\n")] {
        assert_eq!(open(&changed, std::slice::from_ref(&key)).unwrap(), RECORD);
    }
}

// Keys.

#[test]
fn a_private_key_leaves_only_protected_and_comes_back_with_its_passphrase() {
    let (key, public) = pair();
    let file = key.protected(PASSPHRASE, EASY).unwrap();
    assert!(
        file.starts_with("-----BEGIN AGE ENCRYPTED FILE-----\n")
            && file.ends_with("-----END AGE ENCRYPTED FILE-----\n")
    );
    for copy in [file.clone(), file.replace('\n', "\r\n"), format!("\u{FEFF}{file}\n")] {
        assert_eq!(PrivateKey::unlock(&copy, PASSPHRASE).unwrap().public(), public);
    }
    let sealed = seal(RECORD, &[1024], std::slice::from_ref(&public)).unwrap();
    assert_eq!(open(&sealed, &[PrivateKey::unlock(&file, PASSPHRASE).unwrap()]).unwrap(), RECORD);
    assert_eq!(format!("{key:?}"), format!("PrivateKey(of {public})"), "it shows itself nowhere");
    assert_eq!(key.protected("", EASY), Err(Refusal::NoPassphrase));
}

#[test]
fn the_work_of_a_new_key_file_is_what_owasp_recommends() {
    let file = PrivateKey::make().protected(PASSPHRASE, key::WORK).unwrap();
    assert_eq!(work(&file), "17");
    PrivateKey::unlock(&file, PASSPHRASE).unwrap();
}

#[test]
fn a_file_that_does_not_unlock_says_why() {
    let (key, public) = pair();
    let file = key.protected(PASSPHRASE, 10).unwrap();
    let secret = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    let two = key::protect(&format!("{secret}\n{secret}\n"), PASSPHRASE, EASY).unwrap();
    let none = key::protect("# nothing\n", PASSPHRASE, EASY).unwrap();
    let cases: [(&str, String, &str, Refusal); 11] = [
        ("another passphrase", file.clone(), "correct horse battery", Refusal::WrongPassphrase),
        ("no passphrase", file.clone(), "", Refusal::WrongPassphrase),
        ("an empty file", String::new(), PASSPHRASE, Refusal::NotAKeyFile),
        ("settings.json", "{\"organiser\":null}".to_owned(), PASSPHRASE, Refusal::NotAKeyFile),
        ("a record", seal(RECORD, &[1024], &[public]).unwrap(), PASSPHRASE, Refusal::NotAKeyFile),
        ("something else, protected", none, PASSPHRASE, Refusal::NotAKeyFile),
        ("several keys", two, PASSPHRASE, Refusal::SeveralKeys),
        (
            "a key as age-keygen writes it",
            format!("# created\n{secret}\n"),
            PASSPHRASE,
            Refusal::UnprotectedKey,
        ),
        (
            "age without -a",
            "age-encryption.org/v1\n-> scrypt \u{FFFD}".to_owned(),
            PASSPHRASE,
            Refusal::NotArmoured,
        ),
        ("the second half missing", file[..file.len() / 2].to_owned(), PASSPHRASE, Refusal::DamagedKeyFile),
        ("absurd work", file.replacen("IDEw", "IDYz", 1), PASSPHRASE, Refusal::TooMuchWork(63)),
    ];
    for (what, file, passphrase, refusal) in cases {
        assert_eq!(PrivateKey::unlock(&file, passphrase).unwrap_err(), refusal, "{what}");
    }
}

#[test]
fn whatever_bit_of_a_key_file_flips_it_unlocks_as_it_was_or_is_refused() {
    let (key, public) = pair();
    let file = key.protected(PASSPHRASE, EASY).unwrap();
    for at in 0..file.len() {
        let mut bytes = file.clone().into_bytes();
        bytes[at] ^= 1 << (at % 7);
        match PrivateKey::unlock(&String::from_utf8(bytes).unwrap(), PASSPHRASE) {
            Ok(unlocked) => assert_eq!(unlocked.public(), public, "byte {at}"),
            Err(
                Refusal::NotAKeyFile
                | Refusal::WrongPassphrase
                | Refusal::DamagedKeyFile
                | Refusal::TooMuchWork(_)
                | Refusal::NewerSeal,
            ) => {}
            Err(other) => panic!("byte {at}: {other}"),
        }
    }
}

#[test]
fn a_public_key_with_a_mistyped_character_is_none() {
    let (_, public) = pair();
    let written = public.as_str();
    assert_eq!(written.len(), 62);
    for same in [written.to_owned(), format!(" {written}\n"), written.to_ascii_uppercase()] {
        assert_eq!(PublicKey::read(&same), Ok(public.clone()));
    }
    for at in 0..written.len() {
        for letter in "qpzry9x8gf2tvdw0s3jn54khce6mua7l1"
            .chars()
            .filter(|letter| *letter != written.as_bytes()[at] as char)
        {
            let mut mistyped = written.to_owned();
            mistyped.replace_range(at..=at, &letter.to_string());
            assert_eq!(PublicKey::read(&mistyped), Err(NotPublic::Mistyped(mistyped)));
        }
    }
    for other in
        ["", "age1", "age", &written[..61], "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "A\u{1F511}"]
    {
        assert_eq!(PublicKey::read(other), Err(NotPublic::Mistyped(other.to_owned())));
    }
}

#[test]
fn a_private_key_in_the_place_of_a_public_one_is_an_alarm() {
    for shown in
        ["AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX", " age-secret-key-1gfp"]
    {
        assert_eq!(PublicKey::read(shown), Err(NotPublic::Private));
    }
}

#[test]
fn people_compare_keys_by_twenty_digits_that_any_computer_gives() {
    let public = PublicKey::read("age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p").unwrap();
    // printf %s age1… | sha256sum
    assert_eq!(fingerprint(public.as_str()), "cf7e 5682 3131 5068 5bf1");
    assert_ne!(fingerprint(public.as_str()), fingerprint(pair().1.as_str()));
}

#[test]
fn a_pin_is_known_again_and_stands_nowhere() {
    let kept = key::protect("", "482913", EASY).unwrap();
    assert_eq!(key::is_protected_by(&kept, "482913"), Ok(true));
    for other in ["482931", "48291", "", "4829133"] {
        assert_eq!(key::is_protected_by(&kept, other), Ok(false), "{other}");
    }
    assert_eq!(key::is_protected_by("nothing", "482913"), Err(Refusal::BadSecret));
    assert_eq!(key::protect("", "", EASY), Err(Refusal::NoPassphrase));
}

// Padding.

/// The record of someone who said this, with the hash of a receipt.
fn recorded(instrument: &Instrument, response: &Response) -> String {
    let shown = instrument.items().iter().map(|item| item.id.clone()).collect();
    let progress = Progress { response: response.clone(), shown };
    let interview = Interview::of(instrument, consent(instrument), progress, Stage::Reviewing);
    let record = record::of_interview(instrument, &interview, Completion::Completed).written().to_string();
    let hash = "0".repeat(64);
    record::with_receipt(
        &record.replace("\"sheet\"", &json!(hash).to_string()).replace("\"hash\"", &json!(hash).to_string()),
        &hash,
    )
}

/// As much as can be said to an item: every option but exclusive ones, and as many of these characters as it takes.
fn fullest(instrument: &Instrument, character: &str) -> Response {
    let questions = instrument.items().iter().filter(|item| item.is_question());
    questions.map(|item| (item.id.clone(), most(item, character))).collect()
}

fn most(item: &Item, character: &str) -> Vec<Answer> {
    let words = |max: Option<usize>| text(&character.repeat(max.unwrap_or(1000)));
    match &item.domain {
        ResponseDomain::Boolean => vec![Answer::Boolean(false)],
        ResponseDomain::Integer(limits) => vec![Answer::Integer(limits.max.unwrap_or(i32::MIN))],
        ResponseDomain::Date(_) => vec![fixtures::date("2024-12-31")],
        ResponseDomain::Text { length, .. } => vec![words(length.max)],
        ResponseDomain::Choice { options, open } => {
            let ticked = options.iter().filter(|option| !option.exclusive).map(|option| option.value.clone());
            let own = open.iter().map(|length| words(length.max));
            let mut ticked: Vec<Answer> = ticked.chain(own).collect();
            if !item.repeats {
                ticked.sort_by_key(|answer| answer.written().1.to_string().len());
                ticked.drain(..ticked.len() - 1);
            }
            ticked
        }
        _ => Vec::new(),
    }
}

/// Items of every kind, one within another.
fn every_kind() -> Instrument {
    let limited = |id: &str, kind: &str| json!({ "linkId": id, "type": kind, "text": format!("Text of {id}"), "maxLength": 40 });
    let consent = json!({ "linkId": "consent", "type": "group", "item": [
        { "linkId": "agree", "type": "boolean", "required": true, "text": "I agree to take part." },
    ] });
    let ticks = with(choice("ticks", &["a", "b", "c"]), &json!({ "repeats": true, "text": "Which?" }));
    let open = with(choice("open", &["a", "b"]), &json!({ "type": "open-choice", "maxLength": 30 }));
    let several = with(
        choice("several", &["a", "b"]),
        &json!({ "type": "open-choice", "repeats": true, "maxLength": 30 }),
    );
    let number = json!({ "linkId": "number", "type": "integer", "extension": [
        extension("minValue", &json!({ "valueInteger": -3 })), extension("maxValue", &json!({ "valueInteger": 1000 })),
    ] });
    let group = json!({ "linkId": "group", "type": "group", "text": "A group", "item": [
        limited("words", "string"), limited("long", "text"), ticks, open, several, number,
        { "linkId": "date", "type": "date" }, { "linkId": "yes", "type": "boolean" }, { "linkId": "whole", "type": "integer" },
        { "linkId": "read", "type": "display", "text": "Only read." },
    ] });
    instrument(&json!([consent, group, choice("one", &["a", "a-long-code-that-nobody-would-choose"])]))
}

#[test]
fn the_longest_record_fits_the_size_and_the_size_is_not_much_more() {
    for instrument in [shipped().instrument, shipped().contact, every_kind()] {
        let size = longest(&instrument);
        assert_eq!(size % 1024, 0);
        let fullest = recorded(&instrument, &fullest(&instrument, "\u{10FFFF}"));
        assert!(fullest.len() <= size, "{} {size}", fullest.len());
        assert!(size < 2 * fullest.len() + 4096, "{} {size}", fullest.len());
        assert_eq!(padded(&fullest, &[size]).len(), size);
    }
}

#[test]
fn control_characters_may_take_more_and_make_the_record_as_long_as_two() {
    let instrument = every_kind();
    let size = longest(&instrument);
    let with_controls = recorded(&instrument, &fullest(&instrument, "\u{1}"));
    let long = json!([{ "linkId": "words", "type": "text", "maxLength": 2000 }]);
    let long = fixtures::instrument(&long);
    let controls = "\u{1}".repeat(2000);
    let record = json!({ "resourceType": "QuestionnaireResponse", "item": [{ "linkId": "words", "answer": [{ "valueString": controls }] }] });
    assert!(record.to_string().len() > longest(&long));
    assert_eq!(padded(&record.to_string(), &sizes(&long)).len(), 2 * longest(&long));
    assert_eq!(padded(&with_controls, &[size]).len() % size, 0);
}

#[test]
fn words_without_a_limit_do_not_make_it_boundless() {
    let words =
        |max: Value| longest(&instrument(&json!([with(json!({ "linkId": "words", "type": "text" }), &max)])));
    assert_eq!(words(json!({})), words(json!({ "maxLength": 1000 })));
    assert_eq!(
        words(json!({ "maxLength": 2_147_483_647 })),
        words(json!({ "maxLength": 1_048_576 })),
        "the most that FHIR allows"
    );
}

/// A character of one to four bytes in UTF-8; none that JSON writes with six.
fn character() -> impl Strategy<Value = char> {
    prop_oneof![
        Just('"'),
        Just('\\'),
        Just('\n'),
        proptest::char::range(' ', '~'),
        proptest::char::range('\u{A0}', '\u{7FF}'),
        proptest::char::range('\u{10000}', '\u{10FFFF}'),
        any::<char>().prop_filter("a control character", |c| !c.is_control()),
    ]
}

/// What random choices make of an item's domain.
fn said(item: &Item, words: &[char], picks: &[Index]) -> Vec<Answer> {
    let own = |max: Option<usize>| text(&words.iter().cycle().take(max.unwrap_or(1000)).collect::<String>());
    match &item.domain {
        ResponseDomain::Integer(_) => vec![Answer::Integer(picks[0].index(usize::MAX) as i32)],
        ResponseDomain::Choice { options, open } => {
            let picks = if item.repeats { picks } else { &picks[..1] };
            let mut picked: Vec<usize> = picks.iter().map(|pick| pick.index(options.len() + 1)).collect();
            picked.sort_unstable();
            picked.dedup();
            let answer = |at: &usize| match (options.get(*at), open) {
                (Some(option), _) => Some(option.value.clone()),
                (None, Some(length)) => Some(own(length.max)),
                (None, None) => None,
            };
            picked.iter().filter_map(answer).collect()
        }
        _ => {
            let mut most = most(item, "x");
            if let [Answer::String(text)] = most.as_mut_slice() {
                *text = words.iter().cycle().take(text.len()).collect();
            }
            most
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_record_of_anyone_exceeds_the_size(
        words in vec(character(), 1..40),
        picks in vec(vec(any::<Index>(), 1..12), 200),
        shipped_one in any::<bool>(),
    ) {
        let instrument = if shipped_one { shipped().instrument } else { every_kind() };
        let questions = instrument.items().iter().filter(|item| item.is_question()).zip(picks.iter().cycle());
        let response: Response = questions.map(|(item, picks)| (item.id.clone(), said(item, &words, picks))).collect();
        let record = recorded(&instrument, &response);
        prop_assert!(record.len() <= longest(&instrument), "{}", record.len());
    }

    #[test]
    fn padding_comes_off_again_and_leaves_json_what_it_was(words in vec(character(), 0..300), sizes in vec(1_usize..700, 0..3)) {
        let record = json!({ "said": words.iter().collect::<String>() });
        let text = record.to_string();
        let padded = padded(&text, &sizes);
        let largest = sizes.iter().copied().max().unwrap_or(1);
        let fits = sizes.iter().copied().filter(|size| *size >= text.len()).min();
        prop_assert_eq!(fits.unwrap_or(padded.len() / largest * largest), padded.len());
        prop_assert_eq!(trimmed(&padded), &text);
        prop_assert_eq!(serde_json::from_str::<Value>(&padded).unwrap(), record);
        prop_assert!(fits.is_some() || padded.len() < text.len() + largest);
    }
}

// Codes.

#[test]
fn a_code_is_read_as_people_type_it() {
    let code = Code::from_random(&[0x00, 0x44, 0x32, 0x14, 0xC7, 0x42, 0x54, 0xB6]);
    assert_eq!(code.to_string(), "0123-45678-9ABCB");
    let cases = [
        "0123-45678-9ABCB",
        "0123 4567 89ab cb",
        "0123456789ABCB",
        " o123\u{2013}45678\u{2013}9aBcb\n",
        "OI23-45678-9ABCB",
        "ol23-45678-9abcb",
    ];
    for typed in cases {
        assert_eq!(Code::read(typed), Some(code.clone()), "{typed}");
    }
    assert_eq!(code.hash_text(), "0123456789ABCB", "what is hashed has nothing between its characters");
    for typed in [
        "",
        "-",
        "0",
        "01234",
        "0123-45678-9ABC",
        "0123-45678-9ABCD",
        "0123-45678-9ABCU",
        "0123-45678-9ABC\u{C4}",
    ] {
        assert_eq!(Code::read(typed), None, "{typed}");
    }
}

#[test]
fn a_receipt_holds_128_random_bits_in_groups_that_can_be_read_out() {
    let codes: Vec<Code> = (0..100_u8).map(|n| Code::from_random(&[n; 16])).collect();
    for code in &codes {
        let groups: Vec<usize> = code.to_string().split('-').map(str::len).collect();
        assert_eq!(groups, [4, 5, 4, 5, 4, 5], "{code}");
    }
    // Each bit matters.
    for bit in 0..128 {
        let mut bytes = [0_u8; 16];
        bytes[bit / 8] = 1 << (bit % 8);
        assert_ne!(Code::from_random(&bytes), codes[0]);
    }
    let check_code = Code::from_random(&seal::random::<8>().unwrap()).to_string();
    assert_eq!(check_code.split('-').map(str::len).collect::<Vec<_>>(), [4, 5, 5]);
}

proptest! {
    #[test]
    fn one_mistyped_character_or_two_that_are_swapped_make_a_code_none(bytes in vec(any::<u8>(), 1..19)) {
        let code = Code::from_random(&bytes);
        let written = code.hash_text().as_bytes().to_vec();
        prop_assert_eq!(Code::read(code.hash_text()), Some(code.clone()));
        prop_assert_eq!(Code::read(&code.to_string()), Some(code));
        for at in 0..written.len() {
            for letter in *b"0123456789ABCDEFGHJKMNPQRSTVWXYZU*" {
                let mut mistyped = written.clone();
                mistyped[at] = letter;
                let same = mistyped == written;
                prop_assert_eq!(Code::read(&String::from_utf8(mistyped).unwrap()).is_some(), same);
            }
            for other in 0..at {
                let mut swapped = written.clone();
                swapped.swap(at, other);
                let same = swapped == written;
                prop_assert_eq!(Code::read(&String::from_utf8(swapped).unwrap()).is_some(), same);
            }
        }
    }
}

// Words.

#[test]
fn every_refusal_says_what_happened_and_what_to_do() {
    let cases = [
        (
            Refusal::WrongPassphrase,
            "The passphrase does not open this file. Type it again, with an eye on capital letters. If it is certainly right, the file is damaged: use another copy of it.",
        ),
        (
            Refusal::OtherKeys,
            "None of the unlocked private keys opens this: it was sealed to others, or is damaged. Unlock the private key of a public key that settings.json named when it was sealed.",
        ),
        (
            Refusal::PublicKey(NotPublic::Private),
            "This is a private key, where a public key should be. A private key opens every record: take it out, and if anyone else may have seen it, make a new pair. A public key begins with age1.",
        ),
        (
            Refusal::CutShort,
            "The file is cut short or damaged: its table of contents can't be read. Copy it from the device again. Export again on that device: nothing is deleted there before you enter the check code.",
        ),
        (
            Refusal::Unopened(1),
            "There is no check code yet: one record was not opened. Unlock the private key to which it was sealed, and read the file again.",
        ),
        (
            Refusal::Unopened(12),
            "There is no check code yet: 12 records were not opened. Unlock the private keys to which they were sealed, and read the file again.",
        ),
        (
            Refusal::NewerParcel(2),
            "The file is of a newer kind (version 2) than this app knows. Open it with the version of the app that is on the device.",
        ),
    ];
    for (refusal, words) in cases {
        assert_eq!(refusal.to_string(), words);
    }
}

// Text from elsewhere.

#[test]
fn what_nobody_would_see_of_a_text_from_elsewhere_is_named() {
    let cases = [
        ("Tablet 1", "Tablet 1"),
        ("", ""),
        ("Tablet\u{200B}1", "Tablet[U+200B zero width space]1"),
        ("cod\u{202E}piz.exe", "cod[U+202E right-to-left override]piz.exe"),
        ("a\u{0}b\u{1B}[2Jc\td", "a[U+0000 control character]b[U+001B control character][2Jc[U+0009 tab]d"),
        ("a\u{A0}b", "a[U+00A0 unusual space]b"),
        ("a\u{200D}b", "a[U+200D zero width joiner]b"),
        ("\u{E0041}", "[U+E0041 invisible character]"),
        // Scripts keep what they need, and turn nothing around them.
        ("Zoë", "\u{2068}Zoë\u{2069}"),
        ("שרה", "\u{2068}שרה\u{2069}"),
        ("می\u{200C}خواهم", "\u{2068}می\u{200C}خواهم\u{2069}"),
        ("👩\u{200D}⚕\u{FE0F}\u{200D}", "\u{2068}👩\u{200D}⚕\u{FE0F}[U+200D zero width joiner]\u{2069}"),
    ];
    for (text, shown) in cases {
        assert_eq!(quote(text, 80), shown, "{text:?}");
    }
}

#[test]
fn a_text_from_elsewhere_is_cut_by_what_it_takes_to_show_it() {
    let cases = [
        ("1234567890", "1234567890"),
        ("12345678901", "\u{2068}1234567890…\u{2069}"),
        ("123456\u{200B}", "\u{2068}123456…\u{2069}"),
        ("ëëëëëëëëëëë", "\u{2068}ëëëëëëëëëë…\u{2069}"),
    ];
    for (text, shown) in cases {
        assert_eq!(quote(text, 10), shown, "{text:?}");
    }
}

// The outside command.

/// The `age` or `rage` command: by `HIQUALITY_AGE`, or on the path.
fn age() -> Option<PathBuf> {
    let named = std::env::var_os("HIQUALITY_AGE").map(PathBuf::from);
    let candidates = named.map_or_else(|| vec!["age".into(), "rage".into()], |path| vec![path]);
    let found =
        candidates.into_iter().find(|command| Command::new(command).arg("--version").output().is_ok());
    if found.is_none() {
        // Not by println!, so that it is seen without --nocapture.
        let mut told = std::io::stderr();
        writeln!(told, "NOT TESTED: no age or rage command on the path or in HIQUALITY_AGE.").unwrap();
    }
    found
}

/// A folder for one test.
fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

/// Runs the command as someone at a terminal who types the passphrase when asked.
fn at_a_terminal(folder: &Path, command: &Path, arguments: &[&str], passphrase: &str) -> String {
    const TERMINAL: &str = "
import os, pty, sys, time
passphrase, command = sys.argv[1], sys.argv[2:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
shown = b''
typed = 0
while True:
    try:
        shown += os.read(terminal, 1000)
    except OSError:
        break
    if shown.count(b':') > typed:
        typed = shown.count(b':')
        time.sleep(0.2)
        os.write(terminal, passphrase.encode() + b'\\n')
sys.stdout.write(shown.decode(errors='replace'))
sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
";
    let run = Command::new("python3")
        .args(["-c", TERMINAL, passphrase])
        .arg(command)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(run.status.success(), "{shown}{}", String::from_utf8_lossy(&run.stderr));
    shown
}

#[test]
fn the_outside_command_opens_the_key_file_and_with_it_the_records() {
    let Some(age) = age() else { return };
    let folder = folder("outside");
    let [(one, to_one), (_, to_two)] = [pair(), pair()];
    let file = one.protected(PASSPHRASE, 12).unwrap();
    std::fs::write(folder.join("key.age"), &file).unwrap();
    let study = shipped();
    let record = recorded(&study.instrument, &fullest(&study.instrument, "\u{1D11E}"));
    let size = longest(&study.instrument);
    std::fs::write(folder.join("record.age"), seal(&record, &[size], &[to_two, to_one.clone()]).unwrap())
        .unwrap();

    at_a_terminal(&folder, &age, &["-d", "-o", "key.txt", "key.age"], PASSPHRASE);
    let key = std::fs::read_to_string(folder.join("key.txt")).unwrap();
    let mut lines = key.lines();
    assert_eq!(lines.next(), Some(format!("# public key: {to_one}").as_str()));
    assert!(
        lines.next().is_some_and(|line| line.starts_with("AGE-SECRET-KEY-1")),
        "an identity file of age's own"
    );
    assert_eq!(lines.next(), None);

    let opened =
        Command::new(&age).args(["-d", "-i", "key.txt", "record.age"]).current_dir(&folder).output().unwrap();
    assert!(opened.status.success(), "{}", String::from_utf8_lossy(&opened.stderr));
    let opened = String::from_utf8(opened.stdout).unwrap();
    assert_eq!(opened.trim_end(), record);
    serde_json::from_str::<Value>(&opened).unwrap();
}

#[test]
fn a_key_that_the_outside_command_protected_unlocks_and_what_it_sealed_opens() {
    let Some(age) = age() else { return };
    let folder = folder("inside");
    let (_, public) = pair();
    let secret = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";
    std::fs::write(folder.join("key.txt"), format!("# created: today\n{secret}\n")).unwrap();
    at_a_terminal(&folder, &age, &["-p", "-a", "-o", "key.age", "key.txt"], PASSPHRASE);
    let file = std::fs::read_to_string(folder.join("key.age")).unwrap();
    let key = PrivateKey::unlock(&file, PASSPHRASE).unwrap();
    let mut child = Command::new(&age)
        .args(["-a", "-r", key.public().as_str(), "-r", public.as_str()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(RECORD.as_bytes()).unwrap();
    let sealed = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert_eq!(open(&sealed, &[key]).unwrap(), RECORD);
}

/// The work factor that a key file asks for, as its header has it.
fn work(file: &str) -> String {
    let decode = |letter: u8| match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'+' => 62,
        _ => 63,
    };
    let digits: Vec<u8> = file.lines().skip(1).take(3).flat_map(str::bytes).map(decode).collect();
    let bytes = digits.chunks_exact(4).flat_map(|four| {
        let [a, b, c, d] = [0, 1, 2, 3].map(|at| four[at]);
        [a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d]
    });
    let header: Vec<u8> = bytes.collect();
    let header = String::from_utf8_lossy(&header).into_owned();
    header.lines().nth(1).and_then(|line| line.split(' ').nth(3)).unwrap_or_default().to_owned()
}

#[test]
fn a_hash_is_the_one_that_the_page_makes() {
    assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
