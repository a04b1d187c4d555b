//! Every screen: what someone hears who comes there, from the first line to the last.

use crate::common::{self, choice, code, control, option, text, with};
use crate::person::*;
use crate::{has, is_all_that_is_heard, is_heard, is_not_heard, page, rendered};
use engine::change::Change;
use engine::response::Answer;
use fixtures::html::Element;
use hiquality::model::{Message, Stored, Survey};
use hiquality::screen;
use hiquality::session::Session;
use hiquality::words::headings;
use serde_json::json;
use std::rc::Rc;
use storage::database::StorageError;
use study::{Settings, Study};

/// Someone who drinks two cups of tea and is asked why.
fn tea_drinker() -> Survey {
    let tea = [says("drink", &[code("tea")]), goes_on(), says("cups", &[Answer::Integer(2)]), goes_on()];
    does(begins(&survey()), tea)
}

/// The same person once they have submitted.
fn submitted() -> Survey {
    submits(does(tea_drinker(), [goes_on()]))
}

/// Someone who opens the page where these answers are kept, under this study.
fn returns(session: &Rc<Session>, kept: &str) -> Survey {
    does(opens_with_draft(session), [claimed(Some(Some(kept.to_owned())))])
}

/// Someone whose browser gives no storage.
fn blocked() -> Survey {
    Survey::new(&survey(), None, Err(StorageError::Blocked))
}

fn fills(item: &str, answers: &[Answer]) -> Message {
    contact_said(item.into(), Change::Answers(answers.to_vec()))
}

/// The page has one form, which the browser neither judges nor fills in, and this button sends it.
#[track_caller]
fn is_form_sent_by(page: &Element, button: &str) {
    let forms = page.every(&["form"]);
    let [form] = forms.as_slice() else { panic!("{} forms", forms.len()) };
    assert!(form.get("novalidate").is_some());
    has(form, &[("autocomplete", Some("off"))]);
    let sends = page.every(&["button"]).into_iter().filter(|button| button.get("type") == Some("submit"));
    assert_eq!(sends.map(Element::words).collect::<Vec<_>>(), [button]);
    assert!(form.every(&["button"]).iter().any(|within| within.words() == button));
}

mod the_information {
    use super::*;

    #[test]
    fn ends_with_the_statements_and_has_nothing_else_for_someone_new() {
        is_all_that_is_heard(
            &page(&newcomer(&survey())),
            "
            ## Do you agree to take part?
            Agree to each statement to take part.
            group: Statements to agree to
              [ ] I have read the sheet.
              [ ] I agree.
            button: Continue
            button: I do not consent",
        );
    }

    #[test]
    fn comes_with_the_way_to_what_was_submitted_before() {
        let record = answers_in(&submitted()).unwrap().text;
        is_heard(
            &page(&opens(&survey(), submitted_before(OPEN, &record))),
            "
            Someone has submitted answers on this device. If it was you:
            - see how your answers compare → #/comparison
            - save or delete your answers → #/done",
        );
    }
}

mod consent {
    use super::*;

    #[test]
    fn is_a_tick_for_each_statement_and_none_is_ticked() {
        is_all_that_is_heard(
            &page(&does(newcomer(&survey()), [comes("/consent")])),
            "
            ## Do you agree to take part?
            Agree to each statement to take part.
            group: Statements to agree to
              [ ] I have read the sheet.
              [ ] I agree.
            button: Continue
            button: I do not consent",
        );
    }

    #[test]
    fn a_statement_that_is_missing_is_said_above_and_at_the_statements() {
        let ticked = [comes("/consent"), ticked("read".into(), true), AGREED];
        let page = page(&does(newcomer(&survey()), ticked));
        is_heard(&page, "alert:\n  ## There is a problem\n  - Tick every statement to take part → #agree");
        is_heard(
            &page,
            "
            group: Statements to agree to; Error: Tick every statement to take part
              Error: Tick every statement to take part
              [x] I have read the sheet.
              [ ] I agree.",
        );
        has(page.every(&["fieldset"])[0], &[("aria-describedby", Some("consent-error"))]);
        assert!(page.all().iter().any(|group| group.is("nhsuk-form-group--error")));
    }

    #[test]
    fn nothing_is_wrong_any_more_once_every_statement_is_ticked() {
        let page = page(&ticks_all(does(newcomer(&survey()), [comes("/consent"), AGREED])));
        is_heard(&page, "[x] I have read the sheet.\n[x] I agree.");
        is_not_heard(&page, "There is a problem");
        is_not_heard(&page, "Error");
    }

    #[test]
    fn is_a_form_that_the_enter_key_sends_and_refusing_is_not_part_of_it() {
        let page = page(&does(newcomer(&survey()), [comes("/consent")]));
        is_form_sent_by(&page, "Continue");
        assert!(!page.every(&["form"])[0].words().contains("I do not consent"));
    }

