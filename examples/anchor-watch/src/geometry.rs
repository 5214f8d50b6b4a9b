//! Distances on the water.

use anyhost::signalk::Position;
use serde::Serialize;

/// Metres of one degree of a great circle.
const DEGREE: f64 = 1_852.0 * 60.0;

/// How far a place lies from another, in metres.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Offset {
    /// To the east; negative to the west.
    pub east: f64,
    /// To the north; negative to the south.
    pub north: f64,
}

impl Offset {
    /// From one place to another. The earth is flat here: good for the few hundred metres of an anchor's chain.
    pub fn between(from: Position, to: Position) -> Self {
        let around = to.longitude - from.longitude;
        // The shorter way, also over the date line.
        let around = if around > 180.0 {
            around - 360.0
        } else if around < -180.0 {
            around + 360.0
        } else {
            around
        };
        let east = around * DEGREE * cosine(from.latitude.to_radians());
        Self { east, north: (to.latitude - from.latitude) * DEGREE }
    }

    /// As the crow flies.
    pub fn distance(self) -> f64 {
        (self.east * self.east + self.north * self.north).sqrt()
    }
}

/// Of an angle of at most a quarter turn, which all latitudes are. That of std knows all others, too, in 7 KB.
fn cosine(angle: f64) -> f64 {
    let square = angle * angle;
    // Its series, from the smallest term on.
    [182.0, 132.0, 90.0, 56.0, 30.0, 12.0, 2.0].iter().fold(1.0, |sum, divisor| 1.0 - square / divisor * sum)
}

/// Whether there is such a place on earth.
pub fn is_on_earth(place: Position) -> bool {
    place.latitude.abs() <= 90.0 && place.longitude.abs() <= 180.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minute_of_latitude_is_a_mile() {
        let offset = Offset::between(Position::new(60.0, 24.0), Position::new(60.0 + 1.0 / 60.0, 24.0));
        assert!((offset.north - 1852.0).abs() < 1e-6 && offset.east == 0.0, "{offset:?}");
    }

    #[test]
    fn longitudes_are_closer_in_the_north_and_meet_at_the_date_line() {
        let offset = Offset::between(Position::new(60.0, 179.9995), Position::new(60.0, -179.9995));
        assert!((offset.east - 55.56).abs() < 0.01, "{offset:?}");
        let back = Offset::between(Position::new(60.0, -179.9995), Position::new(60.0, 179.9995));
        assert_eq!(back.east, -offset.east);
        assert!((back.distance() - 55.56).abs() < 0.01);
    }

    #[test]
    fn the_cosine_is_one() {
        for degree in -90..=90 {
            let angle = f64::from(degree).to_radians();
            assert!((cosine(angle) - angle.cos()).abs() < 1e-10, "{degree}");
        }
    }

    #[test]
    fn places_are_on_earth() {
        assert!(is_on_earth(Position::new(-90.0, 180.0)));
        for (latitude, longitude) in [(90.1, 0.0), (0.0, -180.1), (f64::NAN, 0.0), (0.0, f64::INFINITY)] {
            assert!(!is_on_earth(Position::new(latitude, longitude)));
        }
    }
}
