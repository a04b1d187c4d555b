//! The instrument: what a study asks, in a form that can't be wrong.
//!
//! It is read from a FHIR Questionnaire once, in `assemble.rs`, with every defect reported together;
//! downstream there is no error path.

pub use super::id::ItemId;

use super::condition::Condition;
use super::consent;
use super::decimal::Decimal;
use super::response::{Answer, Coding};
use std::collections::HashMap;
use std::ops::Range;

/// One option of a choice.
#[derive(Debug, Clone, PartialEq)]
pub struct AnswerOption {
    /// What is recorded.
    pub value: Answer,
    /// Whether it can't be chosen beside others ('None of these').
    pub exclusive: bool,
}

/// From and to, both included; either may be open.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Limits<T> {
    /// The least.
    pub min: Option<T>,
    /// The most.
    pub max: Option<T>,
}

/// What may be answered to an item.
#[derive(Debug, Clone, PartialEq)]
pub enum ResponseDomain {
    /// Nothing: it holds other items.
    Group,
    /// Nothing: it is read.
    Display,
    /// Yes or no.
    Boolean,
    /// A whole number.
    Integer(Limits<i32>),
    /// A number.
    Decimal(Limits<Decimal>),
    /// A date.
    Date(Limits<String>),
    /// Words.
    Text {
        /// Whether more than a line is expected.
        long: bool,
        /// How many characters (Unicode scalar values).
        length: Limits<usize>,
    },
    /// One of these, or several where the item [repeats](Item::repeats).
    Choice {
        /// The options, in their order. Empty only in an instrument read to judge a response: then any code will do.
        options: Vec<AnswerOption>,
        /// Whether words of one's own will do too, and how many characters of them.
        open: Option<Limits<usize>>,
    },
    /// A type that is never asked here, by FHIR's name for its values; only in an instrument read to judge a response.
    Foreign(&'static str),
}

/// How an item is presented, where the questionnaire says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Control {
    /// A radio button for each option.
    RadioButton,
    /// A tick box for each option.
    CheckBox,
    /// A list that opens.
    DropDown,
    /// A group that is one page.
    Page,
    /// The words at the lower end of a scale.
    Lower,
    /// The words at its upper end.
    Upper,
}

/// An item of the instrument.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its id.
    pub id: ItemId,
    /// What stands before its wording, such as '2b.'; may be empty.
    pub prefix: String,
    /// Its wording; may be empty. [`Item::wording`] is what people read.
    pub text: String,
    /// A short title for it, where there is little room; may be empty.
    pub short: String,
    /// The position of the item that holds it.
    pub parent: Option<usize>,
    /// What may be answered.
    pub domain: ResponseDomain,
    /// Whether a completed response must answer it (a group: must hold an answer).
    pub required: bool,
    /// Whether it takes several answers (a group: may occur several times).
    pub repeats: bool,
    /// How many answers it takes.
    pub occurs: Limits<usize>,
    /// Who is asked: everyone, where there is no condition. An item within another is never asked without it.
    pub universe: Option<Condition>,
    /// How it is presented.
    pub control: Option<Control>,
    /// Whether its options stand beside each other where there is room.
    pub across: bool,
    /// Whether people never see it, by itself or with what holds it; only in an instrument read to judge a response.
    pub hidden: bool,
    /// Constraints that are not checked here; always empty but in an instrument read to judge a response.
    pub unchecked: Vec<String>,
}

impl Item {
    /// Whether it takes answers.
    pub fn is_question(&self) -> bool {
        !matches!(self.domain, ResponseDomain::Group | ResponseDomain::Display)
    }

    /// What people read: the prefix and the text.
    pub fn wording(&self) -> String {
        let space = if self.prefix.is_empty() || self.text.is_empty() { "" } else { " " };
        [&self.prefix, space, &self.text].concat()
    }

    /// Whether a completed response can't leave it empty.
    pub fn needs_an_answer(&self) -> bool {
        self.required || self.occurs.min.is_some_and(|min| min > 0)
    }

    /// Its options, where it has any.
    pub fn options(&self) -> &[AnswerOption] {
        match &self.domain {
            ResponseDomain::Choice { options, .. } => options,
            _ => &[],
        }
    }

    /// The option that says the same as this answer.
    pub fn option_of(&self, answer: &Answer) -> Option<&AnswerOption> {
        self.options().iter().find(|option| option.value.same(answer))
    }

    /// The option with this code.
    pub fn option_with_code(&self, code: &str) -> Option<&AnswerOption> {
        self.options().iter().find(|option| code_of(&option.value) == Some(code))
    }

    /// The whole numbers it offers one by one, where it is a scale of radio buttons.
    pub fn scale(&self) -> Option<std::ops::RangeInclusive<i32>> {
        match (&self.domain, self.control) {
            (
                ResponseDomain::Integer(Limits { min: Some(min), max: Some(max) }),
                Some(Control::RadioButton),
            ) => Some(*min..=*max),
            _ => None,
        }
    }
}

/// The code of an answer that is an option with one.
pub fn code_of(answer: &Answer) -> Option<&str> {
    match answer {
        Answer::Coding(Coding { code, .. }) => code.as_deref(),
        _ => None,
    }
}

/// The address in a canonical one, which may go on with `|version`.
pub fn address_in(canonical: &str) -> &str {
    canonical.split('|').next().unwrap_or(canonical)
}