    #[test]
    fn the_button_says_that_the_answers_are_being_looked_for() {
        let agreed = does(ticks_all(does(newcomer(&survey()), [comes("/consent")])), [AGREED]);
        is_heard(&page(&agreed), "button: One moment\nbutton: I do not consent");
    }
}

mod questions {
    use super::*;

    #[test]
    fn the_first_leads_back_to_the_statements() {
        is_all_that_is_heard(
            &page(&begins(&survey())),
            "
            Back → #/consent
            Section 1 of 2: Drinks
            group: What do you drink?
              # What do you drink?
              ( ) tea
              ( ) coffee
              ( ) none
            You can leave any question empty.
            button: Continue
            Stop for now → #/later
            Stop and delete my answers → #/stop",
        );
    }

    #[test]
    fn the_others_lead_back_to_the_one_before_that_was_asked() {
        is_heard(&page(&tea_drinker()), "Back → #/question/cups\nSection 2 of 2: Reasons\n# Why?");
        let none = does(begins(&survey()), [says("drink", &[code("none")]), goes_on()]);
        is_heard(&page(&none), "Back → #/question/drink\nSection 2 of 2: Reasons\n# Why?");
    }

    #[test]
    fn what_is_wrong_stands_between_the_way_back_and_the_question() {
        let many = [goes_on(), says("cups", &[Answer::Integer(99)]), goes_on()];
        is_all_that_is_heard(
            &page(&does(begins(&survey()), many)),
            "
            Back → #/question/drink
            alert:
              ## There is a problem
              - Enter 20 or less → #cups
            Section 1 of 2: Drinks
            # How many cups?
            Error: Enter 20 or less
            box: How many cups?; Error: Enter 20 or less = \"99\"
            button: Continue
            Stop for now → #/later
            Stop and delete my answers → #/stop",
        );
    }

    #[test]
    fn to_be_changed_lead_back_to_the_check() {
        let page = page(&does(checks(&survey()), [comes("/change/cups")]));
        is_heard(&page, "Back → #/check\nSection 1 of 2: Drinks\n# How many cups?\nbox: How many cups?");
        is_heard(
            &page,
            "button: Save and return to check\nStop for now → #/later\nStop and delete my answers → #/stop",
        );
    }

    #[test]
    fn are_a_form_that_the_enter_key_sends_and_that_the_browser_neither_judges_nor_fills_in() {
        is_form_sent_by(&page(&begins(&survey())), "Continue");
    }

    #[test]
    fn of_the_shipped_survey_hang_together_whatever_is_chosen() {
        let session = on(common::shipped());
        let instrument = &session.instrument;
        let chooses = |item: &str, code: &str| says(item, &[option(instrument, item, code)]);
        let mut state =
            does(begins(&session), [chooses("frequency", "often"), chooses("know-underserved", "yes")]);
        let mut pages = 0;
        while let Some(at) = interview(&state).unwrap().stage().page() {
            is_heard(&page(&state), &format!("# {}", headings::page_heading(instrument, at)));
            for id in fixtures::questions_on(interview(&state).unwrap(), instrument, at) {
                for option in instrument.item(&id).unwrap().options() {
                    page(&does(state.clone(), [says(id.as_str(), std::slice::from_ref(&option.value))]));
                }
            }
            state = does(state, [goes_on()]);
            pages += 1;
        }
        assert_eq!(pages, 12);
    }
}

mod the_check {
    use super::*;

    #[test]
    fn shows_every_answer_by_section_with_a_way_to_change_it() {
        is_all_that_is_heard(
            &page(&does(tea_drinker(), [goes_on()])),
            "
            Back → #/question/why
            # Check your answers
            Nothing is submitted yet. You can change any answer.
            folded: Drinks 2 of 2 answered
              What do you drink? | tea | Change What do you drink? → #/change/drink
              How many cups? | 2 | Change How many cups? → #/change/cups
            folded: Reasons 0 of 1 answered
              Why? | Not provided | Change Why? → #/change/why
            ## Submit your answers
            After you submit you can't change your answers. You then see how they compare with others'.
            button: Submit my answers
            Stop for now → #/later
            Stop and delete my answers → #/stop",
        );
    }

    #[test]
    fn says_nothing_of_what_was_not_asked() {
        let page = page(&does(
            checks(&survey()),
            [comes("/change/drink"), says("drink", &[code("none")]), goes_on()],
        ));
        is_heard(
            &page,
            "
            unfolded: Drinks 1 of 1 answered
              What do you drink? | none | Change What do you drink? → #/change/drink
            folded: Reasons 0 of 1 answered",
        );
        is_not_heard(&page, "cups");
    }

