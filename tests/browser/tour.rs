//! Every screen of the app, for those who look at each.

use super::browser::Habits;
use super::event::{finishes, leaves_contact_details};
use super::keys::{Keys, PASSPHRASE};
use super::organiser::{
    PIN, confirms, exports, opens_files, opens_the_key, sets_the_date, starts_event_mode,
};
use super::revision::{self, LONG_WORD};
use super::site::Site;
use super::stick::Stick;
use super::visitor::Visitor;
use seal::code::Code;
use seal::envelope;
use seal::parcel::{Packing, Sender, signing_key};
use seal::sha256;
use serde_json::{Value, json};
use std::path::PathBuf;

/// The screens of someone who takes part, one after the other. At each they look, and are told where they are.
pub(crate) async fn from_the_door_to_the_end(look: impl AsyncFn(&Visitor, &str)) {
    let site = Site::of_a_named_organiser();
    let visitor = Visitor::of(&site).await;
    look(&visitor, "the sheet").await;
    visitor.clicks("#information a.nhsuk-button").await;
    visitor.is_at_the_statements().await;
    look(&visitor, "consent").await;
    visitor.presses("Continue").await;
    visitor.sees("There is a problem").await;
    look(&visitor, "consent with errors").await;
    visitor.ticks_every_statement().await;
    visitor.presses("Continue").await;

    visitor.is_asked("role").await;
    look(&visitor, "a choice").await;
    visitor.chooses("role", "gp-with-pcn").await;
    visitor.sees("Clear my answer").await;
    look(&visitor, "a choice made").await;
    for part in ["privacy", "accessibility", "contact"] {
        visitor.clicks(&format!("footer a[href='#about-{part}']")).await;
        look(&visitor, part).await;
        visitor.presses_back().await;
        visitor
            .waits_for("the question's own address", async || visitor.place().await == "/question/role-page")
            .await;
    }
    visitor.goes_on().await;
    visitor.is_asked("importance").await;
    visitor.rates("importance", 9).await;
    look(&visitor, "a scale").await;
    visitor.skips_to_page("frequency").await;
    visitor.chooses("frequency", "often").await;
    visitor.goes_on().await;
    visitor.is_asked("strategies-page").await;
    visitor.chooses("strategies", "hubs").await;
    visitor.chooses("strategies", "other").await;
    visitor.writes("strategies-other-text", LONG_WORD).await;
    look(&visitor, "tick boxes with a text brought up, and a text").await;
    visitor.writes("example", "Ask Ada, ada@example.org, 020 7946 0000. ").await;
    visitor.sees("This looks like an email address or a telephone number.").await;
    look(&visitor, "a text with a warning").await;
    visitor.writes("example", &LONG_WORD.repeat(20)).await;
    visitor.goes_on().await;
    visitor.sees("There is a problem").await;
    look(&visitor, "a text with an error").await;
    visitor.runs("const box = document.getElementById('example'); box.focus(); box.select()").await;
    visitor.writes("example", LONG_WORD).await;
    visitor.skips_to_page("barriers").await;
    for (item, code) in [("barriers-workforce", "workforce-other"), ("barriers-funding", "lack-of-funding")] {
        visitor.chooses(item, code).await;
    }
    look(&visitor, "five domains").await;
    visitor.goes_on().await;
    visitor.is_asked("enablers").await;
    visitor.presses("Stop for now").await;
    visitor.is_at("/later", "You can stop for now").await;
    look(&visitor, "stopping for now").await;
    visitor.presses("Go back to the questions").await;
    visitor.is_asked("enablers").await;
    visitor.presses("Stop and delete my answers").await;
    visitor.is_at("/stop", "Do you want to stop and delete your answers?").await;
    look(&visitor, "stopping").await;
    visitor.presses("Go back to the questions").await;
    visitor.is_asked("enablers").await;
    visitor.skips_to_page("age").await;
    look(&visitor, "lists and options beside each other").await;
    visitor.skips_to_check().await;
    look(&visitor, "the check").await;
    visitor.unfolds().await;
    look(&visitor, "the check, unfolded").await;
    visitor.goes_to_change("strategies").await;
    look(&visitor, "a change").await;
    visitor.goes_on().await;
    visitor.checks().await;
    visitor.submits().await;
    look(&visitor, "submitted").await;
    visitor.presses("See how your answers compare").await;
    visitor.is_at("/comparison", "How your answers compare").await;
    look(&visitor, "the comparison").await;
    visitor.presses("Back").await;
    visitor.is_at("/done", "Thank you for taking part").await;

    visitor.presses("Leave my contact details").await;
    visitor.is_at("/contact", "May we contact you?").await;
    look(&visitor, "contact").await;
    visitor.presses("Keep my contact details").await;
    visitor.sees("There is a problem").await;
    look(&visitor, "contact with errors").await;
    visitor.clicks("label[for='contact-consent']").await;
    visitor.writes("contact-name", LONG_WORD).await;
    visitor.writes("contact-email", &format!("{LONG_WORD}@example.org")).await;
    visitor.presses("Keep my contact details").await;
    visitor.is_at("/contact", "Your contact details are kept").await;
    look(&visitor, "contact details kept").await;
    visitor.loads("").await;
    visitor.sees("Someone has submitted answers on this device.").await;
    look(&visitor, "the sheet after submitting").await;
    visitor.presses("save or delete your answers").await;
    visitor.is_at("/done", "Thank you for taking part").await;
    visitor.presses("Delete my answers from this device").await;
    visitor.is_at("/delete", "Do you want to delete your answers from this device?").await;
    look(&visitor, "deleting what was submitted").await;
    visitor.presses("Delete my answers").await;
    visitor.sees("The answers that were submitted last are deleted from this browser.").await;
    look(&visitor, "deleted").await;
    visitor.leaves().await;
}

