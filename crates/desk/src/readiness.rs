//! Whether a device is ready to collect: one line for each thing, green or red, with what to do.

use super::examination::Examined;
use super::trouble::no_storage;
use browser::offline::Host;
use seal::key::fingerprint;
use storage::database::StorageError;
use study::FILES;
use ui::format;
use ui::words::NOT_WHOLE;

/// How much of the app is kept on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum App {
    /// Every file.
    Complete,
    /// Not every file yet: they are on their way.
    Coming,
    /// Not every file, and no more are on their way.
    Incomplete,
}

/// What was found out about the device and the app on it.
#[derive(Debug, Clone, PartialEq)]
pub struct DeviceFacts {
    /// Whether every file of the app is kept on the device.
    pub app: App,
    /// The version of the app that is kept.
    pub version: Option<String>,
    /// The version of this page.
    pub build: Option<String>,
    /// Whether the browser promised not to clear what is kept; nothing where it does not say.
    pub persisted: Option<bool>,
    /// How many bytes are left; nothing where the browser does not say.
    pub space: Option<f64>,
    /// Whether the app was opened from the home screen.
    pub installed: bool,
    /// Whether the browser is Safari.
    pub safari: bool,
    /// The device's time, in milliseconds since 1970.
    pub now: f64,
    /// Year, month, day, hour and minute where the device is.
    pub local: [u32; 5],
    /// How many milliseconds the clock was ahead of the host's when the page was loaded; nothing where the host could
    /// not be asked.
    pub ahead: Option<f64>,
    /// A moment that is over: when the newest of the study's files was made or came from the host.
    pub made: Option<f64>,
    /// Which passages of the page are still as it is shipped, of [`UNWRITTEN`].
    pub unwritten: Vec<&'static str>,
    /// Whether the page came as a whole.
    pub whole: bool,
    /// How the host gives its files; nothing where it could not be asked.
    pub host: Option<Host>,
}

impl DeviceFacts {
    /// Today where the device is, as FHIR writes dates.
    pub fn today(&self) -> String {
        let [year, month, day, ..] = self.local;
        format!("{year:04}-{month:02}-{day:02}")
    }
}

/// The ids of the passages that are for the organiser to write: of the information sheet, and at the foot of the page.
pub const UNWRITTEN: [&str; 3] = [SHEET, CONTACT, STATEMENT];

const SHEET: &str = "not-set-up";
const CONTACT: &str = "contact-not-set-up";
const STATEMENT: &str = "accessibility-not-set-up";

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub about: &'static str,
    /// Whether it is as it should be.
    pub ready: bool,
    /// How it is, and where it is not as it should be, what to do.
    pub says: Vec<String>,
}

/// What else the lines depend on.
#[derive(Debug, Clone, PartialEq)]
pub struct Context<'a> {
    /// What is known of the study's files.
    pub examined: &'a Examined,
    /// How records are sealed; nothing where the study's files can't be read.
    pub sealing: Option<Sealing<'a>>,
    /// The public keys for which a test record was sealed and opened.
    pub drilled: &'a [String],
    /// Why nothing can be kept, where that is so.
    pub trouble: Option<&'a StorageError>,
}

/// How records are sealed, as the study's files say.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sealing<'a> {
    /// The public keys to which they are sealed.
    pub recipients: &'a [String],
    /// Until when people can have theirs deleted.
    pub withdraw_until: Option<&'a str>,
    /// How many bytes a sealed record takes.
    pub record: f64,
}

/// For how many records there should be space at least.
pub const LEAST_RECORDS: f64 = 500.0;

/// How far the clock may be off the host's, in milliseconds.
const CLOCK_OFF: f64 = 5.0 * 60_000.0;

/// What depends on files that can't be read.
const UNTOLD: &str = "This can't be told until the study files are valid.";

/// The list.
pub fn lines(facts: &DeviceFacts, around: &Context) -> Vec<Line> {
    let mut lines = vec![
        app(facts),
        storage(facts, around),
        space(facts, around),
        installation(facts),
        clock(facts),
        page(facts),
        study(around),
    ];
    match &around.sealing {
        None => lines.extend([KEYS, DRILL].map(|about| line(about, false, [UNTOLD.to_owned()]))),
        Some(sealing) => {
            lines.push(keys(sealing));
            if !sealing.recipients.is_empty() {
                lines.extend(sealing.withdraw_until.map(|until| withdrawal(facts, until)));
                lines.extend([sheet(facts), contact(facts), statement(facts)]);
            }
            lines.extend(drill(sealing, around.drilled));
        }
    }
    lines
}

fn line(about: &'static str, ready: bool, says: impl IntoIterator<Item = String>) -> Line {
    Line { about, ready, says: says.into_iter().collect() }
}