    #[test]
    fn says_which_answers_no_longer_apply() {
        let no_longer =
            does(tea_drinker(), [goes_on(), comes("/change/drink"), says("drink", &[code("none")])]);
        let page = page(&does(no_longer.clone(), [goes_on()]));
        is_heard(
            &page,
            "
            Nothing is submitted yet. You can change any answer.
            status:
              These answers no longer apply, because of what you answered elsewhere. They will not be submitted:
              - How many cups?",
        );
        let drinks_again = does(no_longer, [says("drink", &[code("tea")]), goes_on()]);
        is_not_heard(
            &rendered(screen::view(&drinks_again, |above| above, &yew::Callback::noop())),
            "no longer",
        );
    }

    #[test]
    fn is_open_at_the_section_from_which_an_answer_was_changed_and_the_focus_comes_back_there() {
        let check = does(tea_drinker(), [goes_on()]);
        assert_eq!(screen::place_in(&check), None);
        let changing = does(check, [comes("/change/why")]);
        assert_eq!(screen::place_in(&changing), None); // the question is the heading of its page
        let back = does(changing.clone(), [goes_on()]);
        assert_eq!(screen::place_in(&back).as_deref(), Some("change:why"));
        let page = page(&back);
        assert_eq!(page.with_id("change:why").unwrap().get("href"), Some("#/change/why"));
        is_heard(&page, "unfolded: Reasons 0 of 1 answered");
        is_heard(&page, "folded: Drinks 2 of 2 answered");
        assert_eq!(screen::place_in(&does(changing, [comes("/check")])).as_deref(), Some("change:why"));
    }

    #[test]
    fn leads_to_the_very_question_where_its_page_has_several() {
        let asks = |id: &str| with(choice(id, &["yes", "no"]), &json!({ "text": format!("{id}?") }));
        let page = json!({ "linkId": "you", "type": "group", "text": "You", "extension": [control("page")],
            "item": [asks("age"), asks("job")] });
        let items = json!([statements(&[("read", "I have read the sheet.")]), page]);
        let check = checks(&deployment(&items, Settings::default()));
        is_heard(&crate::page(&check), "job? | Not provided | Change job? → #/change/job");
        let changing = does(check, [comes("/change/job")]);
        assert_eq!(changing.route().to_string(), "/change/you");
        assert_eq!(screen::place_in(&changing).as_deref(), Some("job"));
        assert_eq!(screen::place_in(&does(changing, [goes_on()])).as_deref(), Some("change:job"));
    }

    #[test]
    fn says_nothing_of_the_statements() {
        is_not_heard(&page(&checks(&survey())), "I agree");
    }

    #[test]
    fn says_that_it_is_submitting_while_it_is() {
        let page = page(&does(checks(&survey()), [SUBMIT]));
        is_heard(&page, "button: Submitting your answers");
        is_not_heard(&page, "Submit my answers");
    }

    /// The shipped survey, checked by someone who has said this.
    fn check_of(said: &[(&str, &[&str])]) -> Element {
        let session = on(common::shipped());
        let answers = said.iter().map(|(item, codes)| {
            let answers: Vec<Answer> =
                codes.iter().map(|code| option(&session.instrument, item, code)).collect();
            says(item, &answers)
        });
        page(&walks_on(does(begins(&session), answers)))
    }

    #[test]
    fn shows_each_of_several_answers_apart() {
        let page = check_of(&[("support", &["training", "grants"])]);
        let answers = page.all().into_iter().filter(|answer| answer.is("app-answer"));
        assert_eq!(answers.count(), 2);
    }

    #[test]
    fn names_the_part_of_a_question_that_has_several() {
        let page = check_of(&[]);
        for (part, change) in [
            ("Barriers: Leadership/Governance", "barriers-leadership"),
            ("Barriers: Workforce", "barriers-workforce"),
            ("Enablers: Funding", "enablers-funding"),
            ("Enablers: Communities", "enablers-communities"),
        ] {
            is_heard(&page, &format!("{part} | Not provided | Change {part} → #/change/{change}"));
        }
    }

    #[test]
    fn shows_what_an_option_asked_for_below_it() {
        let page = check_of(&[("designation", &["other"])]);
        is_heard(
            &page,
            "
            Designation | Other (please specify) | Change Designation → #/change/designation
            Other designation | Not provided | Change Other designation → #/change/designation-other-text",
        );
    }
}

mod what_was_submitted {
    use super::*;

