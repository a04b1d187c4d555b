//! How long it takes to answer, as an estimate: from the words that are read and the questions that are answered.

use engine::consent;
use engine::instrument::{Instrument, Item, ResponseDomain};
use engine::response::Response;
use engine::routing::RoutingPath;

/// How many words adults read in a minute, silently, of English that is no story (Brysbaert 2019).
const WORDS_A_MINUTE: usize = 238;

/// Seconds to choose one answer.
const ONE: usize = 4;

/// Seconds to choose several.
const SEVERAL: usize = 6;

/// Seconds for words of one's own: many write none, some write more.
const OWN_WORDS: usize = 30;

/// About how many minutes the questions take somebody of whom every question is asked that an empty answer leaves open. Reading the
/// information comes on top of that.
pub fn estimate(instrument: &Instrument) -> u32 {
    let nothing = Response::default();
    let path = RoutingPath::of(instrument, &nothing);
    let items = instrument.items().iter().enumerate();
    let shown = items.filter(|(at, _)| path.asks(*at) && !consent::is_statement(instrument, *at));
    let (words, seconds) = shown
        .fold((0, 0), |(words, seconds), (_, item)| (words + words_of(item), seconds + seconds_for(item)));
    let seconds = words * 60 / WORDS_A_MINUTE + seconds;
    u32::try_from((seconds + 30) / 60).unwrap_or(u32::MAX).max(1)
}

/// Whether people would be told something else than it takes: by more than a quarter, and more than a minute.
pub fn is_far(said: u32, estimate: u32) -> bool {
    let off = said.abs_diff(estimate);
    off > 1 && off.saturating_mul(4) > estimate
}

fn words_of(item: &Item) -> usize {
    let options = item.options().iter().map(|option| option.value.words());
    options.chain([item.wording()]).map(|words| words.split_whitespace().count()).sum()
}

fn seconds_for(item: &Item) -> usize {
    match &item.domain {
        ResponseDomain::Group | ResponseDomain::Display => 0,
        ResponseDomain::Text { .. } => OWN_WORDS,
        _ if item.repeats => SEVERAL,
        _ => ONE,
    }
}