fn app(facts: &DeviceFacts) -> Line {
    let about = "App kept on this device";
    match (facts.app, &facts.version, &facts.build) {
        (App::Complete, Some(kept), Some(here)) if kept != here => line(
            about,
            false,
            [format!(
                "The version kept on this device is {kept}, and this page is {here}. Load this page again, and close the \
                 survey in other tabs."
            )],
        ),
        (App::Complete, kept, _) => {
            let version = kept.as_ref().map(|version| format!(" Version {version}.")).unwrap_or_default();
            line(about, true, [format!("It starts without a connection.{version}")])
        }
        (App::Coming, ..) => line(
            about,
            false,
            ["It is coming, and not complete yet. Keep this page open and the device connected: this line changes by \
              itself."
                .to_owned()],
        ),
        (App::Incomplete, ..) => line(
            about,
            false,
            ["It is not complete yet, so without a connection it may not start. Connect the device, load this page \
              again and wait a minute. A private window never keeps it: use a normal one."
                .to_owned()],
        ),
    }
}

fn storage(facts: &DeviceFacts, around: &Context) -> Line {
    let about = "Storage is lasting";
    if let Some(trouble) = around.trouble {
        return line(about, false, [no_storage(trouble)]);
    }
    match facts.persisted {
        Some(true) => line(about, true, ["The browser will not clear it by itself.".to_owned()]),
        Some(false) => line(
            about,
            false,
            ["The browser may clear it when space runs short. Press the button below to ask for lasting storage. \
              Some browsers say yes only after the app was added to the home screen."
                .to_owned()],
        ),
        None => line(
            about,
            false,
            ["This browser does not say. Use an up-to-date Chrome, Edge, Firefox or Safari.".to_owned()],
        ),
    }
}

fn space(facts: &DeviceFacts, around: &Context) -> Line {
    let about = "Space";
    let Some(space) = facts.space else {
        let unknown = "The browser does not say how much there is. See in the device's settings that at least 1 GB \
                       is free.";
        return line(about, false, [unknown.to_owned()]);
    };
    // It is the browser's own estimate.
    let reports = format!("The browser reports {} of free space.", format::size(space));
    let Some(sealing) = &around.sealing else {
        let untold = "For how many records that is enough can't be told until the study files are valid.";
        return line(about, false, [format!("{reports} {untold}")]);
    };
    let records = (space / sealing.record.max(1.0)).floor();
    let enough = format!("{reports} That would be enough for about {} more records.", format::about(records));
    match records >= LEAST_RECORDS {
        true => line(about, true, [enough]),
        false => {
            let what_to_do = "Delete what is not needed on this device, such as photos and apps.";
            line(about, false, [format!("{enough} {what_to_do}")])
        }
    }
}

fn installation(facts: &DeviceFacts) -> Line {
    let about = "Opened from the home screen";
    if facts.installed {
        return line(about, true, ["The app runs by itself, without the browser's bars.".to_owned()]);
    }
    let how = match facts.safari {
        true => {
            "Safari deletes what a page keeps, records too, when the page is not visited for seven days. This does not \
             happen to apps on the home screen. In Safari press Share, then Add to Home Screen, and open the app \
             from there: it has a storage of its own, so check everything again in it."
        }
        false => {
            "Open the browser's menu, press Install app or Add to Home screen, and open the app from there. It then \
             fills the screen."
        }
    };
    line(about, false, [format!("This is a page in a browser. {how}")])
}

fn clock(facts: &DeviceFacts) -> Line {
    let about = "Clock";
    let reads = format!("It says {}. Compare this with another clock.", format::moment(facts.local));
    let adjust = "Set date and time in the device's settings.";
    match (facts.made, facts.ahead) {
        (Some(made), _) if facts.now + CLOCK_OFF < made => line(
            about,
            false,
            [reads, format!("That is before the study's files came to this device. {adjust}")],
        ),
        (_, Some(ahead)) if ahead.abs() > CLOCK_OFF => {
            let minutes = format::about((ahead.abs() / 60_000.0).round());
            let which = if ahead > 0.0 { "ahead of" } else { "behind" };
            line(
                about,
                false,
                [
                    reads,
                    format!(
                        "When this page was loaded it was {minutes} minutes {which} the website's clock. Set date and time \
                         in the device's settings, and load this page again."
                    ),
                ],
            )
        }
        (_, Some(_)) => {
            let agreed = "When this page was loaded it agreed with the website's clock.";
            line(about, true, [reads, agreed.to_owned()])
        }
        (_, None) => line(about, true, [reads]),
    }
}

/// What people agree to has to be what the organiser wrote.
fn page(facts: &DeviceFacts) -> Line {
    let about = "Page as the website sends it";
    if !facts.whole {
        return line(about, false, [NOT_WHOLE.to_owned()]);
    }
    let told = match facts.host {
        None => "It is whole. Whether the website changes it can't be told now.",
        Some(Host::Steady) => "It is whole, and the same each time.",
        Some(Host::Writes) => {
            "The website writes something else into index.html each time that it sends it. The survey goes on with what \
             matters in it, but what people see is not quite what you wrote. Switch off whatever changes pages on the \
             way, such as e-mail protection, script loaders, banners and statistics, or use another website."
        }
        Some(Host::Alternates) => {
            "The website sent different versions of this survey within a few minutes, so that devices and people may have \
             different ones. If you have just put a version there, wait five minutes and check again. If it goes on, \
             see that every server of the website has the same files."
        }
    };
    line(about, matches!(facts.host, None | Some(Host::Steady)), [told.to_owned()])
}