    #[test]
    fn is_confirmed_with_where_it_is_and_what_can_be_done_with_it() {
        is_all_that_is_heard(
            &page(&submitted()),
            "
            # Thank you for taking part
            Your answers are on this device only, in this browser. No one else has received them.
            See how your answers compare → #/comparison
            ## Keep your answers
            To give your answers to Sam Smith, save them to a file and send it to survey@example.org → mailto:survey@example.org.
            button: Save my answers to a file
            ## May we contact you?
            You can leave your name and email address on a form of its own. Nothing in it links it to your answers.
            Leave my contact details → #/contact
            ## Delete your answers
            You can delete your answers from this device. A file that you have saved stays where you saved it.
            Delete my answers from this device → #/delete",
        );
    }

    #[test]
    fn and_could_not_be_kept_is_to_be_saved_now() {
        let state = does(agrees(blocked()), [goes_on(), goes_on(), goes_on(), SUBMIT]);
        let page = page(&does(state, [submit_ended(Err(StorageError::Blocked))]));
        is_heard(&page, "# Save your answers now");
        is_heard(
            &page,
            "
            ## Important: Your answers are not kept
            This browser does not let the page store anything. Your answers are on this page only: when you close or reload it they are lost. Save them to a file now.",
        );
        is_heard(&page, "button: Save my answers to a file");
        for untrue in ["on this device", "Delete my answers", "Your answers will not be kept"] {
            is_not_heard(&page, untrue);
        }
    }

    #[test]
    fn is_the_persons_own_file_where_no_organiser_is_named_and_nobody_would_write_to_them() {
        let settings = Settings { organiser: None, contact_form: true, ..Settings::default() };
        let done = submits(checks(&deployment(&drinks(), settings)));
        let page = page(&done);
        is_heard(
            &page,
            "You can save your answers to a file. It is yours to keep or to give to the people who run the study.",
        );
        is_not_heard(&page, "contact");
        assert_eq!(does(done, [comes("/contact")]).route().to_string(), "/done");
    }

    #[test]
    fn is_not_followed_by_a_contact_form_where_the_deployment_has_none() {
        let session =
            deployment(&drinks(), Settings { organiser: None, contact_form: false, ..Settings::default() });
        is_not_heard(&page(&submits(checks(&session))), "contact");
    }

    #[test]
    fn is_not_followed_by_a_contact_form_where_nothing_can_be_kept() {
        let state = does(agrees(blocked()), [goes_on(), goes_on(), goes_on(), SUBMIT]);
        is_not_heard(&page(&does(state, [submit_ended(Err(StorageError::Blocked))])), "contact");
    }
}

mod contact_details {
    use super::*;

    #[test]
    fn are_asked_for_apart_from_the_answers() {
        is_all_that_is_heard(
            &page(&does(submitted(), [comes("/contact")])),
            "
            Back → #/done
            # May we contact you?
            This is separate from your answers. Leave this page if you do not want to be contacted.
            [ ] I agree that the people who run this survey may contact me about what I choose here, if I hand my contact details over to them. My details are kept apart from my answers and nothing in them links the two.
            box: Your name; You have 100 characters left
            You have 100 characters left
            box: Your email address; You have 254 characters left
            You have 254 characters left
            group: What may you be contacted about?; Select all that apply.
              Select all that apply.
              [ ] The results of this study
              [ ] Taking part in an interview or a focus group
              [ ] Future research
            button: Keep my contact details",
        );
    }

    #[test]
    fn are_a_form_that_the_enter_key_sends() {
        is_form_sent_by(&page(&does(submitted(), [comes("/contact")])), "Keep my contact details");
    }

    #[test]
    fn may_be_filled_in_by_the_browser_and_are_not_warned_of() {
        let email = fills("contact-email", &[text("sam@example.org")]);
        let page = page(&does(submitted(), [comes("/contact"), email]));
        has(page.labelled("Your name"), &[("autocomplete", Some("name"))]);
        has(
            page.labelled("Your email address"),
            &[("autocomplete", Some("email")), ("value", Some("sam@example.org"))],
        );
        is_not_heard(&page, "Please do not name anyone");
        is_not_heard(&page, "This looks like");
    }

    #[test]
    fn that_are_missing_are_said_above_and_at_their_place() {
        let page = page(&does(submitted(), [comes("/contact"), CONTACT_LEFT]));
        is_heard(
            &page,
            "
            alert:
              ## There is a problem
              - Tick the box to agree → #contact-consent
              - Enter your name → #contact-name
              - Enter your email address → #contact-email
            # May we contact you?",
        );
        is_heard(
            &page,
            "Error: Enter your name\nbox: Your name; Error: Enter your name; You have 100 characters left",
        );
        let agreement = page.with_id("contact-consent").unwrap();
        has(agreement, &[("aria-describedby", Some("contact-consent:error"))]);
    }

    #[test]
    fn that_nobody_could_write_to_are_said_so() {
        let state =
            does(submitted(), [comes("/contact"), fills("contact-email", &[text("sam")]), CONTACT_LEFT]);
        is_heard(&page(&state), "Error: Enter an email address in the correct format, like name@example.com");
    }

