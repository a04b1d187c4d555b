//! How a deployment behaves: what `settings.json` says.

use crate::misfit;
use crate::{FILES, StudyDefect, day, delivery};
use engine::json::{self, At, Misfit, Value};
use engine::recipient::{self, Unfit};
use engine::response::is_date;

/// How a deployment behaves. Read from `settings.json`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Settings {
    /// Whom people may give the file of their answers to; nobody, where there is no one.
    pub organiser: Option<Organiser>,
    /// Whether people are asked, afterwards and apart from their answers, if they may be contacted.
    pub contact_form: bool,
    /// The public keys to which records are sealed. Where there are none, answers go to nobody.
    pub recipients: Vec<String>,
    /// Until when the organiser deletes a record on request, as a date. It is there wherever there are recipients.
    pub withdraw_until: Option<String>,
    /// Whether someone on their own device can hand over their sealed record.
    pub hand_over: bool,
    /// What happens on a shared device when somebody seems to have left.
    pub pause: Pause,
    /// Where sealed records go by themselves.
    pub deliver: Option<Deliver>,
    /// When interviews may begin.
    pub period: Period,
    /// How many minutes people are told that it takes.
    pub minutes: Option<u32>,
}

/// Where what is sealed goes by itself: an organiser's storage that takes a `PUT`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Deliver {
    /// The address for a record, with [`delivery::NAME`](crate::delivery::NAME) where its name goes.
    pub to: String,
    /// What is sent with every one, by name.
    pub headers: Vec<(String, String)>,
    /// The address for contact details. Without one they stay on the device.
    pub contact: Option<String>,
    /// Whether shared devices deliver too.
    pub shared: bool,
}

/// From when until when interviews may begin, as days.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub opens: Option<String>,
    /// The last day.
    pub closes: Option<String>,
    /// For so many days after that, what was begun can be finished.
    pub finish_within_days: u32,
}

/// When a shared device takes it that somebody has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// After so many seconds without a touch it asks whether they are still there.
    pub idle_seconds: u32,
    /// So many seconds after that it makes room for the next person.
    pub warning_seconds: u32,
}

impl Default for Pause {
    fn default() -> Self {
        Self { idle_seconds: 180, warning_seconds: 60 }
    }
}

impl Pause {
    /// The least time to say that one is still there (WCAG 2.2, success criterion 2.2.1).
    const LEAST: u32 = 20;
}

/// Who runs the survey.
#[derive(Debug, Clone, PartialEq)]
pub struct Organiser {
    /// What they are called.
    pub name: String,
    /// Where to write.
    pub email: String,
}

impl Settings {
    pub(super) fn read(document: &Value) -> Result<Self, Vec<Misfit>> {
        json::read(document, Self::read_at)
    }

    pub(super) fn read_at(at: &At) -> Self {
        at.only(&[
            "organiser",
            "contactForm",
            "recipients",
            "withdrawUntil",
            "handOver",
            "pause",
            "deliver",
            "opens",
            "closes",
            "finishWithinDays",
            "minutes",
        ]);
        let organiser = at.get("organiser").map(|at| {
            at.only(&["name", "email"]);
            Organiser { name: at.needed_text("name"), email: at.needed_text("email") }
        });
        let pause = at.get("pause").map(|at| {
            at.only(&["idleSeconds", "warningSeconds"]);
            let seconds = |name| at.needed_count(name);
            Pause { idle_seconds: seconds("idleSeconds"), warning_seconds: seconds("warningSeconds") }
        });
        Self {
            organiser,
            contact_form: at.needed_flag("contactForm"),
            recipients: at.texts("recipients"),
            withdraw_until: at.text("withdrawUntil"),
            hand_over: at.flag("handOver"),
            pause: pause.unwrap_or_default(),
            deliver: at.get("deliver").map(|at| Deliver::read_at(&at)),
            period: Period::read_at(at),
            minutes: at.count("minutes"),
        }
    }

