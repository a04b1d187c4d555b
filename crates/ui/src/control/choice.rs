//! One option of several, or several: radio buttons and tick boxes.

use super::{Question, Say, Tick, count, cut, label, text_of};
use crate::markup::{all, element, text};
use crate::words;
use browser::document;
use engine::change::{self, Change};
use engine::instrument::ResponseDomain;
use engine::response::Answer;
use engine::text::typed;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

/// Shows a choice, once the part of the program is there that can.
pub type DropDown = fn(&Question, &dyn Fn(&Answer) -> Option<Html>, &Say) -> Html;

/// Shows a choice. `within` gives what belongs to an option that is chosen, such as 'please specify'.
pub fn choice(question: &Question, within: &dyn Fn(&Answer) -> Option<Html>, say: &Say) -> Html {
    let own = matches!(&question.item.domain, ResponseDomain::Choice { open: Some(_), .. });
    let options = question.item.options();
    let exclusive = options.iter().position(|option| option.exclusive);
    let rows = options.iter().enumerate().map(|(at, option)| {
        let divided = exclusive == Some(at) && at > 0 && question.item.repeats;
        let divider = divided.then(|| element("div", "nhsuk-checkboxes__divider", text(words::OR)));
        let chosen = question.said.iter().any(|answer| answer.same(&option.value));
        let revealed = within(&option.value).filter(|_| chosen);
        let row = row(
            question,
            at,
            option.value.words(),
            chosen,
            Change::Toggled(option.value.clone()),
            revealed,
            say,
        );
        all([divider.unwrap_or_default(), row])
    });
    let rows: Html = rows.chain(own.then(|| own_words(question, say))).collect();
    let shown = match question.item.repeats {
        true => element("div", "nhsuk-checkboxes", rows),
        false => {
            let class = if question.item.across { "nhsuk-radios app-across" } else { "nhsuk-radios" };
            all([element("div", class, rows), clear(question, say)])
        }
    };
    question.fieldset(shown)
}

/// Shows a choice of one option, without words of one's own, as a list that opens.
pub fn drop_down(question: &Question, within: &dyn Fn(&Answer) -> Option<Html>, say: &Say) -> Html {
    let options = question.item.options();
    let is_chosen = |option: &Answer| question.said.iter().any(|answer| answer.same(option));
    let chosen = options.iter().map(|option| &option.value).find(|option| is_chosen(option));
    let (item, values) = (question.item.id.clone(), options.to_vec());
    let onchange = say.reform(move |event: Event| {
        let select: HtmlSelectElement = event.target_unchecked_into();
        // Before the options stands the empty one.
        let nth = usize::try_from(select.selected_index()).ok().and_then(|nth| nth.checked_sub(1));
        let option = nth.and_then(|nth| values.get(nth));
        (item.clone(), Change::Answers(option.map(|option| option.value.clone()).into_iter().collect()))
    });
    let rows = options.iter().enumerate().map(|(at, option)| {
        html! {
            <option value={(at + 1).to_string()} selected={chosen == Some(&option.value)}>{ option.value.words() }</option>
        }
    });
    let id = question.id().to_owned();
    let error = question.error.is_some().then_some("nhsuk-input--error");
    let select = html! {
        <select class={classes!("nhsuk-input", "app-select", error)} name={id.clone()} {id} {onchange}
            aria-describedby={question.described_by()} autocomplete="off">
            <option value="" selected={chosen.is_none()}>{ words::CHOOSE }</option>
            { for rows }
        </select>
    };
    let revealed =
        chosen.and_then(within).map(|revealed| element("div", "nhsuk-radios__conditional", revealed));
    all([question.labelled(select), revealed.unwrap_or_default()])
}

fn row(
    question: &Question,
    at: usize,
    words: String,
    chosen: bool,
    then: Change,
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
    let given = change::own_words(question.said);
    let chosen = given.is_some();
    let revealed = given.map(|given| {
        let id = format!("{}:own", question.id());
        let item = question.item.id.clone();
        let oninput = say.reform(move |event: InputEvent| {
            (item.clone(), Change::OwnWords(cut(&typed(&text_of(&event), false), most)))
        });
        let words = given.words();
        let described = format!("{id}:count");
        all([
            label("nhsuk-label", id.clone(), text(words::OWN_ANSWER)),
            html! {
                <input class="nhsuk-input" id={id.clone()} type="text" value={words.clone()} {oninput}
                    aria-describedby={most.map(|_| described)} autocomplete="off" />
            },
            count(&id, &words, most),
            question.warning.map(|warning| warning(&words)).unwrap_or_default(),
        ])
    });
    let then = Change::OwnWordsToggled;
    row(
        question,
        question.item.options().len(),
        words::SOMETHING_ELSE.to_owned(),
        chosen,
        then,
        revealed,
        say,
    )
}

/// Radio buttons can't be taken back by themselves, and no question must be answered.
pub(super) fn clear(question: &Question, say: &Say) -> Html {
    if question.said.is_empty() || question.item.required {
        return Html::default();
    }
    let item = question.item.id.clone();
    let onclick = say.reform(move |_: MouseEvent| {
        document::focus(item.as_str()); // the button goes away, and the focus must not go with it
        (item.clone(), Change::Answers(Vec::new()))
    });
    html! { <button type="button" class="app-link-button" {onclick}>{ words::CLEAR }</button> }
}
