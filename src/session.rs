//! What everything on the survey page rests on.

use engine::consent::Terms;
use seal::device::EventMode;
use study::Study;

/// The study as it was read, and the terms of consent that go with it.
#[derive(Debug)]
pub struct Session {
    /// The study.
    pub study: Study,
    /// What a consent given now refers to.
    pub terms: Terms,
    /// The event that is going on at this device, where one is. It is then shared: everything is sealed at once, and
    /// nothing of a person stays for the next.
    pub event: Option<EventMode>,
}

impl Session {
    /// Whether the device is shared: an event is going on.
    pub fn is_shared(&self) -> bool {
        self.event.is_some()
    }
}
