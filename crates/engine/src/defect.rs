//! What is wrong with a questionnaire, in words that someone who edits it can act on.

use super::instrument::ItemId;
use std::fmt;

/// One thing wrong with a questionnaire.
#[derive(Debug, Clone, PartialEq)]
pub struct Defect {
    /// The item, where it is one item's; otherwise the whole questionnaire's.
    pub item: Option<ItemId>,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong. Each says what was found; [`fmt::Display`] adds what to do.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// The document's `resourceType` is this instead of `Questionnaire`, or missing.
    NotAQuestionnaire(Option<String>),
    /// It asks nothing.
    NoQuestions,
    /// An item has no `linkId`; the text is its wording.
    NoLinkId(String),
    /// Two items have the same `linkId`.
    DuplicateLinkId,
    /// An item has no type, or one that FHIR R4 does not have or that only names a family of types.
    UnknownType(Option<String>),
    /// A type that this app does not ask.
    UnaskedType(String),
    /// A question holds another question, or a group of them.
    QuestionWithinQuestion,
    /// It stands within an item that is only read.
    WithinDisplay,
    /// A group or a display item has what only questions have.
    OnlyForQuestions(&'static str),
    /// A feature that would change who is asked or what is valid, and that this app lacks.
    Unsupported(String),
    /// An extension whose value is missing or of the wrong type, or a limit that makes no sense.
    BadValue(&'static str),
    /// A limit that says nothing about an item of this type.
    Misplaced(&'static str),
    /// The least is more than the most.
    LimitsCrossed(&'static str),
    /// `maxOccurs` is 0.
    NothingAllowed,
    /// So many answers are needed, and so many can be chosen.
    TooManyNeeded(usize, usize),
    /// A choice without options.
    NoOptions,
    /// The n-th option (from 1) has no value, or one that is no coding, text or whole number.
    BadOption(usize),
    /// Two options are the same.
    DuplicateOption(String),
    /// An exclusive option where only one can be chosen anyway.
    ExclusiveInSingleChoice(String),
    /// A presentation that does not suit the item.
    ControlMisfit(&'static str),
    /// `enableBehavior` is missing beside several rules, or unknown.
    Behaviour(Option<String>),
    /// The n-th rule (from 1) lacks its question, a known operator or a readable answer.
    MalformedRule(usize),
    /// A rule looks at an item that does not exist.
    RuleNowhere(String),
    /// A rule looks at an item that comes later, or at the item itself.
    RuleForward(String),
    /// A rule looks at something that never has an answer.
    RuleAtNonQuestion(String),
    /// A rule compares with a value that no option of its source has.
    RuleNoSuchOption(String, String),
    /// A rule compares with a value of a type that its source never has.
    RuleOtherType(String, String),
    /// A rule asks which of two is greater where nothing is.
    RuleCannotOrder(String),
    /// Rules run in a circle.
    Circle,
    /// The rules hold whatever is answered.
    AlwaysHolds,
    /// The rules never hold, whatever is answered, so the item is never asked.
    NeverHolds,
    /// The item stands in a group, or depends on a question, that is never asked.
    Unreachable,
}

impl Fault {
    /// Whether a response can't even be judged: it is not clear what the questionnaire asks, or of whom.
    pub fn prevents_judgement(&self) -> bool {
        matches!(
            self,
            Self::NotAQuestionnaire(_)
                | Self::NoLinkId(_)
                | Self::DuplicateLinkId
                | Self::UnknownType(_)
                | Self::MalformedRule(_)
                | Self::Behaviour(Some(_))
                | Self::Circle
        ) || matches!(self, Self::Unsupported(what) if what.ends_with("enableWhenExpression") || what == "modifierExtension")
    }
}

impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match &self.item {
            Some(item) => write!(f, "Item '{item}': {}", self.fault),
            None => write!(f, "{}", self.fault),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self {
            Self::NotAQuestionnaire(Some(kind)) if kind == "Bundle" => f.write_str("This is a FHIR Bundle, which may hold several documents. Take the Questionnaire out of it: what stands in braces behind \"resource\" is the file that is wanted."),
            Self::NotAQuestionnaire(_) => f.write_str("This is not a FHIR Questionnaire. Set \"resourceType\" to \"Questionnaire\"."),
            Self::NoQuestions => f.write_str("The questionnaire asks nothing. Add an item that is a question."),
            Self::NoLinkId(text) if text.is_empty() => f.write_str("An item has no linkId. Give every item one of its own."),
            Self::NoLinkId(text) => write!(f, "The item '{text}' has no linkId. Give every item one of its own."),
            Self::DuplicateLinkId => f.write_str("the linkId is used more than once. Give every item one of its own."),
            Self::UnknownType(None) => f.write_str("it has no type. Give it one, such as \"choice\" or \"group\"."),
            Self::UnknownType(Some(kind)) => write!(f, "'{kind}' is not a type of FHIR R4 items. Use one such as \"choice\" or \"group\"."),
            Self::UnaskedType(kind) => write!(f, "this app does not ask items of type '{kind}'. Use group, display, boolean, integer, decimal, date, string, text, choice or open-choice."),
            Self::QuestionWithinQuestion => f.write_str("a question can't hold other questions here. Put them beside it, in a group."),
            Self::WithinDisplay => f.write_str("it stands within an item of type 'display', which holds nothing. Put it beside that, or make that a group."),
            Self::OnlyForQuestions(what) => write!(f, "'{what}' is for questions. Remove it, or make the item a question."),
            Self::Unsupported(what) => write!(f, "'{what}' would change who is asked or which answers are valid, and this app does not have it. Remove it."),
            Self::BadValue(what) => write!(f, "'{what}' has no value that can be used. Give it one of the right type, not below 0 where it counts."),
            Self::Misplaced(what) => write!(f, "'{what}' says nothing about an item of this type. Remove it."),
            Self::LimitsCrossed(what) => write!(f, "the least {what} is more than the most. Change one of the two."),
            Self::NothingAllowed => f.write_str("'maxOccurs' is 0, so nothing can be answered. Set it to 1 at least, or remove it."),
            Self::TooManyNeeded(min, most) => write!(f, "'minOccurs' is {min}, but no more than {most} can be chosen together. Lower it, or add options."),
            Self::NoOptions => f.write_str("the choice has no options. Add an answerOption for each."),
            Self::BadOption(at) => write!(f, "option {at} has no value that can be used. Give it a valueCoding with a code, a valueString or a valueInteger."),
            Self::DuplicateOption(option) => write!(f, "the option '{option}' is there twice. Remove one, or give it another code."),
            Self::ExclusiveInSingleChoice(option) => write!(f, "the option '{option}' is exclusive, but only one option can be chosen anyway. Remove optionExclusive, or set repeats."),
            Self::ControlMisfit(control) => write!(f, "'{control}' does not suit an item of this type. Remove that itemControl."),
            Self::Behaviour(None) => f.write_str("it has several rules, but enableBehavior does not say whether all or any of them must hold. Set it to \"all\" or \"any\"."),
            Self::Behaviour(Some(other)) => write!(f, "enableBehavior is '{other}'. Set it to \"all\" or \"any\"."),
            Self::MalformedRule(at) => write!(f, "rule {at} is incomplete. It needs a question, an operator (exists, =, !=, >, <, >=, <=) and an answer (for exists, a boolean)."),
            Self::RuleNowhere(source) => write!(f, "a rule looks at '{source}', which does not exist. Name an item that does."),
            Self::RuleForward(source) => write!(f, "a rule looks at '{source}', which does not come before it. Move one of the two, or drop the rule."),
            Self::RuleAtNonQuestion(source) => write!(f, "a rule looks at '{source}', which never has an answer. Name a question."),
            Self::RuleNoSuchOption(source, value) => write!(f, "a rule compares '{source}' with '{value}', which is none of its options. Use the code and system of an option."),
            Self::RuleOtherType(source, kind) => write!(f, "a rule compares '{source}' with a value of type {kind}, which it never has. Use a value of its own type."),
            Self::RuleCannotOrder(source) => write!(f, "a rule asks whether the answer to '{source}' is greater or less, but its answers have no order. Use = or !=."),
            Self::Circle => f.write_str("Rules run in a circle: items depend on each other. Drop one of the rules."),
            Self::AlwaysHolds => f.write_str("its rules hold whatever is answered. Remove them, or correct them."),
            Self::NeverHolds => f.write_str("its rules never hold, whatever is answered, so it is never asked. Correct them, or remove the item."),
            Self::Unreachable => f.write_str("it is never asked, whatever is answered, because of the group it stands in. Correct the group's rules, or remove the item."),
        }
    }
}