/// The screens of those for whom something is not as usual.
pub(crate) async fn of_what_is_not_as_usual(look: impl AsyncFn(&Visitor, &str)) {
    let site = Site::of_an_organiser();
    let visitor = Visitor::of(&site).await;
    visitor.clicks("#information a.nhsuk-button").await;
    visitor.is_at_the_statements().await;
    visitor.presses("I do not consent").await;
    visitor.is_at("/declined", "Thank you for your time").await;
    look(&visitor, "declined").await;
    visitor.leaves().await;

    let visitor = revision::in_the_middle(&site).await;
    let [_, _] = visitor.opens_a_second_tab().await;
    visitor.loads("").await;
    visitor.sees("The survey is open in another tab").await;
    look(&visitor, "a second tab").await;
    visitor.presses("Use this tab instead").await;
    visitor.sees("Welcome back.").await;
    look(&visitor, "someone who is back").await;
    revision::shorten(&site);
    visitor.reloads().await;
    visitor.sees("These answers no longer fit, and are not kept:").await;
    look(&visitor, "answers that no longer fit").await;
    // The draft is of the new questions from the next answer on.
    visitor.chooses("gender", "female").await;
    visitor.has_kept("gender", &[json!("female")]).await;
    site.edit("index.html", |page| page.replace("24 questions.", "Some questions."));
    visitor.reloads().await;
    visitor.sees("The information about the survey has changed since you agreed.").await;
    look(&visitor, "consent again").await;
    visitor.leaves().await;

    site.edit("study/settings.json", |text| text.replace("null,", "null"));
    let visitor = Visitor::of(&site).await;
    visitor.sees("The questions can't be shown").await;
    look(&visitor, "a study that can't be shown").await;
    visitor.leaves().await;
}

