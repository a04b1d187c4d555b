//! What is going on, one thing at a time, and what is told of it once it is over. It outlasts the page on which it was
//! begun: an export goes on while the organiser looks at another page.

use ui::control::button::Kind;
use ui::form::{Complaint, Field, Inputs, button};
use ui::markup::{all, changing, paragraph};
use yew::prelude::*;

/// The id of what says how something went.
pub const NOTICE: &str = "notice";
/// The id of what says that something is going on.
pub const BUSY: &str = "busy";

/// What is going on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Busy {
    /// What, in words.
    pub what: &'static str,
    /// How much of it is done, of how much, where that can be told.
    pub progress: Option<(usize, usize)>,
}

/// How something went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Notice {
    /// What happened, a paragraph each.
    Said(Vec<String>),
    /// Something was not done: why, and what to do.
    Failed(String),
}

/// What is going on, or how the last thing went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Task {
    busy: Option<Busy>,
    notice: Option<Notice>,
    told: u32,
}

impl Task {
    /// What is going on.
    pub fn busy(&self) -> Option<&Busy> {
        self.busy.as_ref()
    }

    /// How the last thing went.
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// How many times something was told: the focus goes to what was told last.
    pub fn told(&self) -> u32 {
        self.told
    }

    /// Clears what was told, and what a page complained of, for something new there. Nothing while something is going on:
    /// one thing at a time.
    pub fn make_way<F: Field>(&mut self, inputs: &mut Inputs<F>) -> Option<()> {
        if self.busy.is_some() {
            return None;
        }
        self.clear();
        inputs.clear_complaints();
        Some(())
    }

    /// Clears what was told.
    pub fn clear(&mut self) {
        self.notice = None;
    }

    /// Something is going on from now.
    pub fn begin(&mut self, what: &'static str) {
        self.busy = Some(Busy { what, progress: None });
    }

    /// So many of so many are done.
    pub fn progress(&mut self, done: usize, all: usize) {
        if let Some(busy) = &mut self.busy {
            busy.progress = Some((done, all));
        }
    }

    /// It is over, and its page shows what came of it.
    pub fn end(&mut self) {
        self.busy = None;
    }

    /// It is over, if it is this.
    pub fn end_of(&mut self, what: &'static str) {
        self.busy = self.busy.take().filter(|busy| busy.what != what);
    }

    /// It is over, and this is wrong with what was entered on its page.
    pub fn complain<F: Field>(&mut self, inputs: &mut Inputs<F>, complaints: Vec<Complaint<F>>) {
        inputs.complain(complaints);
        self.tell();
    }

    /// It is over, and its page has something new to read.
    pub fn tell(&mut self) {
        self.busy = None;
        self.told += 1;
    }

    /// It is over, and this happened.
    pub fn say(&mut self, what: impl Into<String>) {
        self.say_all(vec![what.into()]);
    }

    /// It is over, and this happened, a paragraph each.
    pub fn say_all(&mut self, what: Vec<String>) {
        self.notice = Some(Notice::Said(what));
        self.tell();
    }

    /// It is over, and was not done.
    pub fn fail(&mut self, why: &dyn std::fmt::Display) {
        self.notice = Some(Notice::Failed(why.to_string()));
        self.tell();
    }

    /// How the last thing went, with what its page has to add, and what is going on.
    pub fn view<M: Clone + 'static>(&self, added: Html, cancel: M, send: &Callback<M>) -> Html {
        all([self.notice_with(added), self.progress_with(cancel, send)])
    }

    fn notice_with(&self, added: Html) -> Html {
        match &self.notice {
            None => Html::default(),
            Some(Notice::Failed(why)) => html! {
                <div class="nhsuk-error-summary" id={NOTICE} tabindex="-1" role="alert">
                    <h2 class="nhsuk-error-summary__title">{ "That was not done" }</h2>
                    <div class="nhsuk-error-summary__body">{ paragraph(why.clone()) }</div>
                </div>
            },
            Some(Notice::Said(said)) => html! {
                <div class="nhsuk-inset-text" id={NOTICE} tabindex="-1" role="status">
                    { for said.iter().map(|said| paragraph(said.clone())) }
                    { added }
                </div>
            },
        }
    }

    /// Only that something goes on is told to screen readers, not every step.
    fn progress_with<M: Clone + 'static>(&self, cancel: M, send: &Callback<M>) -> Html {
        let Some(Busy { what, progress }) = &self.busy else { return Html::default() };
        let progress = progress.map(|(done, all_of_them)| {
            let [value, max] = [done, all_of_them].map(|count| count.to_string());
            html! { <>
                <progress class="app-progress" aria-labelledby="busy-what" {value} {max} />
                { paragraph(format!("{done} of {all_of_them}")) }
                { button("Cancel", Kind::Secondary, cancel, send) }
            </> }
        });
        html! {
            <div class="nhsuk-inset-text" id={BUSY} tabindex="-1">
                <p id="busy-what" role="status">{ changing(format!("{what}. Please wait.")) }</p>
                { progress.unwrap_or_default() }
            </div>
        }
    }
}
