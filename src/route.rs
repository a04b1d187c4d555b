//! The places of the app, as they stand behind the `#` of the address.

use engine::instrument::ItemId;
use engine::interview::Stage;
use std::fmt;

/// Where the places begin that are not this program's but the organiser's pages'.
pub const ORGANISERS: &[&str] = &["/ready", "/desk"];

/// A place in the app.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
    /// The information sheet.
    Sheet,
    /// The statements of consent.
    Consent,
    /// Thanks to someone who did not consent.
    Declined,
    /// A page of the interview, or its check.
    Interview(Stage),
    /// That one stops for now.
    Later,
    /// The question whether to stop and delete.
    Stop,
    /// The question whether to delete what was submitted.
    DeleteRecord,
    /// The question whether to delete contact details.
    DeleteDetails,
    /// The confirmation that everything was deleted.
    Deleted,
    /// The confirmation of what was submitted.
    Done,
    /// The comparison.
    Comparison,
    /// The form for being contacted.
    Contact,
    /// Anything behind the consent, at a device that people share.
    Survey,
}

impl Route {
    /// Reads what stands behind the `#`; `None` where it is no place of ours.
    pub fn read(place: &str) -> Option<Self> {
        let (first, rest) =
            place.trim_start_matches('/').split_once('/').unwrap_or((place.trim_start_matches('/'), ""));
        Some(match (first, rest) {
            ("", "") => Self::Sheet,
            ("consent", "") => Self::Consent,
            ("declined", "") => Self::Declined,
            ("question", page) if !page.is_empty() => Self::Interview(Stage::Asking(ItemId::from(page))),
            ("change", page) if !page.is_empty() => Self::Interview(Stage::Changing(ItemId::from(page))),
            ("check", "") => Self::Interview(Stage::Reviewing),
            ("later", "") => Self::Later,
            ("stop", "") => Self::Stop,
            ("delete", "") => Self::DeleteRecord,
            ("delete", "contact") => Self::DeleteDetails,
            ("deleted", "") => Self::Deleted,
            ("done", "") => Self::Done,
            ("comparison", "") => Self::Comparison,
            ("contact", "") => Self::Contact,
            ("survey", "") => Self::Survey,
            _ => return None,
        })
    }
}

impl fmt::Display for Route {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::Sheet => f.write_str("/"),
            Self::Consent => f.write_str("/consent"),
            Self::Declined => f.write_str("/declined"),
            Self::Interview(Stage::Asking(page)) => write!(f, "/question/{page}"),
            Self::Interview(Stage::Changing(page)) => write!(f, "/change/{page}"),
            Self::Interview(Stage::Reviewing) => f.write_str("/check"),
            Self::Later => f.write_str("/later"),
            Self::Stop => f.write_str("/stop"),
            Self::DeleteRecord => f.write_str("/delete"),
            Self::DeleteDetails => f.write_str("/delete/contact"),
            Self::Deleted => f.write_str("/deleted"),
            Self::Done => f.write_str("/done"),
            Self::Comparison => f.write_str("/comparison"),
            Self::Contact => f.write_str("/contact"),
            Self::Survey => f.write_str("/survey"),
        }
    }
}