/// The screens of those whose answers can't be kept.
pub(crate) async fn of_what_is_not_kept(look: impl AsyncFn(&Visitor, &str)) {
    let site = Site::as_built();
    let visitor = Visitor::with(Habits { blocks_storage: true, ..Habits::default() }, &site).await;
    visitor.sees("Your answers will not be kept").await;
    look(&visitor, "the sheet where storage is blocked").await;
    visitor.agrees().await;
    look(&visitor, "a question where storage is blocked").await;
    visitor.skips_to_check().await;
    visitor.presses("Submit my answers").await;
    visitor.is_at("/done", "Save your answers now").await;
    look(&visitor, "submitted where storage is blocked").await;
    for (place, heading) in [
        ("/ready", "Is this device ready?"),
        ("/ready/event", "Event mode"),
        ("/ready/records", "Records on this device"),
        ("/desk", "The organiser's desk"),
    ] {
        visitor.opens("about:blank").await;
        visitor.loads(&format!("#{place}")).await;
        visitor.is_at(place, heading).await;
        visitor.sees("This browser does not let the page store anything").await;
        look(&visitor, &format!("{place} where storage is blocked")).await;
    }
    visitor.leaves().await;

    let visitor = Visitor::before(Habits::default(), &site).await;
    visitor.has_space(Some(1)).await;
    visitor.loads("").await;
    visitor.agrees().await;
    visitor.sees("There is no space left on this device.").await;
    look(&visitor, "a question where the storage is full").await;
    visitor.leaves().await;
}

/// Keeps the worker waiting for a request of the name that stands in `held`, so that a page that waits holds still.
const HOLD: &str = "
window.held = null;
window.Worker = class extends Worker {
  postMessage(...what) {
    const post = () => super.postMessage(...what);
    if (what[0][0] === held) window.goOn = () => { held = null; post(); }; else post();
  }
};";

async fn holds(visitor: &Visitor, request: &str) {
    visitor.runs_with("held = arguments[0]", vec![json!(request)]).await;
}

async fn goes_on(visitor: &Visitor) {
    visitor
        .waits_for("the worker to be asked", async || visitor.runs("return 'goOn' in window").await == true)
        .await;
    visitor.runs("goOn(); delete window.goOn").await;
}