    /// Reads what the first questions need: who records are sealed to, whether they are delivered, how long it takes and
    /// when. The rest is as where nothing is said.
    pub(super) fn read_ahead(document: &Value) -> Result<Self, Vec<Misfit>> {
        json::read(document, |at| Self {
            recipients: at.texts("recipients"),
            deliver: at.get("deliver").map(|at| Deliver { shared: at.flag("shared"), ..Deliver::default() }),
            period: Period::read_at(at),
            minutes: at.count("minutes"),
            ..Self::default()
        })
    }

    /// Where what is submitted goes by itself: on shared devices only where that is said.
    pub fn delivery(&self, shared: bool) -> Option<&Deliver> {
        self.deliver.as_ref().filter(|deliver| deliver.shared || !shared)
    }

    /// What the policy of the page, the text of `index.html`, keeps from being delivered.
    pub fn kept_back(&self, page: &str) -> Vec<StudyDefect> {
        let addresses = self.deliver.iter().flat_map(Deliver::addresses);
        let messages = addresses
            .filter_map(|(name, to)| Some(format!("deliver.{name}: {}", delivery::kept_back(page, to)?)));
        messages.map(|message| StudyDefect { file: FILES[4], message }).collect()
    }

    /// What in them can't be. Nothing is said of a value that is among the misfits, nor of what depends on it.
    pub(super) fn defects(&self, misfits: &[Misfit]) -> Vec<String> {
        let is_sure = |place: &str| misfit::is_sure(misfits, place);
        let keys =
            || self.recipients.iter().enumerate().filter(|(at, _)| is_sure(&format!("recipients[{at}]")));
        let unreadable = keys().filter_map(|(at, key)| match recipient::read(key) {
            Ok(read) if read == *key => None,
            Err(Unfit::Private) => Some(format!(
                "recipients[{at}]: this is a private key, with which anyone who reads this file can open every record. Take it out, make a new key at the desk, and put its public key here; it begins with 'age1'."
            )),
            _ => Some(format!(
                "recipients: '{key}' is no public key, or was mistyped. Copy it again from the desk; it begins with 'age1'."
            )),
        });
        let is_again =
            |at: usize, key: &String| recipient::read(key).is_ok() && self.recipients[..at].contains(key);
        let twice = keys().filter(|(at, key)| is_again(*at, key));
        let twice = twice.map(|(_, key)| format!("recipients: '{key}' stands there twice. Remove one."));
        let date = match &self.withdraw_until {
            Some(date) if !is_date(date) => {
                Some("withdrawUntil: this should be a date, like \"2027-03-31\".")
            }
            None if !self.recipients.is_empty() && is_sure("withdrawUntil") => Some(
                "withdrawUntil: it is missing. Where records go to recipients, say until when people can have theirs deleted, like \"2027-03-31\".",
            ),
            _ => None,
        };
        let hand_over = (self.hand_over && self.recipients.is_empty() && is_sure("recipients"))
            .then_some("handOver: there is nobody to hand a record over to. Add a public key to recipients.");
        let Pause { idle_seconds, warning_seconds } = self.pause;
        let is_short = |seconds: u32, place: &str| seconds < Pause::LEAST && is_sure(place);
        let pause = (is_short(warning_seconds, "pause.warningSeconds")
            || is_short(idle_seconds, "pause.idleSeconds"))
        .then_some("pause: 20 seconds are the least, so that people can say that they are still there.");
        let minutes = (self.minutes == Some(0))
            .then_some("minutes: nothing takes no time. Say about how many it takes, or leave this out.");
        let rest = [date, hand_over, pause, minutes].into_iter().flatten().map(ToOwned::to_owned);
        let deliver = self.deliver.as_ref().filter(|_| is_sure("deliver"));
        let delivery =
            deliver.map(|deliver| deliver.defects(!self.recipients.is_empty() || !is_sure("recipients")));
        let period = self.period.defects(is_sure);
        unreadable.chain(twice).chain(rest).chain(delivery.unwrap_or_default()).chain(period).collect()
    }
}