/// What a study asks: its items in document order.
#[derive(Debug, Clone, PartialEq)]
pub struct Instrument {
    /// The canonical address, by which responses name it.
    pub url: Option<String>,
    /// Its version.
    pub version: Option<String>,
    /// Its title for people.
    pub title: String,
    /// FHIR's publication status.
    pub status: Option<String>,
    items: Vec<Item>,
    /// Positions ordered so that what an item depends on comes before it.
    order: Vec<usize>,
    positions: HashMap<ItemId, usize>,
    /// For each item the position behind all that it holds, and that of its page: asked for at every answer.
    ends: Vec<usize>,
    pages: Vec<usize>,
    /// Where the group of statements stands, with all that it holds.
    pub(super) statements: Range<usize>,
}

impl Instrument {
    /// Builds it from items whose parents stand before them and whose conditions look at no item that depends on
    /// them; `None` where conditions run in a circle.
    pub(super) fn new(
        (url, version, title, status): (Option<String>, Option<String>, String, Option<String>),
        items: Vec<Item>,
    ) -> Option<Self> {
        let order = dependency_order(&items)?;
        let positions = items.iter().enumerate().map(|(at, item)| (item.id.clone(), at)).collect();
        let (ends, pages) = (ends(&items), pages(&items));
        let statements = items.iter().position(|item| item.id.as_str() == consent::GROUP);
        let statements = statements.map_or(0..0, |at| at..ends[at]);
        Some(Self { url, version, title, status, items, order, positions, ends, pages, statements })
    }

    /// The address with the version, by which a response names what it answers: `url|version`.
    pub fn canonical(&self) -> Option<String> {
        let version = self.version.as_ref().map(|version| format!("|{version}")).unwrap_or_default();
        self.url.as_ref().map(|url| url.clone() + &version)
    }

    /// Every item, in document order.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Positions of all items, each behind all that it depends on.
    pub fn order(&self) -> &[usize] {
        &self.order
    }

    /// Where the item stands.
    pub fn position(&self, id: &ItemId) -> Option<usize> {
        self.positions.get(id).copied()
    }

    /// The item with this id.
    pub fn item(&self, id: &ItemId) -> Option<&Item> {
        self.position(id).map(|at| &self.items[at])
    }

    /// The items directly within this one.
    pub fn children(&self, at: usize) -> impl Iterator<Item = (usize, &Item)> {
        self.within(Some(at))
    }

    /// The items directly within this one or, without one, those at the top.
    pub fn within(&self, parent: Option<usize>) -> impl Iterator<Item = (usize, &Item)> {
        let inside = parent.map_or(0..self.items.len(), |at| self.inside(at));
        inside.map(|at| (at, &self.items[at])).filter(move |(_, item)| item.parent == parent)
    }

    /// The positions of all that an item holds, which stands together behind it.
    pub fn inside(&self, at: usize) -> Range<usize> {
        at + 1..self.ends[at]
    }

    /// The positions from an item outwards: itself, what holds it, what holds that.
    pub fn outwards(&self, at: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(at), |&at| self.items[at].parent)
    }

    /// The page on which the item is shown: the outermost group marked as a page or, without one, the item itself.
    pub fn page_of(&self, at: usize) -> usize {
        self.pages[at]
    }

    /// The section: the outermost group around the item.
    pub fn section_of(&self, at: usize) -> Option<&Item> {
        self.outwards(at).last().filter(|&top| top != at).map(|top| &self.items[top])
    }
}

/// For each item the position behind all that it holds. Holders stand before what they hold.
fn ends(items: &[Item]) -> Vec<usize> {
    let mut ends: Vec<usize> = (1..=items.len()).collect();
    for at in (0..items.len()).rev() {
        if let Some(parent) = items[at].parent {
            ends[parent] = ends[parent].max(ends[at]);
        }
    }
    ends
}

/// For each item the position of its page: that of what holds it, where that is a page or stands in one.
fn pages(items: &[Item]) -> Vec<usize> {
    let is_page = |at: usize| items[at].control == Some(Control::Page);
    let mut pages: Vec<usize> = Vec::with_capacity(items.len());
    for (at, item) in items.iter().enumerate() {
        let around = item.parent.map(|parent| pages[parent]).filter(|page| is_page(*page));
        pages.push(around.unwrap_or(at));
    }
    pages
}

/// Every position behind its parent and the sources of its condition, in document order where that allows.
fn dependency_order(items: &[Item]) -> Option<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut marks = vec![Mark::New; items.len()];
    let mut order = Vec::with_capacity(items.len());
    for start in 0..items.len() {
        // An explicit stack: a chain of thousands of rules must not overflow the browser's.
        let mut stack = vec![start];
        while let Some(&at) = stack.last() {
            match marks[at] {
                Mark::Done => {
                    stack.pop();
                }
                Mark::Open => {
                    marks[at] = Mark::Done;
                    order.push(at);
                    stack.pop();
                }
                Mark::New => {
                    marks[at] = Mark::Open;
                    let item = &items[at];
                    let needed: Vec<usize> = item
                        .parent
                        .into_iter()
                        .chain(item.universe.iter().flat_map(Condition::sources))
                        .collect();
                    if needed.iter().any(|&needed| marks[needed] == Mark::Open) {
                        return None;
                    }
                    stack.extend(needed.into_iter().filter(|&needed| marks[needed] == Mark::New));
                }
            }
        }
    }
    Some(order)
}