/// The screens of a tablet at an event: the organiser's, and what is different for people who answer.
pub(crate) async fn of_a_tablet_at_an_event(look: impl AsyncFn(&Visitor, &str)) {
    let (keys, stick) = (Keys::make(), Stick::new());
    let key = stick.gets("key.age", keys.file());
    let site = Site::of_a_named_organiser();
    let mut tablet = Visitor::before(Habits::default(), &site).await;
    stick.is_put_into(&tablet).await;
    tablet.takes_down_looks().await;
    tablet.prepares(HOLD).await;
    for (place, heading) in [
        ("/ready", "Is this device ready?"),
        ("/ready/event", "Event mode"),
        ("/ready/records", "Records on this device"),
    ] {
        tablet.loads(&format!("#{place}")).await;
        tablet.is_at(place, heading).await;
        look(&tablet, &format!("{place} without a key")).await;
    }
    site.settles(|settings| {
        settings["recipients"] = json!(keys.public());
        settings["withdrawUntil"] = json!("2027-03-31");
    });

    tablet.opens("about:blank").await;
    tablet.loads("#/ready").await;
    tablet.is_at("/ready", "Is this device ready?").await;
    tablet.clicks("label[for='guided']").await;
    tablet.presses("Seal and open a test record").await;
    tablet.sees("There is a problem").await;
    look(&tablet, "a test record with an error").await;
    for (file, said) in [
        (stick.gets("other.age", Keys::make().file()), "That was not done"),
        (key.clone(), "A test record was sealed on this device"),
    ] {
        tablet.writes("test-key", file.to_str().unwrap()).await;
        tablet.runs("document.getElementById('test-passphrase').select()").await;
        tablet.writes("test-passphrase", PASSPHRASE).await;
        holds(&tablet, "Drill").await;
        tablet.presses("Seal and open a test record").await;
        tablet.sees("Sealing and opening a test record. Please wait.").await;
        look(&tablet, "a test record on its way").await;
        goes_on(&tablet).await;
        tablet.sees(said).await;
        look(&tablet, said).await;
    }
    tablet.presses("Event mode").await;
    tablet.is_at("/ready/event", "Event mode").await;
    tablet.presses("Start event mode").await;
    tablet.sees("There is a problem").await;
    look(&tablet, "event mode with errors").await;
    tablet.presses("Readiness").await;
    tablet.is_at("/ready", "Is this device ready?").await;
    starts_event_mode(&mut tablet).await;

    look(&tablet, "the sheet of a shared device").await;
    tablet.agrees().await;
    look(&tablet, "a question at a shared device").await;
    tablet.lets_pass(180).await;
    tablet.is_asked_whether_they_are_there().await;
    look(&tablet, "someone who may have left").await;
    tablet.presses("I need more time").await;
    tablet.is_asked("role").await;
    tablet.skips_to_check().await;
    look(&tablet, "the check at a shared device").await;
    tablet.submits().await;
    look(&tablet, "a withdrawal code").await;
    tablet.presses("Leave my contact details").await;
    leaves_contact_details(&tablet).await;
    look(&tablet, "contact details that are locked").await;
    tablet.presses("Back").await;
    tablet.is_at("/done", "Thank you for taking part").await;
    finishes(&tablet).await;

    tablet.presses("For the organiser").await;
    tablet.is_at("/ready", "Enter the PIN of this device").await;
    look(&tablet, "the PIN").await;
    for said in ["Check it and enter it again", "Check it and enter it again", "You can try again in"] {
        tablet.writes("pin", "000000").await;
        tablet.presses("Continue").await;
        tablet.waits_for("the answer", async || tablet.written("pin").await.is_empty()).await;
        tablet.sees(said).await;
    }
    look(&tablet, "a PIN that has to wait").await;
    tablet.runs("const now = Date.now; Date.now = () => now() + 31_000").await;
    tablet.sees("You can try again now.").await;
    look(&tablet, "a PIN that need not wait any more").await;
    tablet.writes("pin", PIN).await;
    holds(&tablet, "Check").await;
    tablet.presses("Continue").await;
    tablet.sees("Checking the PIN.").await;
    look(&tablet, "a PIN that is checked").await;
    goes_on(&tablet).await;
    tablet.is_at("/ready", "Is this device ready?").await;
    look(&tablet, "readiness behind the PIN").await;
    tablet.lets_pass(180).await;
    tablet.sees("This page will lock soon").await;
    look(&tablet, "a page that will lock soon").await;
    tablet.presses("Stay on this page").await;
    tablet.presses("Event mode").await;
    tablet.is_at("/ready/event", "Event mode").await;
    look(&tablet, "event mode that is on").await;
    tablet.presses("Records").await;
    tablet.is_at("/ready/records", "Records on this device").await;
    look(&tablet, "a record that waits").await;

    holds(&tablet, "PutIn").await;
    tablet.presses("Export records").await;
    tablet.sees("0 of 1").await;
    look(&tablet, "an export on its way").await;
    goes_on(&tablet).await;
    let file = stick.has("hiquality-Tablet-A-1.zip").await;
    tablet.sees("is made, with 1 record.").await;
    look(&tablet, "an export").await;
    exports(&tablet, &stick, "Export contact details", "hiquality-contact-details").await;
    look(&tablet, "exported contact details").await;
    confirms(&tablet, &Code::from_random(&[7; 8]).to_string()).await;
    tablet.sees("There is a problem").await;
    look(&tablet, "a check code with an error").await;
    tablet.runs("document.getElementById('check-code').select()").await;
    confirms(&tablet, &keys.check_code(&file).to_string()).await;
    tablet.sees("1 record deleted from this device.").await;
    look(&tablet, "a confirmed export").await;
    tablet.presses("Event mode").await;
    tablet.is_at("/ready/event", "Event mode").await;
    tablet.presses("Leave event mode").await;
    tablet.sees("Event mode is off.").await;
    look(&tablet, "event mode that is off").await;
    tablet.leaves().await;
}

