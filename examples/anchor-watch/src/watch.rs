//! Whether the anchor holds: no server here.

use anyhost::signalk::Position;
use serde::Serialize;

use crate::geometry::Offset;

/// How it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// The anchor is up: nothing to watch.
    Raised,
    /// There was no position yet.
    Waiting,
    /// The boat is within the circle.
    Holding,
    /// It is outside, or was and is not yet well within.
    Dragging,
    /// There was no position for too long.
    Blind,
}

/// What is to be kept.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limits {
    /// Metres.
    pub radius: f64,
    /// Metres within the circle at which an alarm ends.
    pub margin: f64,
    /// Seconds without a position until nobody knows.
    pub patience: u32,
}

/// The anchor, the boat, and how they stand.
#[derive(Debug, Clone, Copy)]
pub struct Watch {
    /// Where the anchor lies, if it does.
    pub anchor: Option<Position>,
    /// Where the boat was last.
    pub boat: Option<Position>,
    /// Seconds since then.
    pub silence: u32,
    /// How it stood last.
    pub state: State,
}

impl Watch {
    /// Begins with the anchor up, or down.
    pub fn new(anchor: Option<Position>) -> Self {
        Self { anchor, boat: None, silence: 0, state: State::Raised }
    }

    /// From the anchor to the boat, if both are known.
    pub fn offset(&self) -> Option<Offset> {
        Some(Offset::between(self.anchor?, self.boat?))
    }

    /// Looks again; whether it stands otherwise than before.
    pub fn look(&mut self, limits: Limits) -> bool {
        let before = self.state;
        self.state = match (self.anchor, self.offset()) {
            (None, _) => State::Raised,
            _ if self.silence >= limits.patience => State::Blind,
            (_, None) => State::Waiting,
            // It ends its alarm well within the circle, lest it go on and off at the edge.
            (_, Some(offset)) if before == State::Dragging && offset.distance() > limits.radius - limits.margin => {
                State::Dragging
            }
            (_, Some(offset)) if offset.distance() > limits.radius => State::Dragging,
            _ => State::Holding,
        };
        self.state != before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { radius: 50.0, margin: 5.0, patience: 3 };

    /// A boat so many metres north of its anchor.
    fn at(watch: &mut Watch, metres: f64) -> State {
        watch.boat = Some(Position::new(60.0 + metres / 111_120.0, 24.0));
        watch.silence = 0;
        watch.look(LIMITS);
        watch.state
    }

    #[test]
    fn an_alarm_ends_well_within_the_circle() {
        let mut watch = Watch::new(Some(Position::new(60.0, 24.0)));
        let states = [10.0, 49.0, 51.0, 49.0, 46.0, 44.0, 49.0].map(|metres| at(&mut watch, metres));
        use State::{Dragging, Holding};
        assert_eq!(states, [Holding, Holding, Dragging, Dragging, Dragging, Holding, Holding]);
    }

    #[test]
    fn silence_is_no_good_news() {
        let mut watch = Watch::new(Some(Position::new(60.0, 24.0)));
        at(&mut watch, 10.0);
        watch.silence = 2;
        assert!(!watch.look(LIMITS));
        watch.silence = 3;
        assert!(watch.look(LIMITS) && watch.state == State::Blind);
        assert_eq!(at(&mut watch, 60.0), State::Dragging);
        let mut watch = Watch::new(Some(Position::new(60.0, 24.0)));
        assert!(watch.look(LIMITS) && watch.state == State::Waiting);
        watch.silence = 3;
        assert!(watch.look(LIMITS) && watch.state == State::Blind);
    }

    #[test]
    fn without_an_anchor_there_is_nothing_to_watch() {
        let mut watch = Watch::new(None);
        watch.silence = 9;
        assert!(!watch.look(LIMITS));
        assert_eq!(at(&mut watch, 1e6), State::Raised);
    }
}
