//! What a person does to the answers of an item.

use super::instrument::Item;
use super::response::Answer;

/// A change of the answers to an item. It is made to the answers as they are by then: whoever ticks two boxes at once has
/// ticked both.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// These are the answers.
    Answers(Vec<Answer>),
    /// An option is chosen; of several that may be chosen, also no longer.
    Toggled(Answer),
    /// The option for words of one's own is; they are still to be written.
    OwnWordsToggled,
    /// The words of one's own read so now.
    OwnWords(String),
}

impl Change {
    /// The answers after the change.
    pub fn applied(self, item: &Item, said: &[Answer]) -> Vec<Answer> {
        match self {
            Self::Answers(answers) => answers,
            Self::Toggled(option) if item.repeats && said.iter().any(|answer| answer.same(&option)) => {
                said.iter().filter(|answer| !answer.same(&option)).cloned().collect()
            }
            Self::Toggled(option) => beside(item, said, option),
            Self::OwnWordsToggled if item.repeats && own_words(said).is_some() => {
                said.iter().filter(|answer| !is_own_words(answer)).cloned().collect()
            }
            Self::OwnWordsToggled => beside(item, said, Answer::String(String::new())),
            Self::OwnWords(words) => beside(item, said, Answer::String(words)),
        }
    }
}

/// The words of one's own among answers to a choice.
pub fn own_words(said: &[Answer]) -> Option<&Answer> {
    said.iter().find(|answer| is_own_words(answer))
}

fn is_own_words(answer: &Answer) -> bool {
    matches!(answer, Answer::String(_))
}

/// The answers with one more: in the order of the options, own words last. An exclusive option takes the place of the
/// others, and they of it.
fn beside(item: &Item, said: &[Answer], more: Answer) -> Vec<Answer> {
    if !item.repeats {
        return vec![more];
    }
    let exclusive = |answer: &Answer| item.option_of(answer).is_some_and(|option| option.exclusive);
    let stays = |answer: &&Answer| !exclusive(&more) && !exclusive(answer);
    let stay: Vec<&Answer> = said.iter().filter(stays).collect();
    let own =
        if is_own_words(&more) { Some(&more) } else { stay.iter().copied().find(|it| is_own_words(it)) };
    let chosen = |option: &&Answer| option.same(&more) || stay.iter().any(|other| other.same(option));
    item.options().iter().map(|option| &option.value).filter(chosen).chain(own).cloned().collect()
}
