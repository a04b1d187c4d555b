//! Just enough of a reader for the HTML that Yew writes (every element closed, every value quoted), and a page as
//! someone hears it who does not see it.

use std::collections::BTreeMap;

/// Elements that hold nothing and are not closed.
const VOID: [&str; 4] = ["br", "hr", "img", "input"];

/// Elements that stand within a line.
const INLINE: [&str; 3] = ["a", "label", "span"];

/// A piece of a page.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    /// An element.
    Element(Element),
    /// Words.
    Text(String),
}

/// An element.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Element {
    /// Its name.
    pub(crate) name: String,
    /// Its attributes; one without a value has an empty one.
    pub(crate) attributes: BTreeMap<String, String>,
    /// What is in it.
    pub(crate) children: Vec<Node>,
}

impl Element {
    /// Reads a page: what an element without a name holds.
    #[track_caller]
    pub(crate) fn read(html: &str) -> Self {
        let mut open = vec![Self::named("")];
        let mut rest = html;
        while let Some((text, tag)) = rest.split_once('<') {
            push(&mut open, Node::Text(plain(text)));
            let end = end_of_tag(tag);
            rest = &tag[end + 1..];
            match tag[..end].strip_prefix('/') {
                Some(name) => {
                    let closed = open.pop().filter(|closed| closed.name == name);
                    let closed = closed.unwrap_or_else(|| panic!("</{name}> closes something else"));
                    push(&mut open, Node::Element(closed));
                }
                None => {
                    let element = Self::started(&tag[..end]);
                    if VOID.contains(&element.name.as_str()) {
                        push(&mut open, Node::Element(element));
                    } else {
                        open.push(element);
                    }
                }
            }
        }
        push(&mut open, Node::Text(plain(rest)));
        let page = open.swap_remove(0);
        assert!(open.is_empty() && page.name.is_empty(), "something is not closed: {html}");
        page
    }

    fn named(name: &str) -> Self {
        Self { name: name.to_owned(), attributes: BTreeMap::new(), children: Vec::new() }
    }

    fn started(tag: &str) -> Self {
        let (name, mut rest) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut element = Self::named(name);
        while !rest.trim_start().is_empty() {
            rest = rest.trim_start();
            let (attribute, behind) = rest.split_at(rest.find(['=', ' ']).unwrap_or(rest.len()));
            let (value, behind) = match behind.strip_prefix("=\"").and_then(|value| value.split_once('"')) {
                Some((value, behind)) => (plain(value), behind),
                None => (String::new(), behind),
            };
            let before = element.attributes.insert(attribute.to_owned(), value);
            assert_eq!(before, None, "<{tag}> has {attribute} twice");
            rest = behind;
        }
        element
    }

    /// An attribute, where it is there.
    pub(crate) fn get(&self, attribute: &str) -> Option<&str> {
        self.attributes.get(attribute).map(String::as_str)
    }

    /// The ids that an attribute lists.
    pub(crate) fn ids_in(&self, attribute: &str) -> Vec<&str> {
        self.get(attribute).map(|ids| ids.split(' ').collect()).unwrap_or_default()
    }

