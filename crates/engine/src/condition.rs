//! When an item is asked: FHIR's `enableWhen`, read once into a tree over positions in the instrument.

use super::response::Answer;
use std::cmp::Ordering;

/// How a test compares; FHIR R4's questionnaire-enable-operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// There is, or is no, answer.
    Exists,
    /// An answer is the same.
    Equal,
    /// No answer is the same; so this holds for a question without an answer too.
    NotEqual,
    /// An answer is greater.
    Greater,
    /// An answer is less.
    Less,
    /// An answer is greater or the same.
    GreaterOrEqual,
    /// An answer is less or the same.
    LessOrEqual,
}

impl Operator {
    /// Reads FHIR's sign.
    pub fn read(sign: &str) -> Option<Self> {
        Some(match sign {
            "exists" => Self::Exists,
            "=" => Self::Equal,
            "!=" => Self::NotEqual,
            ">" => Self::Greater,
            "<" => Self::Less,
            ">=" => Self::GreaterOrEqual,
            "<=" => Self::LessOrEqual,
            _ => return None,
        })
    }

    /// Whether the operator asks which of two is greater.
    pub fn orders(self) -> bool {
        matches!(self, Self::Greater | Self::Less | Self::GreaterOrEqual | Self::LessOrEqual)
    }
}

/// One comparison of the answers to one item with one value.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// The position of the item looked at; `None` where the instrument has no such item (which only an instrument
    /// read to judge a response may hold), so that it never has an answer.
    pub source: Option<usize>,
    /// How.
    pub operator: Operator,
    /// With what. For [`Operator::Exists`] a boolean.
    pub value: Answer,
}

impl Test {
    /// Whether the test holds for these answers of its source, as the specification reads it.
    pub fn holds(&self, answers: &[Answer]) -> bool {
        match self.operator {
            Operator::Exists => self.value == Answer::Boolean(!answers.is_empty()),
            Operator::NotEqual => !answers.iter().any(|answer| answer.same(&self.value)),
            _ => answers.iter().any(|answer| self.matches(answer)),
        }
    }

    /// Whether one answer compares with the value as the operator asks; for `!=`, whether it is the same.
    fn matches(&self, answer: &Answer) -> bool {
        let order = || answer.ordering(&self.value);
        match self.operator {
            Operator::Exists => true,
            Operator::Equal | Operator::NotEqual => answer.same(&self.value),
            Operator::Greater => order() == Some(Ordering::Greater),
            Operator::Less => order() == Some(Ordering::Less),
            Operator::GreaterOrEqual => order().is_some_and(Ordering::is_ge),
            Operator::LessOrEqual => order().is_some_and(Ordering::is_le),
        }
    }
}

/// When an item is asked.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Where the test holds.
    Test(Test),
    /// Where every part holds.
    All(Vec<Condition>),
    /// Where at least one part holds.
    Any(Vec<Condition>),
}

impl Condition {
    /// Whether the condition holds, given what counts as said to an item. Which answers count is for
    /// [`super::routing`] to say, and for nobody else.
    pub fn holds<'a>(&self, said: &impl Fn(usize) -> &'a [Answer]) -> bool {
        match self {
            Self::Test(test) => test.holds(test.source.map_or(&[], said)),
            Self::All(parts) => parts.iter().all(|part| part.holds(said)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(said)),
        }
    }

    /// The tests of the tree, from left to right.
    pub fn tests(&self) -> Vec<&Test> {
        match self {
            Self::Test(test) => vec![test],
            Self::All(parts) | Self::Any(parts) => parts.iter().flat_map(Self::tests).collect(),
        }
    }

    /// The positions of the items it looks at.
    pub fn sources(&self) -> impl Iterator<Item = usize> + '_ {
        self.tests().into_iter().filter_map(|test| test.source)
    }
}