impl Deliver {
    fn read_at(at: &At) -> Self {
        at.only(&["to", "headers", "contact", "shared"]);
        let headers = at.get("headers").map(|at| {
            let names: Vec<&str> =
                at.value().as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
            at.only(&names); // only an object has names
            names.into_iter().map(|name| (name.to_owned(), at.needed_text(name))).collect()
        });
        Self {
            to: at.needed_text("to"),
            headers: headers.unwrap_or_default(),
            contact: at.text("contact"),
            shared: at.flag("shared"),
        }
    }

    /// The addresses, with their names.
    fn addresses(&self) -> impl Iterator<Item = (&'static str, &String)> {
        [("to", &self.to)].into_iter().chain(self.contact.iter().map(|contact| ("contact", contact)))
    }

    /// What keeps records from arriving.
    fn defects(&self, has_recipients: bool) -> Vec<String> {
        let nobody = (!has_recipients).then(|| {
            "deliver: records can only be delivered sealed. Add a public key to recipients.".to_owned()
        });
        let wrong = self
            .addresses()
            .filter_map(|(name, address)| Some(format!("deliver.{name}: {}", delivery::fault(address)?)));
        let alike = (self.contact.as_ref() == Some(&self.to)).then(|| {
            "deliver.contact: contact details would lie beside the answers. Give them a storage of their own.".to_owned()
        });
        let headers = self.headers.iter().filter_map(|(name, value)| {
            Some(format!("deliver.headers: '{name}': {}", delivery::fault_of_header(name, value)?))
        });
        nobody.into_iter().chain(wrong).chain(alike).chain(headers).collect()
    }
}

/// Whether an interview may begin on a day, or one that has begun be finished.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Standing {
    /// It may.
    #[default]
    Open,
    /// Not before this day.
    NotYet(String),
    /// Not after this day; one that has begun may be finished up to the other.
    Closed {
        /// The last day on which one could begin.
        since: String,
        /// The last day on which one can be finished, where that is still to come.
        finish: Option<String>,
    },
}

impl Period {
    fn read_at(at: &At) -> Self {
        Self {
            opens: at.text("opens"),
            closes: at.text("closes"),
            finish_within_days: at.count("finishWithinDays").unwrap_or_default(),
        }
    }

    /// Whether an interview may begin on this day, like "2027-03-31".
    pub fn is_open(&self, today: &str) -> bool {
        // Days that are written so sort as they follow each other.
        let has_opened = self.opens.as_deref().is_none_or(|opens| opens <= today);
        has_opened && self.closes.as_deref().is_none_or(|closes| today <= closes)
    }

    /// What may be done on this day.
    pub fn standing(&self, today: &str) -> Standing {
        match (&self.opens, &self.closes) {
            _ if self.is_open(today) => Standing::Open,
            (Some(opens), _) if today < opens.as_str() => Standing::NotYet(opens.clone()),
            (_, Some(closes)) => {
                let last = day::after(closes, self.finish_within_days);
                Standing::Closed { since: closes.clone(), finish: last.filter(|last| today <= last.as_str()) }
            }
            _ => Standing::Open,
        }
    }

    fn defects(&self, is_sure: impl Fn(&str) -> bool) -> Vec<String> {
        let Self { opens, closes, finish_within_days } = self;
        let days = [("opens", opens), ("closes", closes)];
        let days = days.into_iter().filter_map(|(name, day)| Some((name, day.as_deref()?)));
        let is_day = |day: &str| is_date(day) && day.len() == "2027-03-31".len();
        let no_day = days.filter(|(_, day)| !is_day(day));
        let no_day = no_day.map(|(name, _)| format!("{name}: this should be a day, like \"2027-03-31\"."));
        // Days that are written so sort as they follow each other.
        let is_turned = matches!((opens, closes), (Some(opens), Some(closes)) if is_day(opens) && is_day(closes) && closes < opens);
        let turned =
            is_turned.then(|| "closes: this day is before 'opens'. Change one of the two.".to_owned());
        let endless = (closes.is_none() && *finish_within_days > 0 && is_sure("closes")).then(|| {
            "finishWithinDays: nothing closes. Say when, like \"closes\": \"2027-03-31\", or leave this out.".to_owned()
        });
        no_day.chain(turned).chain(endless).collect()
    }
}