fn study(around: &Context) -> Line {
    let about = "Study files";
    let all = || format!("All {} can be read", format::in_words(FILES.len()));
    match around.examined {
        Examined::Coming => {
            line(about, false, [format!("{}, and are being examined: this line changes by itself.", all())])
        }
        Examined::NotLoaded => line(
            about,
            false,
            [format!(
                "{}. The part of the app that looks for mistakes in them did not come. Connect the device and press \
                 'Check again'.",
                all()
            )],
        ),
        Examined::Found(defects) if defects.is_empty() => {
            line(about, true, [format!("{} and fit together.", all())])
        }
        Examined::Found(defects) => {
            let first = "Correct these in the folder 'study', and load this page again:".to_owned();
            line(about, false, std::iter::once(first).chain(defects.iter().cloned()))
        }
    }
}

const KEYS: &str = "Keys to which records are sealed";

fn keys(sealing: &Sealing) -> Line {
    let about = KEYS;
    let prints = sealing.recipients.iter().map(|key| format!("Fingerprint {}", fingerprint(key)));
    match sealing.recipients.len() {
        0 => line(
            about,
            false,
            ["settings.json names none, so records are not sealed and can't be collected. Make a key at the desk \
              and put settings.json beside the app."
                .to_owned()],
        ),
        1 => line(
            about,
            true,
            prints.chain([
                "One key works. If it is lost, every record is lost: a second one, kept by a colleague, is safer."
                    .to_owned(),
            ]),
        ),
        _ => line(about, true, prints.chain(["Any one of them opens the records.".to_owned()])),
    }
}

/// A date that is over breaks the promise that everyone is given.
fn withdrawal(facts: &DeviceFacts, until: &str) -> Line {
    let about = "Deleting a record on request";
    let date = format::date(until);
    match is_over(until, &facts.today()) {
        false => line(about, true, [format!("People are told that they can ask for it until {date}.")]),
        true => line(
            about,
            false,
            [format!(
                "People are told that they can ask for it until {date}, and that is over. Put a later date into \
                 settings.json, as withdrawUntil, and load this page again."
            )],
        ),
    }
}

/// Whether a date has passed, where both are as FHIR writes them.
pub fn is_over(date: &str, today: &str) -> bool {
    today > date
}

/// People agree to what it says, so it must not say that nobody collects their answers.
fn sheet(facts: &DeviceFacts) -> Line {
    let about = "Information sheet";
    match facts.unwritten.contains(&SHEET) {
        false => {
            let gone = "It no longer says that nobody has set this survey up. Read it once more, as people will.";
            line(about, true, [gone.to_owned()])
        }
        true => line(
            about,
            false,
            ["It still says that nobody has set this survey up or collects answers. In index.html replace the whole \
              paragraph with the id 'not-set-up' by one that says who collects them and whom to contact, raise the \
              sheet's data-version, and load this page again."
                .to_owned()],
        ),
    }
}

/// Whoever has trouble with the survey has to find somebody to tell.
fn contact(facts: &DeviceFacts) -> Line {
    let about = "Contact, at the foot of the page";
    match facts.unwritten.contains(&CONTACT) {
        false => line(about, true, ["It no longer says that there is nobody to contact.".to_owned()]),
        true => line(
            about,
            false,
            ["It still says that there is nobody to contact. In index.html replace the whole paragraph with the id \
              'contact-not-set-up' by one that says who runs the survey, with an email address and a telephone number, \
              and load this page again."
                .to_owned()],
        ),
    }
}

/// Public bodies have to have one.
fn statement(facts: &DeviceFacts) -> Line {
    let about = "Accessibility statement, at the foot of the page";
    match facts.unwritten.contains(&STATEMENT) {
        false => line(about, true, ["It no longer says that it is not complete.".to_owned()]),
        true => line(
            about,
            false,
            ["It still says that it is not complete. In index.html replace the whole paragraph with the id \
              'accessibility-not-set-up' by one that says whose statement it is, on which day it was prepared and within \
              how many days you answer, and load this page again."
                .to_owned()],
        ),
    }
}

const DRILL: &str = "Test record sealed and opened";

/// A line for each key.
fn drill(sealing: &Sealing, drilled: &[String]) -> Vec<Line> {
    let about = DRILL;
    if sealing.recipients.is_empty() {
        return vec![line(about, false, ["There is no key to test with.".to_owned()])];
    }
    let key = |key: &String| {
        let print = fingerprint(key);
        match drilled.contains(key) {
            true => line(about, true, [format!("Key {print} opened a test record that this device sealed.")]),
            false => line(
                about,
                false,
                [format!("Key {print} was not tested on this device. Do it below, with its key file.")],
            ),
        }
    };
    sealing.recipients.iter().map(key).collect()
}
