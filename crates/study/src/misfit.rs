//! What else is wrong in a file in which values have the wrong shape: whatever does not depend on these.

use engine::instrument::Instrument;
use engine::json::{self, Misfit, UNKNOWN, Value};
use engine::plan::Plan;
use engine::release::{Group, Release};

/// Values that no check looks at.
const PLAIN: [&str; 10] = [
    "label",
    "title",
    "scale",
    "source",
    "respondents",
    "provenance",
    "question",
    "domain",
    "published",
    "p",
];

/// Whether what stands at this place, with all within it, was read as it is written.
pub(super) fn is_sure(misfits: &[Misfit], place: &str) -> bool {
    let is_within = |inner: &str, outer: &str| {
        outer.is_empty()
            || inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    // A name that nobody reads is no part of what was read.
    let mut misfits = misfits.iter().filter(|misfit| misfit.wanted != UNKNOWN);
    !misfits.any(|misfit| is_within(&misfit.place, place) || is_within(place, &misfit.place))
}

/// The misfits of values that a check looks at.
fn looked_at(mut misfits: Vec<Misfit>) -> Vec<Misfit> {
    let name =
        |place: &str| place.rsplit('.').next().and_then(|name| name.split('[').next()).map(str::to_owned);
    misfits.retain(|misfit| {
        !name(&misfit.place).is_some_and(|name| PLAIN.contains(&name.as_str()))
            && !misfit.wanted.contains("a scale")
    });
    misfits
}

/// Those of these entries that were read as they are written.
fn sure<T>(misfits: &[Misfit], list: &str, entries: Vec<T>) -> Vec<T> {
    let entries = entries.into_iter().enumerate();
    entries.filter(|(at, _)| is_sure(misfits, &format!("{list}[{at}]"))).map(|(_, entry)| entry).collect()
}

/// What else is wrong with the plan.
pub(super) fn plan_beyond(document: &Value, instrument: &Instrument) -> Vec<String> {
    let (plan, misfits) = json::read_so_far(document, Plan::read_at);
    if misfits.is_empty() {
        return Vec::new(); // it was judged as a whole
    }
    let misfits = looked_at(misfits);
    let Plan { groups, compared } = plan;
    let plan =
        Plan { groups: sure(&misfits, "groups", groups), compared: sure(&misfits, "compared", compared) };
    plan.defects(instrument)
}

/// What else is wrong with the release, where a value of it or of the plan has the wrong shape.
pub(super) fn release_beyond(document: &Value, plan: &Value, instrument: &Instrument) -> Vec<String> {
    let (mut plan, of_plan) = json::read_so_far(plan, Plan::read_at);
    let (mut release, of_release) = json::read_so_far(document, Release::read_at);
    if of_plan.is_empty() && of_release.is_empty() {
        return Vec::new(); // both were judged as a whole
    }
    let (of_plan, of_release) = (looked_at(of_plan), looked_at(of_release));
    let mut defects = Vec::new();
    if is_sure(&of_release, "public") {
        defects.extend(release.unpublished());
    }
    let groups_are_sure = is_sure(&of_release, "groups");
    if groups_are_sure {
        let groups = sure(&of_plan, "groups", plan.groups.clone());
        defects.extend(release.missing_groups(&Plan { groups, compared: Vec::new() }));
    } else {
        let named =
            release.figures.iter().flat_map(|figure| &figure.series).map(|series| series.group.clone());
        let named = named.map(|id| Group { label: id.clone(), id, respondents: 0 }).collect();
        release.groups = named; // so that none counts as unknown
    }
    // Which bands there are is not sure where the plan's entry is not.
    let compared = sure(&of_plan, "compared", plan.compared.clone());
    let is_unsure = |item: &str| {
        plan.compared.iter().any(|entry| entry.item == item)
            && !compared.iter().any(|entry| entry.item == item)
    };
    let figures = std::mem::take(&mut release.figures);
    let all: Vec<String> = figures.iter().map(|figure| figure.item.clone()).collect();
    release.figures = sure(&of_release, "figures", figures);
    // A figure whose item can't be read may be of any question.
    let is_complete =
        is_sure(&of_release, "figures") || all.iter().all(|item| !item.is_empty()) && !all.is_empty();
    let has_unsure_figure =
        |item: &str| all.iter().any(|other| other == item) && release.figure(item).is_none();
    if is_complete {
        let compared = compared.iter().filter(|entry| !has_unsure_figure(&entry.item)).cloned().collect();
        defects.extend(release.missing_figures(&Plan { groups: Vec::new(), compared }));
    }
    release.figures.retain(|figure| !is_unsure(&figure.item));
    plan.groups.clear();
    defects.extend(release.contradictions(&plan, instrument));
    defects
}