    #[test]
    fn are_kept_and_the_form_gone() {
        let filled = [
            comes("/contact"),
            fills("contact-consent", &[Answer::Boolean(true)]),
            fills("contact-name", &[text("Sam Smith")]),
            fills("contact-email", &[text("sam@example.org")]),
            CONTACT_LEFT,
        ];
        let keeping = does(submitted(), filled);
        is_heard(&page(&keeping), "button: One moment");
        is_all_that_is_heard(
            &page(&does(keeping, [contact_ended(Ok(()))])),
            "
            Back → #/done
            # Your contact details are kept
            Thank you. Your contact details are on this device, apart from your answers. Nothing in them links the two. Save them to a file of their own to hand them over.
            button: Save my contact details
            Delete my contact details from this device → #/delete/contact",
        );
    }
}

mod ways_out {
    use super::*;

    #[test]
    fn not_consenting_ends_with_thanks() {
        is_all_that_is_heard(
            &page(&does(newcomer(&survey()), [comes("/consent"), DECLINED])),
            "
            # Thank you for your time
            You did not consent, so the survey ends here and nothing is kept. You can close this page.
            Back to the information → #/",
        );
    }

    #[test]
    fn stopping_for_now_says_where_the_answers_are_and_how_to_go_on() {
        let later = does(tea_drinker(), [comes("/later")]);
        is_all_that_is_heard(
            &page(&later),
            "
            # You can stop for now
            Your answers are kept on this device, in this browser. To go on, open this page again here.
            button: Go back to the questions",
        );
        let full = does(later, [Message::Kept(Err(StorageError::Full))]);
        is_not_heard(&page(&full), "Your answers are kept on this device");
    }

    #[test]
    fn stopping_for_now_is_not_offered_where_nothing_is_kept_or_the_device_is_shared() {
        let full = does(tea_drinker(), [Message::Kept(Err(StorageError::Full))]);
        for somebody in [full, agrees(blocked()), begins(&shared(false))] {
            is_not_heard(&page(&somebody), "Stop for now");
            is_not_heard(&page(&does(somebody, [comes("/later")])), "You can stop for now");
        }
    }

    #[test]
    fn stopping_is_asked_about_first() {
        is_all_that_is_heard(
            &page(&does(tea_drinker(), [comes("/stop")])),
            "
            # Do you want to stop and delete your answers?
            Everything you have answered so far is deleted from this device. This can't be undone.
            button: Delete my answers
            button: Go back to the questions",
        );
    }

    #[test]
    fn deleting_is_confirmed_once_it_is_done() {
        for (state, deletes, says) in [
            (
                tea_drinker(),
                STOPPED,
                "None of these answers is left in this browser. You can close this page.",
            ),
            (
                submitted(),
                RECORD_DELETED,
                "The answers that were submitted last are deleted from this browser.",
            ),
        ] {
            let deleting = does(state, [deletes]);
            is_heard(&page(&deleting), "status:\n  One moment.\nBack to the information → #/");
            is_all_that_is_heard(
                &page(&does(deleting, [Message::DeleteEnded(Ok(()))])),
                &format!(
                    "
                # Your answers are deleted
                status:
                  {says}
                Back to the information → #/"
                ),
            );
        }
    }

    #[test]
    fn deleting_that_failed_is_not_confirmed() {
        for (state, deletes) in [(tea_drinker(), STOPPED), (submitted(), RECORD_DELETED)] {
            let failed = Message::DeleteEnded(Err(StorageError::Failed("The disk is on fire".to_owned())));
            let state = does(state, [deletes, failed]);
            is_all_that_is_heard(
                &page(&state),
                "
                status:
                  That could not be done, because the browser could not do it (The disk is on fire). Try again.
                # Your answers are not deleted
                status:
                  They are still in this browser. Close the survey in other tabs and try again, or clear this site's data in the browser's settings.
                Back to the information → #/",
            );
            assert_eq!(headings::title(&state), "Your answers are not deleted – HiQUALITY survey");
        }
    }

