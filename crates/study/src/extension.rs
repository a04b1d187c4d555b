//! Extensions of a questionnaire that somebody wrote in vain: at an address that is nearly HL7's, in a place where nobody
//! looks for them, or with a control that HL7 does not have.

use super::names::nearest;
use super::place::{Place, text, walk};
use engine::assemble::{ADDRESS, CAPTURE, CONSEQUENTIAL, SHORT, is_consequential};
use engine::json::Value;

/// What is read, by what follows [where its address begins](begins): of an option the first, of an item all others.
const READ: [&str; 9] = [
    EXCLUSIVE,
    CONTROL,
    "minValue",
    "maxValue",
    "minLength",
    "questionnaire-minOccurs",
    "questionnaire-maxOccurs",
    "questionnaire-choiceOrientation",
    SHORT,
];
const EXCLUSIVE: &str = "questionnaire-optionExclusive";
const CONTROL: &str = "questionnaire-itemControl";

/// Those of [`is_consequential`] that are known by their end alone.
const EXPRESSIONS: [&str; 8] = [
    "sdc-questionnaire-enableWhenExpression",
    "sdc-questionnaire-calculatedExpression",
    "sdc-questionnaire-initialExpression",
    "sdc-questionnaire-answerExpression",
    "sdc-questionnaire-candidateExpression",
    "sdc-questionnaire-contextExpression",
    "questionnaire-constraint",
    "targetConstraint",
];

/// The system of HL7's controls.
const CONTROL_SYSTEM: &str = "http://hl7.org/fhir/questionnaire-item-control";

/// Its codes, of FHIR R4, R5 and Structured Data Capture.
const CONTROLS: &str = "group list table htable gtable atable grid header footer page tab-container text inline prompt \
    unit lower upper flyover legal help instructions security question autocomplete drop-down check-box lookup \
    radio-button slider spinner text-box";

/// The extensions that come to nothing, in words.
pub(super) fn in_vain(questionnaire: &Value) -> Vec<String> {
    let mut found = Vec::new();
    walk(questionnaire, &mut |place, value| {
        let Some(extensions) = value.get("extension").and_then(Value::as_array) else { return };
        let mut before: Vec<&str> = Vec::new();
        for (n, extension) in extensions.iter().enumerate() {
            let place = place.name("extension").number(n);
            let Some(url) = text(extension, "url") else { continue };
            let Some(name) = READ.into_iter().find(|name| url.strip_prefix(begins(name)) == Some(*name))
            else {
                found.extend(what_to_do(url).map(|what_to_do| {
                    format!("{place}nobody reads an extension with the address '{url}'. {what_to_do}")
                }));
                continue;
            };
            let (home, is_there) = match name {
                EXCLUSIVE => ("an answerOption", is_option(value)),
                _ => ("an item", value.get("linkId").is_some()),
            };
            if !is_there {
                found.push(format!("{place}'{name}' is read of {home} alone. Move it there, or remove it."));
            } else if before.contains(&name) {
                found.push(format!(
                    "{place}'{name}' stands there twice, and only the first is read. Remove one."
                ));
            } else if name == CONTROL {
                controls(&place, extension, &mut found);
            }
            before.push(name);
        }
    });
    found
}

/// Whether this has what only the options of a choice have.
fn is_option(value: &Value) -> bool {
    let names = ["valueCoding", "valueString", "valueInteger", "valueDate", "valueTime", "valueReference"];
    value.get("url").is_none() && names.iter().any(|name| value.get(name).is_some())
}

/// What to do about an address at which nobody reads anything, where it was meant for one at which somebody does.
fn what_to_do(url: &str) -> Option<String> {
    let plain = url.trim().split(['|', '?', '#']).next()?.trim_end_matches('/');
    let name = plain.rsplit('/').next()?;
    if is_consequential(name) {
        return None; // it is refused at whatever address
    }
    let known = READ.into_iter().chain(CONSEQUENTIAL).chain(EXPRESSIONS);
    let meant = nearest(stem(name), known.clone().map(stem).chain(["maxLength"]))?;
    if meant == "maxLength" {
        return Some("Write \"maxLength\" beside the linkId instead.".to_owned());
    }
    let known = known.into_iter().find(|known| stem(known) == meant)?;
    Some(format!("Did you mean '{}{known}'?", begins(known)))
}

/// Where the address of the extension with this name begins.
fn begins(name: &str) -> &'static str {
    if name.starts_with("sdc-") { CAPTURE } else { ADDRESS }
}

/// An extension's name without HL7's word for what it extends, even where that is misspelt.
fn stem(name: &str) -> &str {
    let owner = ["questionnaire", "sdc-questionnaire"];
    let mut hyphens = name.match_indices('-').map(|(at, _)| name.split_at(at));
    let behind = hyphens.find(|(before, _)| nearest(before, owner.into_iter()).is_some());
    behind.map_or(name, |(_, behind)| behind.trim_start_matches('-'))
}

/// Adds what is wrong with an item's control.
fn controls(place: &Place, extension: &Value, found: &mut Vec<String>) {
    let concept = extension.get("valueCodeableConcept");
    let codings = concept.and_then(|concept| concept.get("coding")).and_then(Value::as_array);
    let codings = codings.unwrap_or_default();
    if !codings.iter().any(|coding| text(coding, "code").is_some()) {
        found.push(format!(
            "{place}'{CONTROL}' has no code that can be read. Give it a valueCodeableConcept with a coding that has one."
        ));
    }
    for coding in codings {
        let Some(code) = text(coding, "code") else { continue };
        let mut known = CONTROLS.split_whitespace();
        if known.clone().any(|known| known == code) {
            continue;
        }
        let is_hl7s = text(coding, "system").is_none_or(|system| system == CONTROL_SYSTEM);
        let what_to_do = match nearest(code, &mut known) {
            Some(meant) => format!("Did you mean '{meant}'?"),
            None if is_hl7s => "Use one that it has, or remove it.".to_owned(),
            None => continue,
        };
        found.push(format!(
            "{place}'{code}' is no control that HL7 has, so nothing is shown by it. {what_to_do}"
        ));
    }
}
