//! One option of several, or several: radio buttons and tick boxes.

use super::{Question, Say, Tick, count, entry, label, text_of};
use crate::browser::document;
use crate::survey::instrument::ResponseDomain;
use crate::survey::response::Answer;
use crate::ui::markup::{all, element, text};
use yew::prelude::*;

/// Shows a choice. `within` gives what belongs to an option that is chosen, such as 'please specify'.
pub fn choice(question: &Question, within: &dyn Fn(&Answer) -> Option<Html>, say: &Say) -> Html {
    let own = matches!(&question.item.domain, ResponseDomain::Choice { open: Some(_), .. });
    let options = question.item.options();
    let exclusive = options.iter().position(|option| option.exclusive);
    let rows = options.iter().enumerate().map(|(at, option)| {
        let divided = exclusive == Some(at) && at > 0 && question.item.repeats;
        let divider = divided.then(|| element("div", "nhsuk-checkboxes__divider", text("or")));
        let chosen = question.said.iter().any(|answer| answer.same(&option.value));
        let revealed = within(&option.value).filter(|_| chosen);
        let row =
            row(question, at, option.value.words(), chosen, toggled(question, &option.value), revealed, say);
        all([divider.unwrap_or_default(), row])
    });
    let rows: Html = rows.chain(own.then(|| own_words(question, say))).collect();
    let shown = match question.item.repeats {
        true => element("div", "nhsuk-checkboxes", rows),
        false => all([element("div", "nhsuk-radios", rows), clear(question, say)]),
    };
    question.fieldset(shown)
}

/// What is said once an option is clicked.
fn toggled(question: &Question, option: &Answer) -> Vec<Answer> {
    if !question.item.repeats {
        return vec![option.clone()];
    }
    let exclusive = |answer: &Answer| question.item.option_of(answer).is_some_and(|option| option.exclusive);
    let others = question.said.iter().filter(|answer| !answer.same(option));
    if question.said.iter().any(|answer| answer.same(option)) {
        return others.cloned().collect();
    }
    // An exclusive option takes the place of the others, and they of it.
    let stay: Vec<&Answer> = others.filter(|other| !exclusive(option) && !exclusive(other)).collect();
    let chosen = |answer: &&Answer| answer.same(option) || stay.iter().any(|other| other.same(answer));
    let own = stay.iter().copied().filter(|answer| matches!(answer, Answer::String(_)));
    question.item.options().iter().map(|option| &option.value).filter(chosen).chain(own).cloned().collect()
}

fn row(
    question: &Question,
    at: usize,
    words: String,
    chosen: bool,
    then: Vec<Answer>,
    revealed: Option<Html>,
    say: &Say,
) -> Html {
    let item = question.item.id.clone();
    let several = question.item.repeats;
    let tick = Tick {
        kind: if several { Tick::CHECKBOX } else { Tick::RADIO },
        // The first option has the question's own id, which is where a link to the question leads.
        id: if at == 0 { question.id().to_owned() } else { format!("{}:{}", question.id(), at + 1) },
        name: question.id().to_owned(),
        value: (at + 1).to_string(),
        checked: chosen,
        described: None,
        label: text(words),
        onchange: say.reform(move |_: Event| (item.clone(), then.clone())),
    };
    let (shown, class) = match several {
        true => (tick.checkbox(), "nhsuk-checkboxes__conditional"),
        false => (tick.radio(), "nhsuk-radios__conditional"),
    };
    all([shown, revealed.map(|revealed| element("div", class, revealed)).unwrap_or_default()])
}

/// A last option for words of one's own, where the question is open to them.
fn own_words(question: &Question, say: &Say) -> Html {
    let most = match &question.item.domain {
        ResponseDomain::Choice { open: Some(length), .. } => length.max,
        _ => None,
    };
    let given = question.said.iter().find(|answer| matches!(answer, Answer::String(_)));
    let chosen = given.is_some();
    let rest: Vec<Answer> =
        question.said.iter().filter(|answer| !matches!(answer, Answer::String(_))).cloned().collect();
    let rest = if question.item.repeats { rest } else { Vec::new() };
    let with = |text: String| rest.iter().cloned().chain([Answer::String(text)]).collect::<Vec<_>>();
    let then = if chosen && question.item.repeats { rest.clone() } else { with(String::new()) };
    let revealed = given.map(|given| {
        let id = format!("{}:own", question.id());
        let item = question.item.id.clone();
        let rest = rest.clone();
        let oninput = say.reform(move |event: InputEvent| {
            (item.clone(), rest.iter().cloned().chain([Answer::String(text_of(&event))]).collect())
        });
        let words = given.words();
        let described = format!("{id}:count");
        all([
            label("nhsuk-label", id.clone(), text("Your own answer")),
            html! {
                <input class="nhsuk-input" id={id.clone()} type="text" value={words.clone()} {oninput}
                    aria-describedby={most.map(|_| described)} autocomplete="off" />
            },
            count(&id, &words, most),
            entry::warning(&words),
        ])
    });
    row(question, question.item.options().len(), "Something else".to_owned(), chosen, then, revealed, say)
}

/// Radio buttons can't be taken back by themselves, and no question must be answered.
pub(super) fn clear(question: &Question, say: &Say) -> Html {
    if question.said.is_empty() || question.item.required {
        return Html::default();
    }
    let item = question.item.id.clone();
    let onclick = say.reform(move |_: MouseEvent| {
        document::focus(item.as_str()); // the button goes away, and the focus must not go with it
        (item.clone(), Vec::new())
    });
    html! { <button type="button" class="app-link-button" {onclick}>{ "Clear my answer" }</button> }
}
