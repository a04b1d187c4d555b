//! What a person sees where records are sealed: on their own device, and on one that people share.

use crate::common::code;
use crate::person::*;
use crate::{is_all_that_is_heard, is_heard, is_not_heard, page};
use hiquality::model::{Message, Stored, Survey};
use hiquality::route::Route;
use hiquality::session::Session;
use hiquality::turn::Waiting;
use std::rc::Rc;
use storage::database::StorageError;
use study::{Deliver, Settings, Study};

const SEALED: &str = "-----BEGIN AGE ENCRYPTED FILE-----\nsealed";

/// Someone who has submitted, and whose record was sealed.
fn submitted(session: &Rc<Session>) -> Survey {
    does(checks(session), [SUBMIT, sealed_and(SEALED, "7KQ4-9ZTM", Ok(()))])
}

/// The same study on people's own devices.
fn own_device(change: impl FnOnce(&mut Settings)) -> Rc<Session> {
    let session = shared(false);
    let mut settings = session.settings().clone();
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
            # Thank you for taking part
            Your answers are on this device only, in this browser, and locked: only the study team can open them, once they have them. No one has received them yet.
            ## Your withdrawal code
            7KQ4-9ZTM
            Copy this code, write it down or take a photo of it. It is shown only now. If you want your answers deleted later, give it to the study team (survey@example.org) by 31 March 2027. After the results are published, your answers can't be taken out of them.
            button: Copy the code
            status:
            See how your answers compare → #/comparison
            ## Keep your answers
            This browser keeps a copy of your answers that anyone at this device can read, so that you can come back to the comparison. It stays until you delete it. You can save it as a file, too.
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
            button: Send my locked answers
            If your device saves the file instead, write an email → mailto:survey@example.org?subject=My%20answers%20to%20the%20HiQUALITY%20survey and attach it.
            Sent? Then you are done. An email shows the study team whom it is from; your answers do not say who you are.",
        );
        is_heard(&page, "# One step is left: send your answers");
        is_heard(
            &page,
            "Copy this code, write it down or take a photo of it. It is shown only now. If you want your answers deleted later, give it to the study team (survey@example.org) by 31 March 2027. After the results are published, your answers can't be taken out of them.",
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
            "This browser does not let the page store anything, so your answers are on this page only: when you close or reload it they are lost.",
        );
        is_heard(&page, "button: Send my locked answers");
    }
}

mod where_answers_are_delivered {
    use super::*;
    use browser::delivery::Undelivered::{self, *};
    use storage::Latest;

    fn delivers(change: impl FnOnce(&mut Settings)) -> Rc<Session> {
        own_device(|settings| {
            let to = "https://box.example.org/{name}".to_owned();
            settings.deliver = Some(Deliver { to, ..Deliver::default() });
            change(settings);
        })
    }

    /// Someone who has submitted, and the record could not be sent for this reason, or was.
    fn tried(session: &Rc<Session>, why: Option<Undelivered>) -> Survey {
        let waiting = why.map(|_| HASH.to_owned()).into_iter().collect();
        does(submitted(session), [Message::Delivered(waiting, why)])
    }

    #[test]
    fn one_sentence_says_what_has_happened_to_them() {
        let again = "It is tried again while this page is open, and whenever you open it. Your answers are locked on this device.";
        let later = "Your answers are locked on this device, and will be sent when there is a connection. You can close this page, and open it again later: then they are sent. Do so within a week, as some browsers, Safari among them, delete what a page keeps after seven days without a visit.";
        for (state, sentence) in [
            (
                submitted(&delivers(|_| {})),
                "Your answers are locked on this device and on their way to the study team, who alone can open them.",
            ),
            (
                tried(&delivers(|_| {}), None),
                "Your answers are with the study team, who alone can open them.",
            ),
            (tried(&delivers(|_| {}), Some(Unreached)), later),
            (
                tried(&delivers(|_| {}), Some(Refused(403))),
                &format!("The study team's storage did not take your answers: it answered 403. {again}"),
            ),
            (
                tried(&delivers(|_| {}), Some(WebPage)),
                &format!(
                    "The study team's storage did not take your answers: a web page came in the place of its answer. If this network wants you to sign in, do so. {again}"
                ),
            ),
            (
                tried(&delivers(|_| {}), Some(Failed)),
                &format!("This browser could not get at your answers to send them. {again}"),
            ),
            (
                tried(&delivers(|_| {}), Some(Busy)),
                "Your answers are locked on this device and on their way to the study team, who alone can open them.",
            ),
        ] {
            let page = page(&state);
            is_heard(&page, &format!("# Thank you for taking part\nstatus:\n  {sentence}"));
            is_heard(&page, "7KQ4-9ZTM");
            is_not_heard(&page, "No one has received them");
        }
    }