    #[test]
    fn deleting_what_was_submitted_is_asked_first_and_leaves_contact_details_to_be_deleted_too() {
        let kept = [CONTACT_LEFT, contact_ended(Ok(()))];
        let fills_in = [comes("/contact"), fills("contact-consent", &[Answer::Boolean(true)])];
        let named = [("contact-name", "Sam Smith"), ("contact-email", "sam@example.org")];
        let named = named.map(|(item, words)| fills(item, &[text(words)]));
        let state = does(submitted(), fills_in.into_iter().chain(named).chain(kept));
        is_heard(&page(&state), "Delete my contact details from this device → #/delete/contact");

        let state = does(state, [comes("/done"), comes("/delete")]);
        is_all_that_is_heard(
            &page(&state),
            "
            # Do you want to delete your answers from this device?
            The answers that you submitted are deleted from this device. This can't be undone. A file that you have saved, and what you have sent, stay where they are.
            button: Delete my answers
            button: Keep my answers",
        );
        let state = does(state, [RECORD_DELETED, Message::DeleteEnded(Ok(()))]);
        is_heard(&page(&state), "Delete my contact details from this device → #/delete/contact");

        let state = does(state, [comes("/"), comes("/delete/contact")]);
        is_all_that_is_heard(
            &page(&state),
            "
            # Do you want to delete your contact details from this device?
            All contact details that were left in this browser are deleted from this device. This can't be undone. A file that you have saved stays where it is.
            button: Delete my contact details
            button: Keep my contact details",
        );
        let state = does(state, [Message::DetailsDeleted, Message::DeleteEnded(Ok(()))]);
        is_all_that_is_heard(
            &page(&state),
            "
            # Your contact details are deleted
            status:
              None of your contact details is left in this browser.
            Back to the information → #/",
        );
        assert_eq!(does(state, [comes("/delete/contact")]).route().to_string(), "/");
    }

    #[test]
    fn contact_details_of_an_earlier_visit_can_be_deleted_from_the_information_page() {
        let state = opens(&survey(), Stored { details: true, ..Stored::default() });
        is_heard(&page(&state), "Delete my contact details from this device → #/delete/contact");
    }

    #[test]
    fn another_tab_is_named_as_the_place_to_go_on_or_this_one_taken() {
        is_all_that_is_heard(
            &page(&does(tea_drinker(), [Message::LostClaim])),
            "
            # The survey is open in another tab
            Answers can be given in one tab at a time, so that none is lost or counted twice. Go on in the other tab, or use this one: the answers come with you.
            button: Use this tab instead",
        );
    }

    #[test]
    fn an_app_that_cannot_start_gives_every_reason() {
        let reasons = ["questionnaire.json: It is damaged.".to_owned(), ui::words::INSECURE.to_owned()];
        is_all_that_is_heard(
            &rendered(screen::cannot_start(&reasons)),
            &format!(
                "
            alert:
              ## The questions can't be shown
              - questionnaire.json: It is damaged.
              - {}",
                ui::words::INSECURE
            ),
        );
    }
}

mod notices {
    use super::*;

    #[test]
    fn someone_who_comes_back_is_welcomed_above_their_question() {
        let page = page(&returns(&survey(), &draft(&tea_drinker())));
        is_heard(
            &page,
            "
            status:
              Welcome back. Your answers were kept on this device, and you can go on where you left off.
            Back → #/question/cups",
        );
    }

    #[test]
    fn answers_that_no_longer_fit_are_named() {
        let mut items = drinks();
        items[1]["item"][0]["answerOption"].as_array_mut().unwrap().remove(0);
        let study = Study { instrument: common::instrument(&items), ..study(&survey()) };
        let terms = common::terms(&study.instrument, "sheet", "another hash");
        is_heard(
            &page(&returns(&Rc::new(session_of(study, terms, None)), &draft(&tea_drinker()))),
            "
            status:
              Welcome back. The questions have changed since you were here. These answers no longer fit, and are not kept:
              - What do you drink? – tea",
        );
    }

    #[test]
    fn someone_whose_information_has_changed_is_asked_to_read_and_agree_again() {
        let study = study(&survey());
        let terms = common::terms(&study.instrument, "another sheet", "hash");
        is_heard(
            &page(&returns(&Rc::new(session_of(study, terms, None)), &draft(&tea_drinker()))),
            "
            status:
              The information about the survey has changed since you agreed. Your answers are still here. Please read the information and agree again to go on.
              Read the information → #/
            ## Do you agree to take part?",
        );
    }

    #[test]
    fn a_damaged_draft_can_be_saved_before_it_is_replaced() {
        is_heard(
            &page(&returns(&survey(), "{")),
            "
            status:
              There are answers on this device, but they can't be read. You can save them to a file for the organiser. When you start, new answers take their place.
              button: Save what was kept
            ## Do you agree to take part?",
        );
    }

    #[test]
    fn what_could_not_be_done_is_said_with_the_reason() {
        for (why, because) in reasons() {
            let page = page(&does(submitted(), [comes("/contact"), contact_ended(Err(why))]));
            is_heard(
                &page,
                &format!("status:\n  That could not be done, because {because}. Try again.\nBack → #/done"),
            );
        }
    }

