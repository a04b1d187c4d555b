//! FHIR Questionnaire → [`Instrument`], or every [`Defect`] at once.
//!
//! Three readers share it. [`Instrument::read`] is for what is to be asked and refuses whatever this app would get
//! wrong. [`Instrument::read_ahead`] reads the same without looking for that, for a page that shows the first questions
//! before the first reader is there. [`Instrument::read_to_judge`] is for judging a response to somebody else's
//! questionnaire and refuses only what makes the judgement impossible.

use super::condition::{Condition, Operator, Test};
use super::defect::{Defect, Fault};
use super::fhir;
use super::instrument::{AnswerOption, Control, Instrument, Item, ItemId, Limits, ResponseDomain, code_of};
use super::json::Value;
use super::response::Answer;
use super::text::is_blank;
use std::collections::{HashMap, HashSet};

/// Extensions that change who is asked or fill in answers, and so say nothing about which answers are valid.
const NOT_OF_ANSWERS: [&str; 5] = [
    "questionnaire-hidden",
    "questionnaire-usageMode",
    "variable",
    "sdc-questionnaire-initialExpression",
    "sdc-questionnaire-calculatedExpression",
];

/// Where the addresses of HL7's extensions begin. Somebody else's may have a name of theirs and another meaning.
pub const ADDRESS: &str = "http://hl7.org/fhir/StructureDefinition/";

/// Where the addresses of those begin that are of Structured Data Capture.
pub const CAPTURE: &str = "http://hl7.org/fhir/uv/sdc/StructureDefinition/";

/// The extension with a short title, where the addresses of [`CAPTURE`] begin.
pub const SHORT: &str = "sdc-questionnaire-shortText";

/// Extensions that change who is asked or which answers are valid, by the end of their address. Addresses that end
/// in `Expression`, `Constraint` or `constraint` do so too; all others are harmless.
pub const CONSEQUENTIAL: [&str; 17] = [
    "regex",
    "variable",
    "maxDecimalPlaces",
    "maxSize",
    "mimeType",
    "minQuantity",
    "maxQuantity",
    "sdc-questionnaire-minQuantity",
    "sdc-questionnaire-maxQuantity",
    "questionnaire-hidden",
    "questionnaire-usageMode",
    "questionnaire-optionRestriction",
    "questionnaire-signatureRequired",
    "questionnaire-unitValueSet",
    "sdc-questionnaire-answerOptionsToggleExpression",
    "sdc-questionnaire-lookupQuestionnaire",
    "sdc-questionnaire-subQuestionnaire",
];

impl Instrument {
    /// Reads a questionnaire that is to be asked.
    ///
    /// # Errors
    /// Every defect at once: first what is wrong with items by themselves, then with their rules; each in document
    /// order.
    pub fn read(questionnaire: &fhir::Questionnaire) -> Result<Self, Vec<Defect>> {
        let (instrument, defects) = read::<true>(questionnaire);
        instrument.filter(|_| defects.is_empty()).ok_or(defects)
    }

    /// Reads a questionnaire of which [`Self::read`] is going to say whether it is sound, before anything that is said to it
    /// is kept. Of one that is, it makes the same; of one that is not, it makes what it can.
    pub fn read_ahead(questionnaire: &fhir::Questionnaire) -> Option<Self> {
        read::<false>(questionnaire).0
    }

    /// What can be made of a questionnaire, and every defect in it, in the order of [`Self::read`]. There is no instrument
    /// only where its items can't be put in order.
    pub fn assemble(questionnaire: &fhir::Questionnaire) -> (Option<Self>, Vec<Defect>) {
        read::<true>(questionnaire)
    }

    /// Reads a questionnaire in order to judge a response to it.
    ///
    /// # Errors
    /// The defects that make judging impossible: those for which [`Fault::prevents_judgement`] is true.
    pub fn read_to_judge(questionnaire: &fhir::Questionnaire) -> Result<Self, Vec<Defect>> {
        let (instrument, mut defects) = read::<true>(questionnaire);
        defects.retain(|defect| defect.fault.prevents_judgement());
        instrument.filter(|_| defects.is_empty()).ok_or(defects)
    }
}

/// The items so far, and what is wrong with them, where it looks for that.
struct Reader<const STRICT: bool> {
    items: Vec<Item>,
    ids: HashSet<ItemId>,
    defects: Vec<Defect>,
}

