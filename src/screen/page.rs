//! A page of the interview: one question, with what belongs to it.

use super::{Said, back_link, form};
use crate::during;
use crate::model::Message;
use crate::route::Route;
use crate::session::Session;
use crate::words::{headings, question as words};
use engine::condition::{Condition, Operator};
use engine::consent;
use engine::instrument::{Control, Instrument, Item, ItemId, ResponseDomain};
use engine::interview::{Event, Interview};
use engine::leadin;
use engine::response::Answer;
use engine::routing::RoutingPath;
use ui::control::scale::Ends;
use ui::control::{Question, Say, choice, entry, scale, statement};
use ui::markup::{all, element, heading, paragraph, remark, subheading, text, with_key};
use yew::prelude::*;

/// A page of an interview, with what is said on it of the answers.
pub(super) fn screen(
    session: &Session,
    interview: &Interview,
    page: &ItemId,
    said: Said,
    send: &Callback<Message>,
) -> Html {
    let instrument = &session.instrument;
    let path = interview.path(instrument);
    let say = send.reform(|(item, change)| Message::During(during::Message::Said(item, change)));
    let back = interview.before(&path).map_or(Route::Consent, Route::Interview);
    let questions = questions(&path, page, &said, Form::Survey, &say);
    let hint = optional(&path, page).map(remark).unwrap_or_default();
    let go_on = send.reform(|()| Message::During(during::Message::Interview(Event::Continued)));
    let questions = html! { <div translate="no">{ questions }</div> };
    let form = form(session, words::continue_label(interview.stage()), all([questions, hint]), go_on);
    all([back_link(back, send), said.summary, progress(instrument, page), form])
}

/// How far along: the section, of how many, and a bar with a part for each. They are counted asked or not, so that numbers
/// stay the same whatever is answered.
fn progress(instrument: &Instrument, page: &ItemId) -> Html {
    let asks =
        |at: usize| (at..=at).chain(instrument.inside(at)).any(|at| instrument.items()[at].is_question());
    let sections = instrument.within(None).map(|(at, _)| at);
    let sections = sections.filter(|at| asks(*at) && !consent::is_statement(instrument, *at));
    let sections: Vec<usize> = sections.collect();
    let of = sections.len();
    let here = instrument.position(page).unwrap_or_default();
    let number = sections.partition_point(|section| *section <= here);
    let words = words::progress(headings::section(instrument, page), number, of);
    if words.is_empty() {
        return Html::default();
    }
    let part =
        |part: usize| element("span", if part < number { "app-steps__done" } else { "" }, Html::default());
    let bar =
        (of > 1).then(|| html! { <div class="app-steps" aria-hidden="true">{ for (0..of).map(part) }</div> });
    all([element("p", "app-section", text(words)), bar.unwrap_or_default()])
}

/// That what is asked may be left empty: once, where that is true of every question, otherwise on each page where it is.
fn optional(path: &RoutingPath, page: &ItemId) -> Option<&'static str> {
    let instrument = path.instrument();
    let items = instrument.items();
    let page = instrument.position(page)?;
    let needed = |at: usize| items[at].needs_an_answer() && !consent::is_statement(instrument, at);
    if !(0..items.len()).any(needed) {
        return (path.pages().first() == Some(&page)).then_some(words::ALL_OPTIONAL);
    }
    let required = |at: usize| instrument.outwards(at).take_while(|at| *at >= page).any(needed);
    let here = std::iter::once(page).chain(instrument.inside(page));
    let mut asked = here.filter(|at| path.asks(*at) && items[*at].is_question());
    (!asked.any(required)).then_some(words::OPTIONAL)
}

/// What a page belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The survey: each page has a heading, and nobody is to be named.
    Survey,
    /// The form for being contacted: one page with a heading of its own, about the person themselves.
    Contact,
    /// The same at a device that people share, where the browser is to remember nothing.
    SharedContact,
}

