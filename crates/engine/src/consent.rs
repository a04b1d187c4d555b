//! Consent: the only key that opens an interview.

use super::instrument::{Instrument, Item, ItemId};
use super::json::{At, Value, object};
use std::collections::HashSet;

/// The group of an instrument whose statements a person must agree to, by its id.
pub const GROUP: &str = "consent";

/// A text that people agree to: its version as its author states it, and the SHA-256 of what it says, in hexadecimal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edition {
    /// The author's word for it.
    pub version: String,
    /// The hash of its text.
    pub hash: String,
}

/// All that a consent refers to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// The information sheet.
    pub sheet: Edition,
    /// The instrument.
    pub instrument: Edition,
    /// The statements agreed to, as they read.
    pub statements: Vec<String>,
}

impl Terms {
    /// The terms as they stand: these editions and the instrument's statements.
    pub fn now(instrument: &Instrument, sheet: Edition, hash: String) -> Self {
        let edition = Edition { version: instrument.version.clone().unwrap_or_default(), hash };
        let statements = statements(instrument).map(Item::wording).collect();
        Self { sheet, instrument: edition, statements }
    }

    /// Reads them from a stored draft.
    pub(super) fn read(at: &At) -> Self {
        let edition = |name: &str| {
            let at = at.get(name);
            let part = |part: &str| at.as_ref().map(|at| at.needed_text(part)).unwrap_or_default();
            Edition { version: part("version"), hash: part("hash") }
        };
        Self {
            sheet: edition("sheet"),
            instrument: edition("instrument"),
            statements: at.texts("statements"),
        }
    }

    /// As a stored draft holds them.
    pub(super) fn written(&self) -> Value {
        let edition = |Edition { version, hash }: &Edition| {
            object([("version", version.into()), ("hash", hash.into())])
        };
        object([
            ("sheet", edition(&self.sheet)),
            ("instrument", edition(&self.instrument)),
            ("statements", self.statements.iter().collect()),
        ])
    }
}

/// That a person agreed to every statement. There is no other way to one than [`Consent::given`], and for a draft
/// [`Consent::still_good`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    terms: Terms,
}

impl Consent {
    /// The consent of someone who ticked these statements.
    ///
    /// # Errors
    /// The statements that were not ticked, in their order: every one must be.
    pub fn given(
        instrument: &Instrument,
        terms: Terms,
        ticked: &HashSet<ItemId>,
    ) -> Result<Self, Vec<ItemId>> {
        let missing: Vec<ItemId> =
            statements(instrument).map(|item| item.id.clone()).filter(|id| !ticked.contains(id)).collect();
        if missing.is_empty() { Ok(Self { terms }) } else { Err(missing) }
    }

    /// The consent behind a stored draft, unless the sheet or a statement has changed since.
    pub fn still_good(given: Terms, now: &Terms) -> Option<Self> {
        let unchanged = given.sheet.hash == now.sheet.hash && given.statements == now.statements;
        unchanged.then_some(Self { terms: given })
    }

    /// What was agreed to.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }
}

/// The statements to agree to, in their order.
pub fn statements(instrument: &Instrument) -> impl Iterator<Item = &Item> {
    let items = instrument.items().iter().enumerate();
    items.filter(|(at, item)| item.is_question() && is_statement(instrument, *at)).map(|(_, item)| item)
}

/// Whether the item stands in the group of statements.
pub fn is_statement(instrument: &Instrument, at: usize) -> bool {
    instrument.statements.contains(&at)
}