fn read<const STRICT: bool>(questionnaire: &fhir::Questionnaire) -> (Option<Instrument>, Vec<Defect>) {
    let mut reader = Reader::<STRICT> { items: Vec::new(), ids: HashSet::new(), defects: Vec::new() };
    if questionnaire.resource_type.as_deref() != Some("Questionnaire") {
        reader.defect(None, Fault::NotAQuestionnaire(questionnaire.resource_type.clone()));
        return (None, reader.defects);
    }
    reader.unsupported(None, &questionnaire.extension, &questionnaire.modifier_extension);
    let mut written = Vec::new();
    reader.items_within(&questionnaire.item, None, &mut written);
    if !reader.items.iter().any(Item::is_question) && reader.defects.is_empty() {
        reader.defect(None, Fault::NoQuestions);
    }
    reader.rules(&written);
    let meta = (
        questionnaire.url.clone(),
        questionnaire.version.clone(),
        questionnaire.title.clone().unwrap_or_default(),
        questionnaire.status.clone(),
    );
    let instrument = Instrument::new(meta, std::mem::take(&mut reader.items));
    if instrument.is_none() {
        reader.defect(None, Fault::Circle);
    }
    (instrument, reader.defects)
}

/// The last part of an extension's address.
fn name_of(url: &str) -> &str {
    url.rsplit('/').next().unwrap_or(url)
}

/// HL7's extension of this name.
fn find<'a>(extensions: &'a [fhir::Extension], name: &str) -> Option<&'a fhir::Extension> {
    let base = if name == SHORT { CAPTURE } else { ADDRESS };
    extensions.iter().find(|extension| extension.url.strip_prefix(base) == Some(name))
}

/// Whether the extension of this name changes who is asked or which answers are valid.
pub fn is_consequential(name: &str) -> bool {
    CONSEQUENTIAL.contains(&name)
        || ["Expression", "Constraint", "constraint"].iter().any(|end| name.ends_with(end))
}

impl<const STRICT: bool> Reader<STRICT> {
    fn fault(&mut self, item: &ItemId, fault: Fault) {
        self.defect(Some(item), fault);
    }

    fn defect(&mut self, item: Option<&ItemId>, fault: Fault) {
        if STRICT {
            self.defects.push(Defect { item: item.cloned(), fault });
        }
    }

    /// Reports what the subset lacks among extensions, and names it for [`Item::unchecked`].
    fn unsupported(
        &mut self,
        item: Option<&ItemId>,
        extensions: &[fhir::Extension],
        modifiers: &[fhir::Extension],
    ) -> Vec<String> {
        if !STRICT {
            return Vec::new();
        }
        let mut found: Vec<String> = extensions
            .iter()
            .map(|e| name_of(&e.url))
            .filter(|name| is_consequential(name))
            .map(str::to_owned)
            .collect();
        if !modifiers.is_empty() {
            found.push("modifierExtension".to_owned());
        }
        let faults =
            found.iter().map(|what| Defect { item: item.cloned(), fault: Fault::Unsupported(what.clone()) });
        self.defects.extend(faults);
        found.retain(|what| !NOT_OF_ANSWERS.contains(&what.as_str()));
        found
    }