/// The questions of a page, each with what its options reveal below it, and what is read around them.
pub fn questions(path: &RoutingPath, page: &ItemId, said: &Said, form: Form, say: &Say) -> Html {
    let instrument = path.instrument();
    let Some(page) = instrument.position(page) else { return Html::default() };
    let mut around = leadin::of(path, page);
    // These have a place of their own above: the section, and the heading of the form.
    around.before.retain(|at| match form {
        Form::Survey => !stands_above(instrument, *at, page),
        Form::Contact | Form::SharedContact => {
            *at > 0 || instrument.items()[*at].domain == ResponseDomain::Display
        }
    });
    let lead = (!around.before.is_empty()).then(|| format!("{}:lead", instrument.items()[page].id));
    let lines = |texts: &[usize]| -> Html {
        let items = texts.iter().map(|at| &instrument.items()[*at]);
        items.map(|item| with_key(item.id.as_str(), paragraph(item.wording()))).collect()
    };
    let before = lead.as_ref().map(|id| html! { <div id={id.clone()}>{ lines(&around.before) }</div> });
    let on_page = OnPage { path, page, of_answers: said, form, lead: lead.as_deref(), say };
    all([before.unwrap_or_default(), on_page.shown(), lines(&around.after)])
}

/// Whether the item is the section that a page stands in.
fn stands_above(instrument: &Instrument, at: usize, page: usize) -> bool {
    instrument.section_of(page).is_some_and(|section| section.id == instrument.items()[at].id)
}

struct OnPage<'a> {
    path: &'a RoutingPath<'a>,
    page: usize,
    of_answers: &'a Said,
    form: Form,
    lead: Option<&'a str>,
    say: &'a Say,
}

impl OnPage<'_> {
    /// What stands in the page, in its order.
    fn shown(&self) -> Html {
        let instrument = self.path.instrument();
        let page = &instrument.items()[self.page];
        let has_heading = self.form == Form::Survey;
        if page.is_question() {
            return self.control(self.page, has_heading, self.lead);
        }
        let wording = page.wording();
        let mut heading_is_due = has_heading && wording.is_empty();
        let items = instrument.inside(self.page).map(|at| (at, &instrument.items()[at]));
        let within = items
            .filter(|(at, item)| self.path.asks(*at) && item.parent.is_some_and(|parent| self.holds(parent)));
        let shown: Html = within
            .filter(|(at, item)| item.domain == ResponseDomain::Group || self.revealed_by(*at).is_none())
            .filter_map(|(at, item)| {
                let shown = match item.domain {
                    ResponseDomain::Group if item.wording().is_empty() => return None,
                    ResponseDomain::Group => subheading(item.wording()),
                    ResponseDomain::Display => paragraph(item.wording()),
                    _ => self.control(at, std::mem::take(&mut heading_is_due), self.lead),
                };
                Some(with_key(item.id.as_str(), shown))
            })
            .collect();
        let heading = match has_heading {
            _ if wording.is_empty() => Html::default(),
            true => heading(wording),
            // The first one is the heading of the form.
            false if self.page == 0 => Html::default(),
            false => subheading(wording),
        };
        all([heading, shown])
    }

    /// Whether what stands directly in this item has a place of its own on the page; what stands in a question is its
    /// hint.
    fn holds(&self, at: usize) -> bool {
        self.stands_in(at) && !self.path.instrument().items()[at].is_question()
    }

    /// Whether an item is the page or a group within it.
    fn stands_in(&self, at: usize) -> bool {
        self.path.instrument().outwards(at).any(|holder| holder == self.page)
    }

    /// The option of a question on the same page that alone decides whether this one is asked.
    fn revealed_by(&self, at: usize) -> Option<(usize, &Answer)> {
        let items = self.path.instrument().items();
        let Some(Condition::Test(test)) = &items[at].universe else { return None };
        let source =
            test.source.filter(|source| test.operator == Operator::Equal && self.stands_in(*source))?;
        items[source].option_of(&test.value).map(|option| (source, &option.value))
    }

    fn control(&self, at: usize, is_heading: bool, lead: Option<&str>) -> Html {
        let instrument = self.path.instrument();
        let item = &instrument.items()[at];
        let error = self.of_answers.errors.iter().find(|(of, _)| of.as_ref() == Some(&item.id));
        let question = Question {
            item,
            said: self.path.entered(&item.id),
            error: error.map(|(_, words)| words.clone()),
            is_heading,
            hint: hint(self.path, at, self.form),
            lead,
            autocomplete: self.autocomplete(item),
            warning: self.of_answers.warning,
        };
        match &item.domain {
            ResponseDomain::Boolean => statement::boolean(&question, self.say),
            ResponseDomain::Choice { open, .. } => {
                let is_listed = item.control == Some(Control::DropDown) && open.is_none();
                let drop_down = self.of_answers.drop_down.filter(|_| is_listed);
                drop_down.unwrap_or(choice::choice)(&question, &|option| self.revealed(at, option), self.say)
            }
            _ => match buttons(item) {
                Some(numbers) => scale::scale(&question, numbers, &ends(self.path, at), self.say),
                None => entry::entry(&question, self.say),
            },
        }
    }

    /// What the browser may fill in: in the contact form what WCAG 2.2 (1.3.5) asks for, by the end of the item's id.
    fn autocomplete(&self, item: &Item) -> &'static str {
        match (self.form, item.id.as_str().rsplit('-').next()) {
            (Form::Contact, Some("name")) => "name",
            (Form::Contact, Some("email")) => "email",
            _ => "off",
        }
    }

    /// What an option of a question reveals when it is chosen.
    fn revealed(&self, source: usize, option: &Answer) -> Option<Html> {
        let instrument = self.path.instrument();
        let items = instrument.inside(self.page).map(|at| (at, &instrument.items()[at]));
        let here = items.filter(|(at, item)| {
            *at > source
                && self.path.asks(*at)
                && item.domain != ResponseDomain::Group
                && item.parent.is_some_and(|parent| self.holds(parent))
        });
        let by_it =
            |at: usize| self.revealed_by(at).is_some_and(|(by, value)| by == source && value.same(option));
        let shown = |(at, item): (usize, &Item)| match item.domain {
            ResponseDomain::Display => paragraph(item.wording()),
            _ => self.control(at, false, None),
        };
        let revealed: Vec<Html> = here.filter(|(at, _)| by_it(*at)).map(shown).collect();
        (!revealed.is_empty()).then(|| revealed.into_iter().collect())
    }
}

