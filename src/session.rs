//! What everything on the survey page rests on.

use engine::consent::Terms;
use engine::instrument::Instrument;
use engine::plan::Plan;
use engine::release::Release;
use seal::device::EventMode;
use std::cell::OnceCell;
use study::{Deliver, Settings, Standing, Study};

/// The study, and the terms of consent that go with it.
#[derive(Debug)]
pub struct Session {
    /// What is asked.
    pub instrument: Instrument,
    /// How this deployment behaves, as far as the first questions need it.
    pub ahead: Settings,
    /// What a consent given now refers to.
    pub terms: Terms,
    /// The event that is going on at this device, where one is. It is then shared: everything is sealed at once, and
    /// nothing of a person stays for the next.
    pub event: Option<EventMode>,
    /// Whether an interview may begin on this day.
    pub standing: Standing,
    /// What comes after the first questions, once the whole study was read and found sound.
    pub afterwards: OnceCell<Afterwards>,
}

/// What of a study comes after its first questions.
#[derive(Debug, Clone)]
pub struct Afterwards {
    /// The form for being contacted. Its answers never meet the others.
    pub contact: Instrument,
    /// What is compared.
    pub plan: Plan,
    /// What it is compared with.
    pub release: Release,
    /// How this deployment behaves.
    pub settings: Settings,
}

impl Afterwards {
    /// A study, in what its first questions need and what comes after them.
    pub fn apart(study: Study) -> (Instrument, Settings, Self) {
        let Study { instrument, contact, plan, release, settings } = study;
        (instrument, settings.clone(), Self { contact, plan, release, settings })
    }
}

impl Session {
    /// How this deployment behaves, as far as that is known.
    pub fn settings(&self) -> &Settings {
        self.afterwards.get().map_or(&self.ahead, |afterwards| &afterwards.settings)
    }

    /// Whether the device is shared: an event is going on.
    pub fn is_shared(&self) -> bool {
        self.event.is_some()
    }

    /// Where what is submitted on this device goes by itself.
    pub fn delivery(&self) -> Option<&Deliver> {
        self.settings().delivery(self.is_shared())
    }

    /// Whether contact details go anywhere by themselves.
    pub fn delivers_details(&self) -> bool {
        self.delivery().is_some_and(|deliver| deliver.contact.is_some())
    }
}