/// What a tablet hands over, or a file of contact details.
fn handed_over(keys: &Keys, number: Option<u32>, texts: &[Value]) -> Vec<u8> {
    let sender = number.map(|number| Sender {
        label: "Tablet A".to_owned(),
        number,
        instrument: sha256(b"another version"),
        signing_key: signing_key().unwrap(),
    });
    let mut packing = Packing::begin(sender, &keys.recipients()).unwrap();
    let seal = |text: &Value| envelope::seal(&text.to_string(), &[1024], &keys.recipients()).unwrap();
    let mut sealed: Vec<_> = texts.iter().map(seal).map(|it| (sha256(it.as_bytes()), it)).collect();
    sealed.push(("f".repeat(64), "damaged".to_owned()));
    sealed.sort_unstable();
    for (name, text) in sealed {
        packing.put_in(&name, &text).unwrap();
    }
    packing.end().unwrap().0
}

/// The organiser's screens at the desk.
pub(crate) async fn of_the_desk(look: impl AsyncFn(&Visitor, &str)) {
    let (keys, stick) = (Keys::make(), Stick::new());
    let site = Site::of_an_organiser();
    let desk = Visitor::before(Habits::default(), &site).await;
    stick.is_put_into(&desk).await;
    desk.prepares(HOLD).await;
    for (place, heading) in [
        ("/desk", "The organiser's desk"),
        ("/desk/open", "Open what devices handed over"),
        ("/desk/withdraw", "Delete a record on request"),
        ("/desk/keys", "Keys"),
    ] {
        desk.loads(&format!("#{place}")).await;
        desk.is_at(place, heading).await;
        look(&desk, place).await;
    }
    desk.presses("Make a key").await;
    desk.sees("There is a problem").await;
    look(&desk, "a key with errors").await;
    desk.presses("Make a passphrase").await;
    desk.sees("A passphrase is made and stands below.").await;
    look(&desk, "a passphrase").await;
    let passphrase = desk.written("new-passphrase").await;
    holds(&desk, "MakeKey").await;
    desk.presses("Make a key").await;
    desk.sees("Making a key. This takes a few seconds. Please wait.").await;
    look(&desk, "a key on its way").await;
    goes_on(&desk).await;
    desk.sees("Save the key file").await;
    look(&desk, "a key that is made").await;
    desk.presses("Save the key file").await;
    let key = stick.has("hiquality-key-").await;
    desk.sees("Now open the file that you saved").await;
    look(&desk, "a key that is saved").await;
    desk.writes("saved-key", key.to_str().unwrap()).await;
    desk.writes("saved-passphrase", &passphrase).await;
    desk.presses("Open the saved file").await;
    desk.sees("The file and the passphrase work.").await;
    desk.writes("other-key", "age1").await;
    look(&desk, "a key that works").await;
    desk.presses("Save settings.json with this key").await;
    desk.sees("There is a problem").await;
    look(&desk, "settings with errors").await;
    sets_the_date(&desk, "2027-03-31").await;
    let own = stick.gets("key.age", keys.file());
    opens_the_key(&desk, &own, PASSPHRASE).await;
    look(&desk, "two open keys").await;

    let code = Code::from_random(&[7; 16]);
    let receipt = json!([{
        "url": "https://hiquality.example/fhir/StructureDefinition/receipt-sha256",
        "valueString": sha256(code.hash_text().as_bytes()),
    }]);
    let record =
        json!({ "resourceType": "QuestionnaireResponse", "status": "completed", "extension": receipt });
    let details = |name: &str| {
        json!({
            "resourceType": "QuestionnaireResponse",
            "questionnaire": "https://hiquality.example/fhir/Questionnaire/contact",
            "status": "completed",
            "item": [{ "linkId": "contact-name", "answer": [{ "valueString": name }] }],
        })
    };
    let another = json!({ "resourceType": "QuestionnaireResponse", "status": "in-progress" });
    let first = handed_over(&keys, Some(3), &[record, another, json!("no record")]);
    let mut altered = handed_over(&keys, Some(4), &[json!("altered")]);
    let at = altered.windows(8).position(|bytes| bytes == b"records/").unwrap();
    altered[at + 500] ^= 1;
    let of_details = handed_over(&keys, None, &[details("Ada Lovelace"), details(&LONG_WORD.repeat(3))]);
    let files = [
        stick.gets(&format!("{LONG_WORD}.zip"), first),
        stick.gets("altered.zip", altered),
        stick.gets("details.zip", of_details),
        stick.gets("nothing.txt", "nothing"),
    ];
    desk.presses("Open files").await;
    desk.is_at("/desk/open", "Open what devices handed over").await;
    look(&desk, "files to choose").await;
    holds(&desk, "OpenNext").await;
    desk.writes("files", files[0].to_str().unwrap()).await;
    desk.presses("Open the files").await;
    desk.sees("0 of 3").await;
    look(&desk, "files on their way").await;
    goes_on(&desk).await;
    desk.waits_for("the end of it", async || desk.has("#notice").await).await;
    desk.presses("Overview").await;
    desk.is_at("/desk", "The organiser's desk").await;
    let files: Vec<_> = files.iter().map(PathBuf::as_path).collect();
    opens_files(&desk, &files).await;
    desk.sees("4 files were gone through").await;
    for not_right in ["was damaged on the device already", "This is neither an export", "Ada Lovelace"] {
        desk.sees(not_right).await;
    }
    look(&desk, "files that were opened, with much that is not right").await;

    desk.presses("Delete on request").await;
    desk.is_at("/desk/withdraw", "Delete a record on request").await;
    desk.presses("Find the record").await;
    desk.sees("There is a problem").await;
    look(&desk, "a withdrawal with an error").await;
    desk.writes("withdrawal-code", &code.to_string()).await;
    desk.presses("Find the record").await;
    desk.sees("The record is found").await;
    look(&desk, "a record to delete").await;
    desk.presses("Delete this record").await;
    desk.sees("is deleted from this desk").await;
    look(&desk, "a record that is deleted").await;
    desk.presses("Overview").await;
    desk.is_at("/desk", "The organiser's desk").await;
    look(&desk, "the desk with devices").await;
    desk.presses("Keys").await;
    desk.is_at("/desk/keys", "Keys").await;
    desk.presses("Lock all keys").await;
    desk.sees("Every key is locked").await;
    look(&desk, "locked keys").await;
    desk.presses("Open files").await;
    desk.sees("1 record is kept in this browser, sealed.").await;
    look(&desk, "a record that is kept, and no key").await;
    desk.presses("Open a key").await;
    desk.is_at("/desk/keys", "Keys").await;
    opens_the_key(&desk, &own, PASSPHRASE).await;
    desk.presses("Open files").await;
    desk.sees("1 record is kept in this browser, sealed, and not open.").await;
    look(&desk, "a record that is kept, and a key").await;
    desk.presses("Open what is kept here").await;
    desk.sees("1 record is open on this page.").await;
    look(&desk, "a record that is open again").await;
    desk.leaves().await;

    site.settles(|settings| {
        settings["recipients"] = json!(keys.public());
        settings["withdrawUntil"] = json!("2020-03-31");
    });
    let desk = Visitor::before(Habits::default(), &site).await;
    desk.loads("#/desk/withdraw").await;
    desk.is_at("/desk/withdraw", "Delete a record on request").await;
    desk.sees("The time for this is over").await;
    look(&desk, "a withdrawal that comes too late").await;
    desk.leaves().await;

    site.edit("study/settings.json", |text| text.replace('{', "["));
    let desk = Visitor::before(Habits::default(), &site).await;
    for (place, heading) in [("/desk", "The organiser's desk"), ("/ready", "Is this device ready?")] {
        desk.loads(&format!("#{place}")).await;
        desk.is_at(place, heading).await;
        desk.sees("settings.json: It can't be read").await;
        look(&desk, &format!("{place} with mistakes in the study's files")).await;
    }
    desk.leaves().await;
}