    #[test]
    fn answers_that_could_not_be_submitted_are_said_above_the_check_and_can_be_saved() {
        for (why, because) in reasons() {
            let state = does(checks(&survey()), [SUBMIT, submit_ended(Err(why))]);
            let page = page(&state);
            is_heard(
                &page,
                &format!(
                    "
                    alert:
                      ## Important: Your answers are not submitted
                      It failed because {because}. Try again, or save them to a file.
                      button: Save my answers to a file
                    Back → #/question/why
                    # Check your answers"
                ),
            );
            is_heard(&page, "button: Submit my answers");
            is_not_heard(&page, "was not kept");
        }
    }

    /// Why something could not be done, and how that is said.
    fn reasons() -> [(StorageError, &'static str); 2] {
        let fire = StorageError::Failed("The disk is on fire".to_owned());
        [
            (StorageError::Full, "there is no space left on this device"),
            (fire, "the browser could not do it (The disk is on fire)"),
        ]
    }

    #[test]
    fn nothing_is_said_to_someone_who_goes_on() {
        let page = page(&does(returns(&survey(), &draft(&tea_drinker())), [goes_on()]));
        is_not_heard(&page, "status:");
    }
}

mod answers_that_are_not_kept {
    use super::*;

    #[test]
    fn where_storage_is_blocked_this_is_said_before_the_person_begins() {
        is_heard(
            &page(&blocked()),
            "
            alert:
              ## Important: Your answers will not be kept
              This browser does not let the page store anything, as in some private windows or where cookies are blocked. You can answer, but if you close or reload this page your answers are lost. At the end you can save them to a file.
            ## Do you agree to take part?",
        );
    }

    #[test]
    fn during_the_interview_they_can_be_saved_at_any_time() {
        let page = page(&agrees(blocked()));
        is_heard(&page, "alert:\n  ## Important: Your answers will not be kept");
        is_heard(&page, "  button: Save my answers so far to a file\nBack → #/consent");
    }

    #[test]
    fn each_reason_is_told_with_what_to_do() {
        for (trouble, says) in [
            (
                StorageError::Full,
                "There is no space left on this device. Make some space and change the answer again, or go on and save your answers to a file at the end.",
            ),
            (
                StorageError::Failed("The disk is on fire".to_owned()),
                "The browser could not store it (The disk is on fire). Go on, and save your answers to a file at the end.",
            ),
        ] {
            let page = page(&does(tea_drinker(), [Message::Kept(Err(trouble))]));
            is_heard(
                &page,
                &format!(
                    "
                    alert:
                      ## Important: Your last answer was not kept
                      {says}
                      button: Save my answers so far to a file"
                ),
            );
        }
    }

    #[test]
    fn this_is_said_only_where_it_matters() {
        let full = || Message::Kept(Err(StorageError::Full));
        let answering = [
            does(newcomer(&survey()), [full()]),
            does(newcomer(&survey()), [comes("/consent"), full()]),
            does(tea_drinker(), [full()]),
            does(checks(&survey()), [full()]),
            does(tea_drinker(), [comes("/stop"), full()]),
        ];
        for state in answering {
            is_heard(&page(&state), "alert:\n  ## Important: Your last answer was not kept");
        }
        let elsewhere = [
            does(tea_drinker(), [comes("/consent"), DECLINED, full()]),
            does(tea_drinker(), [STOPPED, full()]),
            does(tea_drinker(), [Message::LostClaim, full()]),
            does(submitted(), [full()]),
            does(submitted(), [comes("/comparison"), full()]),
            does(submitted(), [comes("/contact"), full()]),
            does(submitted(), [RECORD_DELETED, full()]),
        ];
        for state in elsewhere {
            is_not_heard(&page(&state), "alert:");
        }
    }

    #[test]
    fn a_draft_taken_over_leaves_no_answers_on_the_page() {
        let page = page(&does(tea_drinker(), [Message::Kept(Err(StorageError::TakenOver))]));
        is_heard(&page, "# The survey is open in another tab");
        is_not_heard(&page, "Save my answers");
    }

    #[test]
    fn once_they_are_kept_nothing_is_said() {
        let kept = [Message::Kept(Err(StorageError::Full)), Message::Kept(Ok(()))];
        is_not_heard(&page(&does(tea_drinker(), kept)), "alert:");
    }
}

mod titles {
    use super::*;

    #[track_caller]
    fn is_titled(state: &Survey, title: &str) {
        assert_eq!(headings::title(state), title);
    }

    #[test]
    fn say_the_page_the_section_and_the_service() {
        let state = begins(&survey());
        is_titled(&state, "What do you drink? – Drinks – HiQUALITY survey");
        is_titled(&does(state, [goes_on(), goes_on()]), "Why? – Reasons – HiQUALITY survey");
    }

