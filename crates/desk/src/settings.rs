//! A new `settings.json` for the organiser: the one in use, with more keys.

use engine::json::Value;

/// The settings in use with more public keys, and with a new date until which people can withdraw where one is given.
/// What can't be read makes room for new settings.
pub fn with_recipients(present: &str, keys: &[&str], withdraw_until: Option<&str>) -> String {
    let mut settings = match Value::read(present) {
        Ok(Value::Object(settings)) => settings,
        _ => vec![("contactForm".to_owned(), true.into())],
    };
    let known = settings.iter().rfind(|(name, _)| name == RECIPIENTS).and_then(|(_, known)| known.as_array());
    let mut recipients: Vec<Value> = Vec::new();
    for key in known.unwrap_or_default().iter().cloned().chain(keys.iter().map(|key| (*key).into())) {
        if !recipients.contains(&key) {
            recipients.push(key);
        }
    }
    set(&mut settings, RECIPIENTS, Value::Array(recipients));
    if let Some(date) = withdraw_until {
        set(&mut settings, WITHDRAW_UNTIL, date.into());
    }
    format!("{:#}\n", Value::Object(settings))
}

const RECIPIENTS: &str = "recipients";
const WITHDRAW_UNTIL: &str = "withdrawUntil";

/// Gives a name its value in the place where it stands, so that organisers find their file as they wrote it.
fn set(settings: &mut Vec<(String, Value)>, name: &str, value: Value) {
    match settings.iter_mut().rfind(|(known, _)| known == name) {
        Some((_, known)) => *known = value,
        None => settings.push((name.to_owned(), value)),
    }
}

/// The date until which people can withdraw, as the settings in use have it.
pub fn withdraw_until(present: &str) -> Option<String> {
    Value::read(present).ok()?.get(WITHDRAW_UNTIL)?.as_str().map(ToOwned::to_owned)
}

/// The line of `settings.json` with these keys.
pub fn recipients_line(recipients: &[String]) -> String {
    let keys: Vec<String> = recipients.iter().map(|key| format!("\"{key}\"")).collect();
    format!("\"recipients\": [{}]", keys.join(", "))
}
