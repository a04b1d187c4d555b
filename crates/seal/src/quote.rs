//! Text from a file that anyone may have made, as it may be shown: cut, kept from turning the words around it, and with
//! what nobody would see named.

/// The text, of so many characters at most. Invisible characters and those that turn the direction of writing are
/// named: `Tablet[U+200B zero width space] 1`.
pub fn quote(text: &str, most: usize) -> String {
    let mut quoted = String::new();
    let mut length = 0;
    let mut before = None;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let joins = is_joiner(character) && [before, characters.peek().copied()].iter().all(is_of_a_script);
        let part = match unseen(character).filter(|_| !joins) {
            Some(name) => format!("[U+{:04X} {name}]", u32::from(character)),
            None => character.to_string(),
        };
        length += part.chars().count();
        if length > most {
            quoted.push('…');
            break;
        }
        quoted.push_str(&part);
        before = Some(character);
    }
    // First strong isolate, and its end: what is written from right to left turns nothing around it.
    if quoted.is_ascii() { quoted } else { format!("\u{2068}{quoted}\u{2069}") }
}

/// Persian, Indian scripts and emoji are misspelt without these between their letters.
fn is_joiner(character: char) -> bool {
    matches!(character, '\u{200C}' | '\u{200D}' | '\u{FE0F}')
}

fn is_of_a_script(beside: &Option<char>) -> bool {
    beside.is_some_and(|beside| !beside.is_ascii() && (unseen(beside).is_none() || is_joiner(beside)))
}

/// What a character is called that can't be seen, or looks like a space, or turns the direction.
fn unseen(character: char) -> Option<&'static str> {
    Some(match character {
        '\t' => "tab",
        '\n' | '\r' => "line end",
        _ if character.is_control() => "control character",
        '\u{AD}' => "soft hyphen",
        '\u{61C}' => "Arabic letter mark",
        '\u{200B}' => "zero width space",
        '\u{200C}' => "zero width non-joiner",
        '\u{200D}' => "zero width joiner",
        '\u{200E}' => "left-to-right mark",
        '\u{200F}' => "right-to-left mark",
        '\u{2028}' | '\u{2029}' => "line end",
        '\u{202A}' => "left-to-right embedding",
        '\u{202B}' => "right-to-left embedding",
        '\u{202C}' => "end of an embedding",
        '\u{202D}' => "left-to-right override",
        '\u{202E}' => "right-to-left override",
        '\u{2060}' => "word joiner",
        '\u{2066}' => "left-to-right isolate",
        '\u{2067}' => "right-to-left isolate",
        '\u{2068}' => "first strong isolate",
        '\u{2069}' => "end of an isolate",
        '\u{FEFF}' => "byte order mark",
        '\u{A0}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}' => "unusual space",
        '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}' | '\u{180B}'..='\u{180F}' => "variation selector",
        '\u{34F}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{2061}'..='\u{2065}'
        | '\u{206A}'..='\u{206F}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}' => "invisible character",
        _ => return None,
    })
}
