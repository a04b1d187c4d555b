//! What a person sees where records are sealed: on their own device, and on one that people share.

use crate::common::code;
use crate::person::*;
use crate::{is_all_that_is_heard, is_heard, is_not_heard, page};
use hiquality::model::{Message, Survey};
use hiquality::route::Route;
use hiquality::session::Session;
use hiquality::turn::Waiting;
use std::rc::Rc;
use storage::database::StorageError;
use study::{Settings, Study};

const SEALED: &str = "-----BEGIN AGE ENCRYPTED FILE-----\nsealed";

/// Someone who has submitted, and whose record was sealed.
fn submitted(session: &Rc<Session>) -> Survey {
    does(checks(session), [SUBMIT, sealed_and(SEALED, "7KQ4-9ZTM", Ok(()))])
}

/// The same study on people's own devices.
fn own_device(change: impl FnOnce(&mut Settings)) -> Rc<Session> {
    let session = shared(false);
    let mut settings = session.settings.clone();
    change(&mut settings);
    let study = Study { settings, ..study(&session) };
    Rc::new(session_of(study, session.terms.clone(), None))
}

mod on_their_own_device {
    use super::*;

    #[test]
    fn is_told_where_the_answers_are_and_the_code_to_withdraw_them() {
        is_all_that_is_heard(
            &page(&submitted(&own_device(|_| {}))),
            "
            # Your answers are submitted
            Thank you. Your answers are on this device only, in this browser, and locked: only the study team can open them, once they have them. No one has received them yet.
            ## Your withdrawal code
            7KQ4-9ZTM
            Write this code down or take a photo of it. It is shown only now. If you want your answers deleted later, give it to the study team (survey@example.org) by 31 March 2027. After the results are published, your answers can't be taken out of them.
            See how your answers compare → #/comparison
            ## Keep your answers
            You can save a copy of your answers for yourself. Anyone can read it.
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
    fn can_send_them_where_the_organiser_wants_so() {
        let session = own_device(|settings| settings.hand_over = true);
        let page = page(&submitted(&session));
        is_heard(
            &page,
            "
            ## Send your answers
            Send your locked answers to Sam Smith (survey@example.org), by email or any app. Nobody else can open them on the way.
            button: Send my locked answers",
        );
        is_heard(
            &page,
            "Write this code down or take a photo of it. It is shown only now. If you want your answers deleted later, give it to the study team (survey@example.org) by 31 March 2027. After the results are published, your answers can't be taken out of them.",
        );
    }

    #[test]
    fn can_still_send_or_delete_them_on_the_next_visit_but_not_see_them() {
        let session = own_device(|settings| settings.hand_over = true);
        let state = opens(&session, submitted_before(HASH, SEALED));
        is_heard(
            &page(&state),
            "
            Someone has submitted answers on this device. If it was you:
            - see where your answers are, or delete them → #/done",
        );
        let page = page(&does(state, [comes("/done")]));
        is_heard(&page, "button: Send my locked answers");
        is_heard(&page, "Delete my answers from this device → #/delete");
        for gone in ["withdrawal code", "See how your answers compare", "Save my answers to a file"] {
            is_not_heard(&page, gone);
        }
    }

    #[test]
    fn is_told_when_their_browser_keeps_nothing() {
        let session = own_device(|settings| settings.hand_over = true);
        let blocked = [SUBMIT, sealed_and(SEALED, "7KQ4-9ZTM", Err(StorageError::Blocked))];
        let page = page(&does(checks(&session), blocked));
        is_heard(
            &page,
            "Thank you. This browser does not let the page store anything, so your answers are on this page only: when you close or reload it they are lost.",
        );
        is_heard(&page, "button: Send my locked answers");
    }
}

mod on_a_shared_device {
    use super::*;

    #[test]
    fn the_organiser_sees_above_the_information_what_waits_on_the_device() {
        let state = newcomer(&shared(false));
        is_heard(
            &page(&state),
            "
            status:
              Shared device Tablet A. No records wait to be exported. For the organiser → #/ready
            ## Do you agree to take part?",
        );
        let lines = [
            (1, 0, "1 record waits to be exported, the oldest since today."),
            (12, 1, "12 records wait to be exported, the oldest for 1 day."),
            (40, 3, "40 records wait to be exported, the oldest for 3 days."),
        ];
        for (records, days, line) in lines {
            let counted = counted(Waiting { records, days });
            is_heard(
                &page(&does(state.clone(), [counted])),
                &format!("Shared device Tablet A. {line} For the organiser → #/ready"),
            );
        }
    }

    #[test]
    fn whoever_finds_an_open_interview_can_start_afresh() {
        let label = "button: Start afresh for the next person";
        for state in [
            does(newcomer(&shared(false)), [comes("/consent")]),
            begins(&shared(false)),
            checks(&shared(false)),
            does(begins(&shared(false)), [Message::Went(Route::Stop)]),
        ] {
            is_heard(&page(&state), label);
        }
        is_not_heard(&page(&newcomer(&shared(false))), label);
        is_not_heard(&page(&begins(&survey())), label);
    }

    #[test]
    fn the_confirmation_has_the_code_and_the_end_and_no_file_that_others_would_find() {
        is_all_that_is_heard(
            &page(&submitted(&shared(false))),
            "
            # Your answers are submitted
            Thank you. Your answers are locked on this device. Only the study team can open them, after the event.
            ## Your withdrawal code
            7KQ4-9ZTM
            Write this code down or take a photo of it. It is shown only now. If you want your answers deleted later, give it to the study team (survey@example.org) by 31 March 2027. After the results are published, your answers can't be taken out of them.
            See how your answers compare → #/comparison
            ## May we contact you?
            You can leave your name and email address on a form of its own. Nothing in it links it to your answers.
            Leave my contact details → #/contact
            When you finish, nothing of what you see here stays on the screen for the next person.
            button: Finish",
        );
    }

    /// It is long: the way out stands before it too.
    #[test]
    fn the_comparison_can_be_ended_at_once_and_not_taken_away() {
        let compared = does(submitted(&shared(false)), [Message::Went(Route::Comparison)]);
        let page = page(&compared);
        is_heard(
            &page,
            "
            # How your answers compare
            When you finish, nothing of what you see here stays on the screen for the next person.
            button: Finish",
        );
        let buttons = page.heard().matches("button: ").count();
        assert_eq!(buttons, 2, "it ends with the same button, and has no others");
    }

    #[test]
    fn whoever_left_contact_details_can_finish_at_once() {
        let kept = [Message::Went(Route::Contact), CONTACT_LEFT, contact_ended(Ok(()))];
        is_heard(&page(&does(submitted(&shared(false)), kept)), "button: Finish");
    }

    #[test]
    fn whoever_declines_or_deletes_is_not_told_to_close_the_page() {
        let declined = does(newcomer(&shared(false)), [comes("/consent"), DECLINED]);
        let deleted = [Message::Went(Route::Stop), STOPPED, Message::DeleteEnded(Ok(()))];
        for (state, words) in [
            (declined, "You did not consent, so the survey ends here and nothing is kept."),
            (does(begins(&shared(false)), deleted), "None of these answers is left on this device."),
        ] {
            let page = page(&state);
            is_heard(&page, words);
            is_heard(&page, "Back to the information → #/");
            is_not_heard(&page, "You can close this page.");
        }
    }

    #[test]
    fn a_second_tab_says_what_becomes_of_the_answers_in_the_first() {
        let elsewhere = does(begins(&shared(false)), [Message::LostClaim]);
        is_heard(
            &page(&elsewhere),
            "Answers can be given in one tab at a time, so that none is lost or counted twice. Go on in the other tab, or use this one: then what was answered there is locked for the study team, and the survey starts afresh here.",
        );
    }

    #[test]
    fn its_keyboard_is_to_learn_no_words() {
        for (session, off) in [(shared(false), Some("off")), (survey(), None)] {
            let page = page(&begins(&session));
            for form in page.every(&["form"]) {
                assert_eq!([form.get("autocorrect"), form.get("autocapitalize")], [off, off]);
            }
            assert_eq!(page.every(&["form"]).len(), 1);
        }
    }

    #[test]
    fn someone_who_seems_to_have_left_is_asked_and_nothing_else_is_seen() {
        let answered = [says("drink", &[code("tea")]), IDLED];
        is_all_that_is_heard(
            &page(&does(begins(&shared(false)), answered)),
            "
            # Are you still there?
            Nobody has touched this device for a while. It waits for 60 more seconds. Then what you have answered so far is locked for the study team, and the survey starts afresh for the next person.
            button: I need more time
            button: I have finished",
        );
        let done = does(submitted(&shared(false)), [IDLED]);
        is_heard(
            &page(&done),
            "Nobody has touched this device for a while. It waits for 60 more seconds. Then this page makes room for the next person.",
        );
        for state in [done, does(begins(&shared(false)), [IDLED])] {
            assert_eq!(hiquality::words::headings::title(&state), "Are you still there? – HiQUALITY survey");
        }
    }

    /// The browser keeps titles in its history.
    #[test]
    fn no_title_tells_which_question_was_asked() {
        let begun = begins(&shared(false));
        assert_eq!(hiquality::words::headings::title(&begun), "Question – HiQUALITY survey");
        let checked = checks(&shared(false));
        assert_eq!(hiquality::words::headings::title(&checked), "Check your answers – HiQUALITY survey");
    }

    #[test]
    fn trouble_is_for_the_organiser_and_never_offers_a_file() {
        let full = does(begins(&shared(false)), [Message::Kept(Err(StorageError::Full))]);
        is_heard(
            &page(&full),
            "
            ## Important: Your last answer was not kept
            It failed because there is no space left on this device. Tell the organiser before you go on.",
        );
        let failed = [SUBMIT, submit_ended(Err(StorageError::Full))];
        let failed = page(&does(checks(&shared(false)), failed));
        is_heard(
            &failed,
            "
            ## Important: Your answers are not submitted
            It failed because there is no space left on this device. Try again, or tell the organiser.",
        );
        is_not_heard(&failed, "to a file");
    }

    #[test]
    fn the_browser_is_to_remember_nothing_of_contact_details() {
        let page = page(&does(submitted(&shared(false)), [Message::Went(Route::Contact)]));
        for label in ["Your name", "Your email address"] {
            assert_eq!(page.labelled(label).get("autocomplete"), Some("off"), "{label}");
        }
    }
}
