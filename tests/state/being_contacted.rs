use super::*;

fn fills(item: &str, answers: &[Answer]) -> Message {
    contact_said(item.into(), Change::Answers(answers.to_vec()))
}

/// Someone at the contact form after they submitted, who has filled in all that is needed.
fn with_details(email: &str) -> Survey {
    let filled = [
        comes("/contact"),
        fills("contact-consent", &[Answer::Boolean(true)]),
        fills("contact-name", &[text("Sam Smith")]),
        fills("contact-email", &[text(email)]),
    ];
    does(submits(tea_ready()), filled)
}

fn tea_ready() -> Survey {
    does(tea_drinker(&survey()), [goes_on()])
}

#[test]
fn details_that_are_needed_and_missing_are_complained_of() {
    let state = does(submits(tea_ready()), [comes("/contact")]);
    sees(&state, &View::Contact, "/contact");
    assert_eq!(complaints(&state), []);
    let state = does(state, [CONTACT_LEFT]);
    let required =
        ["contact-consent", "contact-name", "contact-email"].map(|item| (item, ProblemKind::Required));
    assert_eq!(complaints(&state), required);
    assert_eq!((state.context.complaint.times, &state.context.effect), (1, &None));
    assert_eq!(does(state, [CONTACT_LEFT]).context.complaint.times, 2);
}

#[test]
fn an_agreement_taken_back_is_none() {
    let untick = fills("contact-consent", &[Answer::Boolean(false)]);
    let state = does(with_details("sam@example.org"), [untick, CONTACT_LEFT]);
    assert_eq!(complaints(&state), [("contact-consent", ProblemKind::Required)]);
}

#[test]
fn an_address_must_look_like_one_that_can_be_written_to() {
    let wrong = ("contact-email", ProblemKind::WrongType("email".to_owned()));
    for (email, fits) in [
        ("sam@example.org", true),
        (" sam@example.org ", true),
        ("sam.smith+survey@nhs.example.uk", true),
        ("sam", false),
        ("sam@example", false),
        ("@example.org", false),
        ("sam smith@example.org", false),
        ("sam@example.org jo@example.org", false),
        ("sam@example.org, jo@example.org", false),
        ("sam,jo@example.org", false),
        ("sam@example.org,", false),
        ("<sam@example.org>", false),
        ("Sam <sam@example.org>", false),
        ("sam(work)@example.org", false),
        ("sam@example.org.", false),
    ] {
        let state = does(with_details(email), [CONTACT_LEFT]);
        let expected = if fits { vec![] } else { vec![wrong.clone()] };
        assert_eq!(complaints(&state), expected, "{email}");
        assert_eq!(matches!(state.context.effect, Some(Effect::KeepContact(_))), fits, "{email}");
    }
}

#[test]
fn details_hold_nothing_of_the_record_and_the_record_nothing_of_them() {
    let state = does(with_details("sam@example.org"), [CONTACT_LEFT]);
    let Some(Effect::KeepContact(details)) = &state.context.effect else {
        panic!("{:?}", state.context.effect)
    };
    let details: Value = serde_json::from_str(details).unwrap();
    let record = &answers_in(&state).unwrap().text;
    assert!(!record.contains("Sam") && !record.contains("contact"), "{record}");
    // No id, no time, no author, no extension: what it is of, and what was said.
    let keys: Vec<&String> = details.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["item", "questionnaire", "resourceType", "status"]);
    let [page] = details["item"].as_array().unwrap().as_slice() else { panic!("{details}") };
    let said: Vec<(&Value, &Value)> =
        page["item"].as_array().unwrap().iter().map(|item| (&item["linkId"], &item["answer"])).collect();
    assert_eq!(
        said,
        [
            (&json!("contact-consent"), &json!([{ "valueBoolean": true }])),
            (&json!("contact-name"), &json!([{ "valueString": "Sam Smith" }])),
            (&json!("contact-email"), &json!([{ "valueString": "sam@example.org" }])),
            (&json!("contact-purpose"), &Value::Null),
        ]
    );
}

#[test]
fn once_kept_they_can_be_saved_as_they_were_kept() {
    let keeping = does(with_details("sam@example.org"), [CONTACT_LEFT]);
    let Some(Effect::KeepContact(details)) = keeping.context.effect.clone() else {
        panic!("{:?}", keeping.context.effect)
    };
    let state = does(keeping, [contact_ended(Ok(()))]);
    sees(&state, &View::Contact, "/contact");
    assert_eq!(
        (contact_in(&state).is_kept, contact_in(&state).text(&afterwards(&state.context.session).contact)),
        (true, details)
    );
    assert_eq!((state.context.effect, state.context.notice, state.context.complaint.times), (None, None, 0));
}

#[test]
fn once_kept_they_are_forgotten_when_the_person_moves_on() {
    let kept = does(with_details("sam@example.org"), [CONTACT_LEFT, contact_ended(Ok(()))]);
    for route in ["/done", "/", "/comparison", "/contact"] {
        let state = does(kept.clone(), [comes(route)]);
        assert_eq!(contact_in(&state), ContactForm::default(), "{route}");
        assert!(
            !contact_in(&state).text(&afterwards(&state.context.session).contact).contains("Sam"),
            "{route}"
        );
    }
}

#[test]
fn details_that_are_not_kept_yet_are_there_when_the_person_comes_back() {
    let state = does(with_details("sam@example.org"), [comes("/done"), comes("/contact")]);
    assert_eq!(contact_in(&state).response.stored(&"contact-name".into()), [text("Sam Smith")]);
}

#[test]
fn details_that_are_being_kept_are_not_kept_twice_nor_complained_of() {
    let keeping = does(with_details("sam@example.org"), [CONTACT_LEFT]);
    for other in [text("Jo Jones"), text("")] {
        let state = does(keeping.clone(), [fills("contact-name", &[other]), CONTACT_LEFT]);
        assert_eq!((&state.context.effect, state.context.complaint.times), (&keeping.context.effect, 0));
    }
}

#[test]
fn what_could_not_be_kept_is_told_and_can_be_tried_again() {
    let full = contact_ended(Err(StorageError::Full));
    let state = does(with_details("sam@example.org"), [CONTACT_LEFT, full]);
    assert_eq!(
        (&state.context.notice, &state.context.effect),
        (&Some(Notice::NotDone(StorageError::Full)), &None)
    );
    assert!(!contact_in(&state).is_kept);
    assert_eq!(contact_in(&state).response.stored(&"contact-name".into()), [text("Sam Smith")]);
    let state = does(state, [CONTACT_LEFT]);
    assert!(matches!(state.context.effect, Some(Effect::KeepContact(_))));
    assert_eq!(state.context.notice, None, "what failed before is not said while it is tried again");
    let state = does(state, [contact_ended(Ok(()))]);
    assert_eq!((contact_in(&state).is_kept, state.context.notice), (true, None));
}

#[test]
fn the_next_person_on_the_device_finds_an_empty_form() {
    let kept = does(with_details("sam@example.org"), [CONTACT_LEFT, contact_ended(Ok(()))]);
    let next = submits(does(agrees(kept), [goes_on(), goes_on(), goes_on()]));
    assert_eq!(contact_in(&does(next, [comes("/contact")])), ContactForm::default());
}