/// What to read before answering: texts within the question, how many may be chosen, and for own words whom not to name.
fn hint(path: &RoutingPath, at: usize, form: Form) -> Option<Html> {
    let instrument = path.instrument();
    let item = &instrument.items()[at];
    let page_wording = &instrument.items()[instrument.page_of(at)].text;
    let ends = [Control::Lower, Control::Upper].map(|control| end(path, at, control));
    let texts = instrument.children(at).filter(|(at, _)| path.asks(*at) && !ends.contains(&Some(*at)));
    let texts = texts.map(|(_, child)| child.wording()).filter(|wording| !wording.is_empty());
    let own_words =
        matches!(item.domain, ResponseDomain::Text { .. } | ResponseDomain::Choice { open: Some(_), .. });
    let several = (!item.options().is_empty() && item.repeats)
        .then(|| words::several(item.occurs.max, [&item.text, page_wording]))
        .flatten();
    let nobody = (own_words && form == Form::Survey).then(|| words::NAME_NOBODY.to_owned());
    let lines: Vec<Html> =
        texts.chain(several).chain(nobody).map(|line| element("p", "app-hint", text(line))).collect();
    (!lines.is_empty()).then(|| lines.into_iter().collect())
}

/// The numbers of a scale, each with a button of its own. Too many would halt an old phone, so they are typed.
fn buttons(item: &Item) -> Option<std::ops::RangeInclusive<i32>> {
    item.scale().filter(|numbers| i64::from(*numbers.end()) - i64::from(*numbers.start()) <= 100)
}

/// The text that stands at an end of a scale.
fn end(path: &RoutingPath, at: usize, control: Control) -> Option<usize> {
    let instrument = path.instrument();
    buttons(&instrument.items()[at])?;
    let mut ends =
        instrument.children(at).filter(|(at, child)| child.control == Some(control) && path.asks(*at));
    ends.next().map(|(at, _)| at)
}

fn ends(path: &RoutingPath, at: usize) -> Ends {
    let words = |control| end(path, at, control).map(|end| path.instrument().items()[end].wording());
    Ends { lower: words(Control::Lower), upper: words(Control::Upper) }
}
