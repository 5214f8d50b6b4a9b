//! Values that are objects in Signal K.

use super::object::object;

object! {
    /// Where something is, as in `navigation.position`, in degrees and metres (WGS 84).
    ///
    /// Signal K says `null` where there is no valid data. A position whose latitude or longitude is not finite is written as
    /// `null`, and an altitude that is not finite is left out.
    #[derive(Debug, Clone, Copy, PartialEq, Default)]
    pub struct Position {
        /// Degrees, north is positive.
        pub latitude "latitude": f64,
        /// Degrees, east is positive.
        pub longitude "longitude": f64,
        /// Metres above the sea.
        pub altitude "altitude": Option<f64>,
    }

    /// How the vessel lies, as in `navigation.attitude`, in radians. One that is not finite makes all of it `null`.
    #[derive(Debug, Clone, Copy, PartialEq, Default)]
    pub struct Attitude {
        /// To starboard is positive.
        pub roll "roll": f64,
        /// Bow up is positive.
        pub pitch "pitch": f64,
        /// Radians.
        pub yaw "yaw": f64,
    }

    /// Current of the water, as in `environment.current`. One that is not finite makes all of it `null`.
    #[derive(Debug, Clone, Copy, PartialEq, Default)]
    pub struct Current {
        /// Where it sets to, in radians from true north.
        pub set_true "setTrue": f64,
        /// Metres per second.
        pub drift "drift": f64,
    }
}

impl Position {
    /// A position without altitude.
    #[must_use]
    pub const fn new(latitude: f64, longitude: f64) -> Self {
        Self { latitude, longitude, altitude: None }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::rt::{Reader, Writer};
    use serde_core::Serialize;

    fn json(value: impl Serialize) -> String {
        let mut out = Writer::new();
        assert!(out.serialize(&value));
        out.into_string()
    }

    fn read(text: &str) -> Result<Position, String> {
        let mut buffer = text.as_bytes().to_vec();
        let mut reader = Reader::new(&mut buffer);
        reader.deserialize().ok_or_else(|| reader.take_error().unwrap().text())
    }

    #[test]
    fn they_are_written_as_the_specification_says() {
        assert_eq!(json(Position::new(60.5, -1.25)), r#"{"latitude":60.5,"longitude":-1.25}"#);
        let high = Position { altitude: Some(7.0), ..Position::new(1.0, 2.0) };
        assert_eq!(json(high), r#"{"latitude":1.0,"longitude":2.0,"altitude":7.0}"#);
        assert_eq!(json(Attitude { roll: 0.1, pitch: -0.2, yaw: 0.0 }), r#"{"roll":0.1,"pitch":-0.2,"yaw":0.0}"#);
        assert_eq!(json(Current { set_true: 1.5, drift: 0.5 }), r#"{"setTrue":1.5,"drift":0.5}"#);
        // As serde_json writes them, but for what is absent.
        assert_eq!(serde_json::to_string(&Position::new(60.5, -1.25)).unwrap(), json(Position::new(60.5, -1.25)));
    }

    #[test]
    fn what_is_not_finite_is_no_valid_data() {
        for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(json(Position::new(bad, 1.0)), "null");
            assert_eq!(json(Position::new(1.0, bad)), "null");
            let flat = Position { altitude: Some(bad), ..Position::new(1.0, 2.0) };
            assert_eq!(json(flat), r#"{"latitude":1.0,"longitude":2.0}"#);
            assert_eq!(json(Attitude { yaw: bad, ..Attitude::default() }), "null");
        }
    }

    #[test]
    fn they_are_read_in_any_order_with_more_keys() {
        let text = r#"{"more":[1],"longitude":2,"latitude":1e0}"#;
        assert_eq!(read(text), Ok(Position::new(1.0, 2.0)));
        assert_eq!(read(r#"{"longitude":2,"latitude":1,"altitude":null}"#), Ok(Position::new(1.0, 2.0)));
        assert_eq!(read(r#"{"longitude":2,"latitude":1,"altitude":3.5}"#).unwrap().altitude, Some(3.5));
        assert_eq!(serde_json::from_str::<Position>(text).unwrap(), Position::new(1.0, 2.0));
    }

    #[test]
    fn what_is_no_position_says_so() {
        for (text, error) in [
            (r#"{"latitude":1}"#, "longitude"),
            (r#"{"latitude":null,"longitude":2}"#, "latitude: expected a number, found null"),
            ("7", "expected an object, found a number"),
            ("null", "expected an object, found null"),
            (r#"{"latitude":"#, "latitude"),
        ] {
            let found = read(text).unwrap_err();
            assert!(found.contains(error), "{text}: {found}");
        }
    }
}