    #[test]
    fn the_way_by_hand_is_offered_once_the_storage_does_not_take_them() {
        let session = delivers(|_| {});
        for why in [None, Some(Unreached), Some(Busy)] {
            is_not_heard(&page(&tried(&session, why)), "Send my locked answers");
        }
        for why in [Refused(403), WebPage, Failed] {
            is_heard(&page(&tried(&session, Some(why))), "button: Send my locked answers");
        }
    }

    #[test]
    fn what_can_be_deleted_follows_from_where_they_are() {
        let delivered = tried(&delivers(|_| {}), None);
        is_heard(
            &page(&delivered),
            "
            ## Delete your answers
            You can delete the copy of your answers that this browser keeps. To have the study team delete theirs, give them your withdrawal code.
            Delete my answers from this device → #/delete",
        );
        is_heard(
            &page(&does(delivered, [comes("/delete")])),
            "The copy of your answers in this browser is deleted. This can't be undone. The study team has your answers all the same: to have them deleted there, give them your withdrawal code.",
        );
        is_heard(
            &page(&does(tried(&delivers(|_| {}), Some(Unreached)), [comes("/delete")])),
            "The answers that you submitted are deleted from this device, and not sent any more, unless they are on their way just now. This can't be undone. A file that you have saved stays where it is.",
        );
    }

    #[test]
    fn the_comparison_is_there_on_the_next_visit() {
        let own = answers_in(&submitted(&delivers(|_| {}))).unwrap().text;
        let latest = |text: Option<&str>, waits| Latest {
            name: HASH.to_owned(),
            text: text.map(str::to_owned),
            own: Some(own.clone()),
            waits,
        };
        let comes_back =
            |latest| opens(&delivers(|_| {}), Stored { record: Some(latest), ..Stored::default() });
        let delivered = comes_back(latest(None, false));
        is_heard(&page(&delivered), "- see how your answers compare → #/comparison");
        is_heard(&page(&does(delivered.clone(), [comes("/comparison")])), "# How your answers compare");
        let page_of = |state: Survey| page(&does(state, [comes("/done")]));
        is_heard(&page_of(delivered), "Your answers are with the study team, who alone can open them.");
        is_heard(
            &page_of(comes_back(latest(Some(SEALED), true))),
            "Your answers are locked on this device and on their way to the study team, who alone can open them.",
        );
        let not_for_delivery = page_of(comes_back(latest(Some(SEALED), false)));
        is_heard(
            &not_for_delivery,
            "Your answers are on this device only, in this browser, and locked: only the study team can open them, once they have them. No one has received them yet.",
        );
    }

    #[test]
    fn a_shared_device_delivers_only_where_the_settings_say_so() {
        let event = |is_shared: bool| {
            let session = shared(false);
            let mut settings = session.settings().clone();
            let to = "https://box.example.org/{name}".to_owned();
            settings.deliver = Some(Deliver { to, shared: is_shared, ..Deliver::default() });
            let study = Study { settings, ..study(&session) };
            Rc::new(session_of(study, session.terms.clone(), session.event.clone()))
        };
        let heard = |is_shared, why| page(&tried(&event(is_shared), why));
        let locked =
            "Your answers are locked on this device. Only the study team can open them, after the event.";
        is_heard(&heard(false, None), locked);
        is_heard(&heard(true, None), "Your answers are with the study team, who alone can open them.");
        is_heard(
            &heard(true, Some(Unreached)),
            "Your answers are locked on this device, and will be sent when there is a connection. Only the study team can open them.",
        );
        is_heard(
            &heard(true, Some(Refused(500))),
            "The study team's storage did not take your answers: it answered 500. It is tried again as long as the survey is open here. Your answers are locked on this device.",
        );
    }

    #[test]
    fn contact_details_go_at_another_moment() {
        let session = delivers(|settings| {
            let deliver = settings.deliver.as_mut().unwrap();
            deliver.contact = Some("https://other.example.org/{name}".to_owned());
        });
        let left = does(submitted(&session), [Message::Went(Route::Contact)]);
        let left = does(left, [contact_ended(Ok(()))]);
        is_heard(
            &page(&left),
            "Thank you. Your contact details are on this device, locked for the study team and apart from your answers. They are sent by themselves, some minutes from now or when you open this page again, so that no moment links them to your answers.",
        );
        is_heard(&page(&left), "Delete my contact details from this device → #/delete/contact");
        is_not_heard(&page(&does(left, [Message::DetailsDelivered])), "Delete my contact details");
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
            # Thank you for taking part
            Your answers are locked on this device. Only the study team can open them, after the event.
            ## Your withdrawal code
            7KQ4-9ZTM
            Copy this code, write it down or take a photo of it. It is shown only now. If you want your answers deleted later, give it to the study team (survey@example.org) by 31 March 2027. After the results are published, your answers can't be taken out of them.
            button: Copy the code
            status:
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
