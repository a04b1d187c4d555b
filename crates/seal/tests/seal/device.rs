//! What a device knows of itself.

use seal::device::{Attempts, Day, Export, Unfit, confirmed, export_with, label, parcel_name, pin};

#[test]
fn a_device_has_a_name_that_can_stand_in_the_name_of_a_file() {
    let names = [
        ("Tablet 1", Ok("Tablet 1")),
        ("  church-hall   2 ", Ok("church-hall 2")),
        ("", Err(Unfit::Missing)),
        ("   ", Err(Unfit::Missing)),
        ("a/b", Err(Unfit::Characters)),
        ("Tablet_1", Err(Unfit::Characters)),
        ("Café", Err(Unfit::Characters)),
        ("123456789012345678901234567890", Ok("123456789012345678901234567890")),
        ("1234567890123456789012345678901", Err(Unfit::Length)),
    ];
    for (typed, name) in names {
        assert_eq!(label(typed), name.map(str::to_owned), "{typed:?}");
    }
}

#[test]
fn a_pin_has_six_to_twelve_digits() {
    let pins = [
        ("314159", Ok("314159")),
        (" 314159 ", Ok("314159")),
        ("271828182845", Ok("271828182845")),
        ("", Err(Unfit::Missing)),
        ("12345", Err(Unfit::Length)),
        ("1234567890123", Err(Unfit::Length)),
        ("12345a", Err(Unfit::Characters)),
        ("３１４１５９", Err(Unfit::Characters)),
    ];
    for (typed, expected) in pins {
        assert_eq!(pin(typed), expected, "{typed:?}");
    }
}

#[test]
fn a_pin_is_none_of_those_that_anyone_would_try_first() {
    let guessed = [
        ("one digit", "000000 111111 9999999"),
        ("two digits", "100001 110011 5055055"),
        ("digits that repeat themselves", "121212 1212121 123123 696969 12341234 420420420"),
        ("digits in a row", "123456 012345 567890 654321 987654321 098765 123456789012"),
        ("digits several times each", "112233 111222 332211 112233445566 100000 999998 000007"),
        ("two rows", "123321 123789 456123 147258 159357 135246 12344321"),
    ];
    for (what, pins) in guessed {
        for typed in pins.split(' ') {
            assert_eq!(pin(typed), Err(Unfit::Guessable), "{what}: {typed}");
        }
    }
    for typed in ["314159", "271828", "482913", "190562", "123457", "112358", "121213", "20261121"] {
        assert_eq!(pin(typed), Ok(typed), "{typed}");
    }
    let refused = (0..1_000_000).filter(|number| pin(&format!("{number:06}")).is_err()).count();
    assert!(refused < 10_000, "{refused} of a million can't be chosen");
}

#[test]
fn wrong_pins_have_to_wait_longer_and_longer_and_an_hour_at_most() {
    let mut attempts = Attempts::default();
    for (failed, wait) in (0..).zip([0, 0, 0, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600]) {
        assert_eq!(attempts, Attempts { failed, wait });
        assert_eq!(attempts.cost_a_wait(), wait > 0);
        attempts = attempts.and_another();
    }
    assert_eq!(
        Attempts { failed: u32::MAX, wait: 0 }.and_another(),
        Attempts { failed: u32::MAX, wait: 3_600 }
    );
}

#[test]
fn a_wait_passes_second_by_second_and_is_noted_now_and_then() {
    let mut attempts = Attempts { failed: 3, wait: 30 };
    let mut noted = Vec::new();
    for _ in 0..31 {
        attempts = attempts.after_a_second();
        noted.extend(attempts.is_to_be_noted().then_some(attempts.wait));
    }
    assert_eq!((attempts, noted), (Attempts { failed: 3, wait: 0 }, vec![20, 10, 0, 0]));
}

#[test]
fn the_oldest_record_waits_for_whole_days() {
    let day = Day::of(86_400_000.0 * 20_000.5);
    assert_eq!(day, Day(20_000));
    assert_eq!((day.age(Day(20_000)), day.age(Day(20_003)), day.age(Day(19_990))), (0, 3, 0));
}

#[test]
fn an_export_that_was_confirmed_is_known_by_its_code_and_holds_nothing() {
    let export = |number, hash: &str| Export {
        contact: false,
        number,
        check_hash: hash.to_owned(),
        count: 2,
        names: vec!["aa".to_owned()],
        damaged: vec!["bb".to_owned()],
        confirmed: false,
        day: Day(1),
    };
    let exports = [export(1, "one"), export(2, "two")];
    assert_eq!(export_with(&exports, "two"), Some(&exports[1]));
    assert_eq!(export_with(&exports, "three"), None);
    let after = confirmed(&exports, "one");
    assert_eq!(
        after,
        [Export { names: Vec::new(), confirmed: true, ..exports[0].clone() }, exports[1].clone()]
    );
    assert_eq!(confirmed(&after, "one"), after);
}

/// As earlier versions wrote it. Its code, whatever it covered, is still known.
#[test]
fn an_export_that_an_earlier_version_noted_is_read() {
    let noted = r#"{"contact":false,"number":3,"check_hash":"hash","names":["aa"],"day":20000}"#;
    let export: Export = engine::plain::read(noted).unwrap();
    assert_eq!((export.count, export.names.len()), (0, 1));
    assert_eq!(export_with(std::slice::from_ref(&export), "hash"), Some(&export));
}

#[test]
fn a_file_is_called_by_device_and_number() {
    assert_eq!(parcel_name("Tablet 1", 3), "hiquality-Tablet-1-3.zip");
}
