//! What a device knows of itself.

use hiquality::device::{Attempts, Day, Export, Unfit, confirmed, export_with, label, parcel_name, pin};

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
        ("123456", Ok("123456")),
        (" 123456 ", Ok("123456")),
        ("123456789012", Ok("123456789012")),
        ("", Err(Unfit::Missing)),
        ("12345", Err(Unfit::Length)),
        ("1234567890123", Err(Unfit::Length)),
        ("12345a", Err(Unfit::Characters)),
        ("１２３４５６", Err(Unfit::Characters)),
    ];
    for (typed, expected) in pins {
        assert_eq!(pin(typed), expected, "{typed:?}");
    }
}

#[test]
fn wrong_pins_have_to_wait_longer_and_longer_and_an_hour_at_most() {
    let waits = [0, 0, 0, 30, 60, 120, 240, 480, 960, 1_920, 3_600, 3_600];
    for (failed, seconds) in (0..).zip(waits) {
        assert_eq!(Attempts { failed, last: 1_000 }.wait(1_000), seconds, "{failed} failed");
    }
    let attempts = Attempts { failed: 4, last: 1_000 };
    assert_eq!((attempts.wait(1_059), attempts.wait(1_060), attempts.wait(5_000)), (1, 0, 0));
    assert_eq!(Attempts { failed: u32::MAX, last: 1_000 }.wait(1_000), 3_600);
}

#[test]
fn a_clock_that_was_set_back_makes_nobody_wait_longer() {
    assert_eq!(Attempts { failed: 3, last: 1_000_000 }.wait(0), 30);
}

#[test]
fn an_attempt_counts_as_failed_until_it_is_known_to_be_right() {
    let attempts = Attempts::default().and_another(7).and_another(9);
    assert_eq!(attempts, Attempts { failed: 2, last: 9 });
    assert_eq!(Attempts { failed: u32::MAX, last: 0 }.and_another(1).failed, u32::MAX);
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

#[test]
fn a_file_is_called_by_device_and_number() {
    assert_eq!(parcel_name("Tablet 1", 3), "hiquality-Tablet-1-3.zip");
}