    /// Whether it is of this class.
    pub(crate) fn is(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split(' ').any(|other| other == class))
    }

    /// The elements directly within.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Every element within, in order.
    pub(crate) fn all(&self) -> Vec<&Self> {
        self.elements().flat_map(|element| std::iter::once(element).chain(element.all())).collect()
    }

    /// Every element of these names within, in order.
    pub(crate) fn every(&self, names: &[&str]) -> Vec<&Self> {
        self.all().into_iter().filter(|element| names.contains(&element.name.as_str())).collect()
    }

    /// The element with this id.
    pub(crate) fn with_id(&self, id: &str) -> Option<&Self> {
        self.all().into_iter().find(|element| element.get("id") == Some(id))
    }

    /// The control that is labelled so.
    #[track_caller]
    pub(crate) fn labelled(&self, words: &str) -> &Self {
        let label = self.every(&["label"]).into_iter().find(|label| label.words() == words);
        let control = label.and_then(|label| self.with_id(label.get("for")?));
        control.unwrap_or_else(|| panic!("nothing is labelled '{words}' in\n{}", self.heard()))
    }

    /// All its words, in order, each run of white space as one space.
    pub(crate) fn words(&self) -> String {
        joined(&self.written(&|_| String::new()))
    }

    /// All its words, each link with where it leads.
    fn inline(&self) -> String {
        joined(&self.written(&|link| format!(" → {}", link.get("href").unwrap_or_default())))
    }

    /// Its words as they stand in the markup, with something behind each link. What stands on a line of its own is
    /// set off by a space.
    fn written(&self, behind_link: &dyn Fn(&Self) -> String) -> String {
        let parts = self.children.iter().map(|child| match child {
            Node::Text(text) => text.clone(),
            Node::Element(element) if element.get("aria-hidden") == Some("true") => String::new(),
            Node::Element(element) => match element.name.as_str() {
                "a" => element.written(behind_link) + &behind_link(element),
                name if INLINE.contains(&name) => element.written(behind_link),
                _ => format!(" {} ", element.written(behind_link)),
            },
        });
        parts.collect()
    }

    /// The page as it is heard, a line for each thing, what belongs to something indented below it:
    ///
    /// ```text
    /// # What do you drink?
    /// group: What do you drink?; Select one.
    ///   ( ) tea
    ///   (x) coffee
    /// box: Why?; Error: Enter an answer = "words"
    /// Back → #/
    /// ```
    ///
    /// What stands behind a semicolon describes the control (`aria-describedby`).
    pub(crate) fn heard(&self) -> String {
        let mut lines = Vec::new();
        self.hear(self, 0, &mut lines);
        lines.join("\n")
    }

    fn hear(&self, page: &Self, depth: usize, lines: &mut Vec<String>) {
        let mut line = |text: String| {
            if !text.trim().is_empty() {
                lines.push(format!("{}{}", "  ".repeat(depth), text.trim()));
            }
        };
        let mut deeper = depth;
        match (self.name.as_str(), self.get("role")) {
            (_, Some(role @ ("alert" | "status"))) => {
                line(format!("{role}:"));
                deeper += 1;
            }
            ("label" | "legend", _) => return self.headings_within(page, depth, lines),
            ("h1", _) => return line(format!("# {}", self.words())),
            ("h2", _) => return line(format!("## {}", self.words())),
            ("p" | "dt" | "dd", _) => return line(self.inline()),
            ("li", _) => return line(format!("- {}", self.inline())),
            ("a", _) => return line(self.linked()),
            ("button", _) => return line(format!("button: {}", self.words())),
            ("input" | "textarea", _) => return line(self.control(page)),
            ("div", Some("row")) => {
                let cells: Vec<String> = self.elements().map(Self::words).collect();
                return line(cells.join(" | "));
            }
            ("div", _) if self.elements().any(|within| within.name == "dt") => {
                let cells: Vec<String> = self.elements().map(Self::inline).collect();
                return line(cells.join(" | "));
            }
            ("fieldset", _) => {
                let legend = self.elements().next().map(Self::words).unwrap_or_default();
                line(format!("group: {legend}{}", self.description(page)));
                deeper += 1;
            }
            ("section", _) => {
                line(format!("section: {}", named_by(page, &self.ids_in("aria-labelledby"))));
                deeper += 1;
            }
            (_, Some("table")) => {
                line(format!("table: {}", self.get("aria-label").unwrap_or_default()));
                deeper += 1;
            }
            _ if self.is("nhsuk-radios__conditional") || self.is("nhsuk-checkboxes__conditional") => {
                deeper += 1;
            }
            _ if self.elements().all(|within| INLINE.contains(&within.name.as_str())) => {
                return line(self.inline());
            }
            _ => {}
        }
        for child in &self.children {
            match child {
                Node::Element(element) => element.hear(page, deeper, lines),
                Node::Text(text) => lines.extend(
                    Some(text.trim())
                        .filter(|text| !text.is_empty())
                        .map(|text| format!("{}{text}", "  ".repeat(deeper))),
                ),
            }
        }
    }

    /// A label names its control and a legend its group, so neither is heard apart, unless as a heading.
    fn headings_within(&self, page: &Self, depth: usize, lines: &mut Vec<String>) {
        self.every(&["h1", "h2"]).into_iter().for_each(|heading| heading.hear(page, depth, lines));
    }

    fn linked(&self) -> String {
        format!("{} → {}", self.inline(), self.get("href").unwrap_or_default())
    }

    fn control(&self, page: &Self) -> String {
        let id = self.get("id").unwrap_or_default();
        let label = page.every(&["label"]).into_iter().find(|label| label.get("for") == Some(id));
        let name = label.map(Self::words).unwrap_or_default() + &self.description(page);
        let chosen = if self.get("checked").is_some() { 'x' } else { ' ' };
        let held = if self.name == "textarea" {
            self.words()
        } else {
            self.get("value").unwrap_or_default().to_owned()
        };
        match self.get("type") {
            Some("radio") => format!("({chosen}) {name}"),
            Some("checkbox") => format!("[{chosen}] {name}"),
            _ if held.is_empty() => format!("box: {name}"),
            _ => format!("box: {name} = {held:?}"),
        }
    }

    fn description(&self, page: &Self) -> String {
        let described = named_by(page, &self.ids_in("aria-describedby"));
        if described.is_empty() { described } else { format!("; {described}") }
    }
}

/// The words of the elements with these ids.
fn named_by(page: &Element, ids: &[&str]) -> String {
    let words = ids.iter().filter_map(|id| Some(page.with_id(id)?.words()));
    words.collect::<Vec<_>>().join("; ")
}

/// Each run of white space as one space.
fn joined(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn push(open: &mut [Element], node: Node) {
    let empty = node == Node::Text(String::new());
    if let Some(around) = open.last_mut().filter(|_| !empty) {
        around.children.push(node);
    }
}

/// Where a tag ends: at the first `>` outside quotes.
fn end_of_tag(tag: &str) -> usize {
    let mut quoted = false;
    let end = tag.find(|c| {
        quoted ^= c == '"';
        c == '>' && !quoted
    });
    end.unwrap_or_else(|| panic!("a tag that does not end: <{tag}"))
}

/// Characters for their names.
fn plain(html: &str) -> String {
    let names = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&amp;", "&")];
    names.iter().fold(html.to_owned(), |text, (name, character)| text.replace(name, character))
}