    #[test]
    fn say_first_that_there_is_an_error() {
        let many = [goes_on(), says("cups", &[Answer::Integer(99)]), goes_on()];
        let state = does(begins(&survey()), many);
        is_titled(&state, "Error: How many cups? – Drinks – HiQUALITY survey");
        let state = does(state, [says("cups", &[Answer::Integer(9)])]);
        is_titled(&state, "How many cups? – Drinks – HiQUALITY survey");
        let state = does(newcomer(&survey()), [comes("/consent"), AGREED]);
        is_titled(&state, "Error: Do you agree to take part? – HiQUALITY survey");
        let state = does(submitted(), [comes("/contact"), CONTACT_LEFT]);
        is_titled(&state, "Error: May we contact you? – HiQUALITY survey");
    }

    #[test]
    fn of_the_other_pages_are_their_headings() {
        let consent = does(newcomer(&survey()), [comes("/consent")]);
        is_titled(&consent, "Do you agree to take part? – HiQUALITY survey");
        is_heard(&page(&consent), "## Do you agree to take part?");
        let heads = [
            (checks(&survey()), "Check your answers"),
            (does(tea_drinker(), [comes("/later")]), "You can stop for now"),
            (does(tea_drinker(), [comes("/stop")]), "Do you want to stop and delete your answers?"),
            (does(tea_drinker(), [STOPPED]), "Your answers are deleted"),
            (does(tea_drinker(), [comes("/consent"), DECLINED]), "Thank you for your time"),
            (does(tea_drinker(), [Message::LostClaim]), "The survey is open in another tab"),
            (submitted(), "Thank you for taking part"),
            (does(submitted(), [comes("/comparison")]), "How your answers compare"),
            (does(submitted(), [comes("/contact")]), "May we contact you?"),
        ];
        for (state, heading) in heads {
            is_titled(&state, &format!("{heading} – HiQUALITY survey"));
            is_heard(&page(&state), &format!("# {heading}"));
        }
    }

    #[test]
    fn of_a_page_without_wording_is_that_of_its_first_question() {
        let group = json!({ "linkId": "page", "type": "group", "extension": [control("page")], "item": [with(choice("drink", &["tea", "coffee"]), &json!({ "text": "What do you drink?" }))] });
        let section = json!({ "linkId": "section", "type": "group", "text": "Tea", "item": [group] });
        let session =
            deployment(&json!([statements(&[("agree", "I agree.")]), section]), Settings::default());
        is_titled(&begins(&session), "What do you drink? – Tea – HiQUALITY survey");
    }

    #[test]
    fn of_the_information_is_that_of_the_page_before_the_app_started() {
        let html = std::fs::read_to_string(common::project("index.html")).unwrap();
        assert!(html.contains(&format!("<title>{}</title>", headings::title(&newcomer(&survey())))));
    }
}

mod before_it_opens_and_after_it_has_closed {
    use super::*;
    use study::Standing;

    fn on_a_day(standing: Standing) -> Rc<Session> {
        let whole = survey();
        let terms = whole.terms.clone();
        Rc::new(Session { standing, ..session_of(study(&whole), terms, None) })
    }

    fn closed(finish: Option<&str>) -> Rc<Session> {
        on_a_day(Standing::Closed { since: "2027-02-28".to_owned(), finish: finish.map(str::to_owned) })
    }

    #[test]
    fn the_page_says_from_when_or_since_when_above_the_sheet_and_in_place_of_the_statements() {
        is_all_that_is_heard(
            &page(&newcomer(&on_a_day(Standing::NotYet("2026-12-01".to_owned())))),
            "
            status:
              The survey opens on 1 December 2026. Come back then.
            ## The survey has not opened yet
            The survey opens on 1 December 2026. Come back then.",
        );
        let come = does(newcomer(&closed(Some("2027-03-14"))), [comes("/consent")]);
        is_all_that_is_heard(
            &page(&come),
            "
            status:
              The survey closed at the end of 28 February 2027. It can't be started any more.
            ## The survey is closed
            The survey closed at the end of 28 February 2027. It can't be started any more.",
        );
        assert_eq!(headings::title(&come), "The survey is closed – HiQUALITY survey");
    }

    #[test]
    fn whoever_had_begun_is_told_until_when_they_can_finish_it() {
        let page = page(&returns(&closed(Some("2027-03-14")), &draft(&tea_drinker())));
        is_heard(
            &page,
            "
            status:
              The survey closed at the end of 28 February 2027. You have begun yours and can finish it until the end of 14 March 2027.
            Back → #/question/cups",
        );
    }

    #[test]
    fn what_can_no_longer_be_finished_can_be_deleted() {
        let page = page(&opens_with_draft(&closed(None)));
        is_heard(
            &page,
            "
            ## The survey is closed
            The survey closed at the end of 28 February 2027. It can't be started any more.
            What was answered before is still on this device. It can't be submitted.
            button: Delete my answers",
        );
    }
}