    fn items_within<'q>(
        &mut self,
        within: &'q [fhir::Item],
        parent: Option<usize>,
        written: &mut Vec<&'q fhir::Item>,
    ) {
        for item in within {
            let Some(id) = item.link_id.clone().filter(|id| !id.is_empty()).map(ItemId::from) else {
                let text = item.text.clone().unwrap_or_default();
                self.defect(None, Fault::NoLinkId(text));
                continue;
            };
            if !self.ids.insert(id.clone()) {
                self.fault(&id, Fault::DuplicateLinkId);
                continue;
            }
            let read = self.item(item, id.clone(), parent);
            match parent.map(|parent| &self.items[parent].domain) {
                None | Some(ResponseDomain::Group) => {}
                Some(ResponseDomain::Display) => self.fault(&id, Fault::WithinDisplay),
                Some(_) if read.domain == ResponseDomain::Display => {}
                Some(_) => self.fault(&id, Fault::QuestionWithinQuestion),
            }
            let at = self.items.len();
            self.items.push(read);
            written.push(item);
            self.items_within(&item.item, Some(at), written);
        }
    }

    fn item(&mut self, item: &fhir::Item, id: ItemId, parent: Option<usize>) -> Item {
        let mut unchecked = self.unsupported(Some(&id), &item.extension, &item.modifier_extension);
        let domain = self.domain(item, &id);
        if item.has_value_set {
            self.fault(&id, Fault::Unsupported("answerValueSet".to_owned()));
            unchecked.push("answerValueSet".to_owned());
        }
        for (what, is_there) in [
            ("readOnly", item.read_only),
            ("initial", item.has_initial),
            ("initialSelected", item.answer_option.iter().any(|option| option.initial_selected)),
        ] {
            if is_there {
                self.fault(&id, Fault::Unsupported(what.to_owned()));
            }
        }
        unchecked.extend(self.unread_limits(item, &id, &domain).into_iter().map(str::to_owned));
        let occurs = Limits {
            min: self.count(&id, &item.extension, "questionnaire-minOccurs"),
            max: self.count(&id, &item.extension, "questionnaire-maxOccurs"),
        };
        match domain {
            ResponseDomain::Group if item.repeats || occurs.max.is_some_and(|max| max > 1) => {
                self.fault(&id, Fault::Unsupported("repeats (of a group)".to_owned()));
            }
            ResponseDomain::Display if item.required => self.fault(&id, Fault::OnlyForQuestions("required")),
            ResponseDomain::Display if item.repeats => self.fault(&id, Fault::OnlyForQuestions("repeats")),
            ResponseDomain::Choice { .. }
            | ResponseDomain::Foreign(_)
            | ResponseDomain::Group
            | ResponseDomain::Display => {}
            _ if item.repeats => self.fault(
                &id,
                Fault::Unsupported(format!("repeats (of type {})", item.kind.as_deref().unwrap_or_default())),
            ),
            _ => {}
        }
        if STRICT {
            self.number_of_answers(item, &id, &domain, &occurs);
        }
        let control = self.control(item, &id, &domain);
        let short = self.short(item, &id);
        let across = self.across(item, &id);
        let is_hidden = find(&item.extension, "questionnaire-hidden")
            .and_then(|extension| Answer::read_from(extension.value.as_ref()));
        let hidden = is_hidden == Some(Answer::Boolean(true))
            || parent.and_then(|parent| self.items.get(parent)).is_some_and(|parent| parent.hidden);
        Item {
            id,
            prefix: item.prefix.clone().unwrap_or_default(),
            text: item.text.clone().unwrap_or_default(),
            short,
            parent,
            domain,
            required: item.required,
            repeats: item.repeats,
            occurs,
            universe: None,
            control,
            across,
            hidden,
            unchecked,
        }
    }

    /// Numbers of answers that nobody can give.
    fn number_of_answers(
        &mut self,
        item: &fhir::Item,
        id: &ItemId,
        domain: &ResponseDomain,
        occurs: &Limits<usize>,
    ) {
        let most = if item.repeats { occurs.max.unwrap_or(usize::MAX) } else { 1 };
        if occurs.max == Some(0) {
            self.fault(id, Fault::NothingAllowed);
        } else if occurs.min.is_some_and(|min| min > most) {
            self.fault(id, Fault::LimitsCrossed("number of answers"));
        } else if let (ResponseDomain::Choice { options, open }, Some(min)) = (domain, occurs.min)
            && !item.answer_option.is_empty()
        {
            // An exclusive option stands alone, and one's own words are one answer.
            let beside =
                options.iter().filter(|option| !option.exclusive).count() + usize::from(open.is_some());
            let reach = beside.max(options.len().min(1));
            if min > reach {
                self.fault(id, Fault::TooManyNeeded(min, reach));
            }
        }
    }

    fn domain(&mut self, item: &fhir::Item, id: &ItemId) -> ResponseDomain {
        let Some(kind) = item.kind.as_deref() else {
            self.fault(id, Fault::UnknownType(None));
            return ResponseDomain::Display;
        };
        let has_options = !item.answer_option.is_empty();
        let domain = match kind {
            "group" => ResponseDomain::Group,
            "display" => ResponseDomain::Display,
            "boolean" => ResponseDomain::Boolean,
            "choice" => self.choice(item, id, None),
            "integer" | "date" | "string" if has_options => self.choice(item, id, None),
            "open-choice" => {
                let length = self.length(item, id);
                self.choice(item, id, Some(length))
            }
            "integer" => {
                let whole =
                    |answer: &Answer| if let Answer::Integer(number) = answer { Some(*number) } else { None };
                ResponseDomain::Integer(self.limits(id, &item.extension, whole))
            }
            "decimal" => ResponseDomain::Decimal(self.limits(id, &item.extension, Answer::number)),
            "date" => {
                let day =
                    |answer: &Answer| if let Answer::Date(day) = answer { Some(day.clone()) } else { None };
                ResponseDomain::Date(self.limits(id, &item.extension, day))
            }
            "string" | "text" => ResponseDomain::Text { long: kind == "text", length: self.length(item, id) },
            _ => {
                let foreign = [
                    ("dateTime", "DateTime"),
                    ("time", "Time"),
                    ("url", "Uri"),
                    ("attachment", "Attachment"),
                    ("reference", "Reference"),
                    ("quantity", "Quantity"),
                ];
                let Some((_, value)) = foreign.into_iter().find(|(name, _)| *name == kind) else {
                    self.fault(id, Fault::UnknownType(Some(kind.to_owned())));
                    return ResponseDomain::Display;
                };
                self.fault(id, Fault::UnaskedType(kind.to_owned()));
                ResponseDomain::Foreign(value)
            }
        };
        if STRICT {
            self.misplaced(item, id, &domain);
        }
        domain
    }

    /// Limits that say nothing about an item of this type: someone meant something that will not happen.
    fn misplaced(&mut self, item: &fhir::Item, id: &ItemId, domain: &ResponseDomain) {
        use ResponseDomain::{Boolean, Choice, Date, Decimal, Display, Foreign, Group, Integer, Text};
        let bounded = matches!(domain, Integer(_) | Decimal(_) | Date(_) | Foreign(_));
        let has = |name: &str| find(&item.extension, name).is_some();
        let misplaced = [
            ("minValue", has("minValue") && !bounded),
            ("maxValue", has("maxValue") && !bounded),
            (
                "minLength",
                has("minLength")
                    && !matches!(domain, Text { .. } | Foreign(_) | Choice { open: Some(_), .. }),
            ),
            ("maxLength", item.max_length.is_some() && matches!(domain, Group | Display)),
            (
                "answerOption",
                !item.answer_option.is_empty()
                    && matches!(domain, Group | Display | Boolean | Decimal(_) | Text { .. }),
            ),
        ];
        for (what, _) in misplaced.into_iter().filter(|(_, is_there)| *is_there) {
            self.fault(id, Fault::Misplaced(what));
        }
    }

    /// Limits that FHIR has for an item of this type, and that are not checked here.
    fn unread_limits(
        &mut self,
        item: &fhir::Item,
        id: &ItemId,
        domain: &ResponseDomain,
    ) -> Vec<&'static str> {
        use ResponseDomain::{Boolean, Date, Decimal, Foreign, Integer};
        let foreign = matches!(domain, Foreign(_));
        let number = foreign || matches!(domain, Boolean | Date(_) | Decimal(_) | Integer(_));
        let mut unread = Vec::new();
        if number && item.max_length.is_some() {
            self.fault(id, Fault::Unsupported("maxLength (of other than words)".to_owned()));
            unread.push("maxLength");
        }
        let limits = ["minValue", "maxValue", "minLength"].into_iter();
        unread.extend(limits.filter(|name| foreign && find(&item.extension, name).is_some()));
        unread
    }

    fn choice(&mut self, item: &fhir::Item, id: &ItemId, open: Option<Limits<usize>>) -> ResponseDomain {
        let mut options: Vec<AnswerOption> = Vec::new();
        let mut known = HashSet::new();
        if item.answer_option.is_empty() && !item.has_value_set {
            self.fault(id, Fault::NoOptions);
        }
        for (at, option) in item.answer_option.iter().enumerate() {
            self.unsupported(Some(id), &option.extension, &option.modifier_extension);
            let value = Answer::read_from(option.value.as_ref()).filter(|value| match value {
                Answer::Coding(coding) => coding.code.is_some() || coding.display.is_some(),
                Answer::String(_) | Answer::Integer(_) | Answer::Date(_) => true,
                _ => false,
            });
            let Some(value) = value else {
                self.fault(id, Fault::BadOption(at + 1));
                continue;
            };
            if STRICT && !known.insert(value.sameness()) {
                self.fault(
                    id,
                    Fault::DuplicateOption(code_of(&value).map_or_else(|| value.words(), str::to_owned)),
                );
            }
            let exclusive = match find(&option.extension, "questionnaire-optionExclusive") {
                None => false,
                Some(extension) => match Answer::read_from(extension.value.as_ref()) {
                    Some(Answer::Boolean(exclusive)) => exclusive,
                    _ => {
                        self.fault(id, Fault::BadValue("optionExclusive"));
                        false
                    }
                },
            };
            if exclusive && !item.repeats {
                self.fault(id, Fault::ExclusiveInSingleChoice(value.words()));
            }
            options.push(AnswerOption { value, exclusive });
        }
        ResponseDomain::Choice { options, open }
    }

    fn limits<T: PartialOrd>(
        &mut self,
        id: &ItemId,
        extensions: &[fhir::Extension],
        read: impl Fn(&Answer) -> Option<T>,
    ) -> Limits<T> {
        let mut limit = |name: &'static str| -> Option<T> {
            let extension = find(extensions, name)?;
            let value = Answer::read_from(extension.value.as_ref()).and_then(|answer| read(&answer));
            if value.is_none() {
                self.fault(id, Fault::BadValue(name));
            }
            value
        };
        let limits = Limits { min: limit("minValue"), max: limit("maxValue") };
        if let (Some(min), Some(max)) = (&limits.min, &limits.max)
            && min > max
        {
            self.fault(id, Fault::LimitsCrossed("value"));
        }
        limits
    }

    fn length(&mut self, item: &fhir::Item, id: &ItemId) -> Limits<usize> {
        let max = item.max_length.map(usize::try_from).transpose().unwrap_or_else(|_| {
            self.fault(id, Fault::BadValue("maxLength"));
            None
        });
        let length = Limits { min: self.count(id, &item.extension, "minLength"), max };
        if length.max.is_some_and(|max| length.min.unwrap_or(1) > max) {
            self.fault(id, Fault::LimitsCrossed("length"));
        }
        length
    }

    fn count(&mut self, id: &ItemId, extensions: &[fhir::Extension], name: &'static str) -> Option<usize> {
        let extension = find(extensions, name)?;
        let number = match Answer::read_from(extension.value.as_ref()) {
            Some(Answer::Integer(number)) => usize::try_from(number).ok(),
            _ => None,
        };
        if number.is_none() {
            self.fault(id, Fault::BadValue(name.trim_start_matches("questionnaire-")));
        }
        number
    }

    fn short(&mut self, item: &fhir::Item, id: &ItemId) -> String {
        let Some(extension) = find(&item.extension, SHORT) else { return String::new() };
        match Answer::read_from(extension.value.as_ref()) {
            Some(Answer::String(words)) if !is_blank(&words) => return words,
            _ => self.fault(id, Fault::BadValue("shortText")),
        }
        String::new()
    }

    fn across(&mut self, item: &fhir::Item, id: &ItemId) -> bool {
        let Some(extension) = find(&item.extension, "questionnaire-choiceOrientation") else { return false };
        match extension.value.as_ref().and_then(|typed| typed.value.as_str()) {
            Some("horizontal") => return true,
            Some("vertical") => {}
            _ => self.fault(id, Fault::BadValue("choiceOrientation")),
        }
        false
    }

    fn control(&mut self, item: &fhir::Item, id: &ItemId, domain: &ResponseDomain) -> Option<Control> {
        let extension = find(&item.extension, "questionnaire-itemControl")?;
        let codings = extension.value.as_ref().and_then(|concept| concept.value.get("coding"));
        let code =
            codings.and_then(Value::as_array)?.iter().find_map(|coding| coding.get("code")?.as_str())?;
        let choice = matches!(domain, ResponseDomain::Choice { .. });
        let (name, control, suits) = match code {
            "radio-button" => {
                let single = choice && !item.repeats;
                (
                    "radio-button",
                    Control::RadioButton,
                    single || matches!(domain, ResponseDomain::Integer(_) | ResponseDomain::Boolean),
                )
            }
            "check-box" => ("check-box", Control::CheckBox, choice || *domain == ResponseDomain::Boolean),
            "drop-down" if choice && !item.repeats => ("drop-down", Control::DropDown, true),
            "page" => ("page", Control::Page, *domain == ResponseDomain::Group),
            "lower" => ("lower", Control::Lower, *domain == ResponseDomain::Display),
            "upper" => ("upper", Control::Upper, *domain == ResponseDomain::Display),
            _ => return None, // other ways to show an item change neither who is asked nor what is valid
        };
        if !suits {
            self.fault(id, Fault::ControlMisfit(name));
        }
        suits.then_some(control)
    }

    /// Reads the rules of all items, now that every item has a position.
    fn rules(&mut self, written: &[&fhir::Item]) {
        let positions: HashMap<ItemId, usize> =
            self.items.iter().enumerate().map(|(at, item)| (item.id.clone(), at)).collect();
        for (at, item) in written.iter().enumerate() {
            let id = self.items[at].id.clone();
            let mut tests = Vec::new();
            for (n, rule) in item.enable_when.iter().enumerate() {
                match read_test(rule, &positions) {
                    Some(test) => {
                        if STRICT {
                            self.rule_defects(&id, at, rule.question.as_deref().unwrap_or_default(), &test);
                        }
                        tests.push(Condition::Test(test));
                    }
                    None => self.fault(&id, Fault::MalformedRule(n + 1)),
                }
            }
            let behaviour = item.enable_behavior.as_deref();
            if behaviour.map_or(tests.len() > 1, |behaviour| !["all", "any"].contains(&behaviour)) {
                self.fault(&id, Fault::Behaviour(behaviour.map(str::to_owned)));
            }
            // R4 wants enableBehavior beside several rules; where it is missing, its own comment reads them as 'any'.
            self.items[at].universe = match tests.len() {
                0 | 1 => tests.pop(),
                _ if behaviour == Some("all") => Some(Condition::All(tests)),
                _ => Some(Condition::Any(tests)),
            };
        }
    }

    fn rule_defects(&mut self, id: &ItemId, at: usize, source: &str, test: &Test) {
        let name = source.to_owned();
        let Some(position) = test.source else { return self.fault(id, Fault::RuleNowhere(name)) };
        if position >= at {
            return self.fault(id, Fault::RuleForward(name));
        }
        let source = &self.items[position];
        if !source.is_question() {
            return self.fault(id, Fault::RuleAtNonQuestion(name));
        }
        if test.operator == Operator::Exists {
            return;
        }
        let value = &test.value;
        let fault = match (&source.domain, value) {
            (ResponseDomain::Choice { options, open }, _) => {
                let known = options.iter().any(|option| option.value.same(value));
                let orders = options.iter().any(|option| option.value.ordering(value).is_some());
                match test.operator.orders() {
                    true if !orders => Some(Fault::RuleCannotOrder(name)),
                    false if !(known || open.is_some() && matches!(value, Answer::String(_))) => {
                        Some(Fault::RuleNoSuchOption(
                            name,
                            code_of(value).map_or_else(|| value.words(), str::to_owned),
                        ))
                    }
                    _ => None,
                }
            }
            (ResponseDomain::Boolean, Answer::Boolean(_))
            | (ResponseDomain::Text { .. }, Answer::String(_)) => {
                test.operator.orders().then_some(Fault::RuleCannotOrder(name))
            }
            (
                ResponseDomain::Integer(_) | ResponseDomain::Decimal(_),
                Answer::Integer(_) | Answer::Decimal(_),
            )
            | (ResponseDomain::Date(_), Answer::Date(_))
            | (ResponseDomain::Foreign(_), _) => None,
            _ => Some(Fault::RuleOtherType(name, value.kind().to_ascii_lowercase())),
        };
        if let Some(fault) = fault {
            self.fault(id, fault);
        }
    }
}

fn read_test(rule: &fhir::EnableWhen, positions: &HashMap<ItemId, usize>) -> Option<Test> {
    let operator = Operator::read(rule.operator.as_deref()?)?;
    let source = positions.get(&ItemId::from(rule.question.as_deref()?)).copied();
    let value = Answer::read_from(rule.answer.as_ref())?;
    (operator != Operator::Exists || matches!(value, Answer::Boolean(_))).then_some(Test {
        source,
        operator,
        value,
    })
}
