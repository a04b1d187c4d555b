//! What is read around the questions of a page: the stems of the groups that it stands in, and texts that stand between
//! pages.

use super::consent;
use super::instrument::{Instrument, ResponseDomain};
use super::routing::RoutingPath;
use super::text::is_blank;

/// What is read on a page besides what stands in it, by position.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeadIn {
    /// Before its questions, in order.
    pub before: Vec<usize>,
    /// Behind them.
    pub after: Vec<usize>,
}

/// The groups around a page whose wording belongs to each of their questions, the outermost first.
pub fn stems(instrument: &Instrument, page: usize) -> Vec<usize> {
    let around = instrument.outwards(page).skip(1);
    let mut stems: Vec<usize> = around.filter(|at| !is_blank(&instrument.items()[*at].wording())).collect();
    stems.reverse();
    stems
}

/// What is read on a page that asks something. A text that stands in no such page is read on that of the next question
/// in its group or, where none follows, of the last one before it; where its group asks nothing, in the group around.
pub fn of(path: &RoutingPath, page: usize) -> LeadIn {
    let instrument = path.instrument();
    let asked: Vec<usize> =
        path.questions().map(|(at, _)| at).filter(|at| !consent::is_statement(instrument, *at)).collect();
    let mut lead = LeadIn { before: stems(instrument, page), after: Vec::new() };
    for at in (0..instrument.items().len()).filter(|at| is_loose(path, *at)) {
        match place(instrument, &asked, at) {
            Some((on, true)) if on == page => lead.before.push(at),
            Some((on, false)) if on == page => lead.after.push(at),
            _ => {}
        }
    }
    lead.before.sort_unstable();
    lead
}

/// Whether this is a text that stands in no page of a question: a text to read, or the wording of a group that holds no
/// question. What stands in a question is its hint.
fn is_loose(path: &RoutingPath, at: usize) -> bool {
    let instrument = path.instrument();
    let item = &instrument.items()[at];
    let asks = |at: usize| path.questions_within(at).next().is_some();
    let reads = match item.domain {
        ResponseDomain::Display => true,
        ResponseDomain::Group => !instrument.inside(at).any(|at| instrument.items()[at].is_question()),
        _ => false,
    };
    let page = instrument.page_of(at);
    reads
        && path.asks(at)
        && !is_blank(&item.wording())
        && !consent::is_statement(instrument, at)
        && !item.parent.is_some_and(|parent| instrument.items()[parent].is_question())
        && (page == at || !asks(page))
}

/// The page on which a loose text is read, and whether before its questions.
fn place(instrument: &Instrument, asked: &[usize], at: usize) -> Option<(usize, bool)> {
    let around = instrument.outwards(at).skip(1).map(|holder| instrument.inside(holder));
    around.chain(std::iter::once(0..instrument.items().len())).find_map(|within| {
        let behind = asked.partition_point(|question| *question < at);
        let next = asked.get(behind).filter(|question| within.contains(question));
        let last = || asked[..behind].last().filter(|question| within.contains(question));
        let next = next.map(|question| (instrument.page_of(*question), true));
        next.or_else(|| last().map(|question| (instrument.page_of(*question), false)))
    })
}
