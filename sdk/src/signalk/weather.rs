//! Weather that a plugin provides.

use super::Position;
use super::object::object;
use crate::join;
use crate::rt::json::Kind;
use crate::rt::{Reader, Writer};
use alloc::string::String;
use alloc::vec::Vec;

/// What a plugin does that provides weather, with `weather("name")` among the arguments of its attribute. Clients reach it at
/// `/signalk/v2/api/weather`.
///
/// ```
/// use anyhost::signalk::{Forecast, Position, Weather, WeatherProvider, WeatherRequest, WeatherWarning, Wind};
///
/// struct Calm;
///
/// impl WeatherProvider for Calm {
///     fn observations(&mut self, _request: &WeatherRequest) -> Result<Vec<Weather>, String> {
///         let wind = Wind { speed_true: Some(0.0), ..Wind::default() };
///         Ok(vec![Weather { date: "2026-11-21T12:00:00Z".to_owned(), wind: Some(wind), ..Weather::default() }])
///     }
///
///     fn forecasts(&mut self, _kind: Forecast, request: &WeatherRequest) -> Result<Vec<Weather>, String> {
///         let mut days = self.observations(request)?;
///         days.truncate(request.max_count.unwrap_or(5));
///         Ok(days)
///     }
///
///     fn warnings(&mut self, _position: Position) -> Result<Vec<WeatherWarning>, String> {
///         Ok(Vec::new())
///     }
/// }
/// ```
///
/// The server has no way to tell a client of an error: an `Err` becomes the plugin's [`error`](super::error()), and the client
/// gets none. All of a reply together may be 65,536 bytes of JSON.
#[diagnostic::on_unimplemented(
    message = "`{Self}` provides no weather",
    label = "`weather(…)` among the arguments says that it does",
    note = "write `impl anyhost::signalk::WeatherProvider for {Self}`, or leave the argument out"
)]
pub trait WeatherProvider {
    /// What was measured at a place, the newest first.
    ///
    /// # Errors
    ///
    /// The client gets none, and the plugin's error is the text.
    fn observations(&mut self, request: &WeatherRequest) -> Result<Vec<Weather>, String>;

    /// What is to come at a place, the next first.
    ///
    /// # Errors
    ///
    /// The same.
    fn forecasts(&mut self, kind: Forecast, request: &WeatherRequest) -> Result<Vec<Weather>, String>;

    /// What is warned of at a place.
    ///
    /// # Errors
    ///
    /// The same.
    fn warnings(&mut self, position: Position) -> Result<Vec<WeatherWarning>, String>;
}

/// What a client asks for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct WeatherRequest {
    /// Where.
    pub position: Position,
    /// How many at most.
    pub max_count: Option<usize>,
    /// From when on, in RFC 3339, or a date alone.
    pub start_date: Option<String>,
    /// What else is asked for, as a JSON object.
    pub custom: String,
}

/// Which forecasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forecast {
    /// For points in time.
    Point,
    /// For days.
    Daily,
}

impl Forecast {
    /// As Signal K writes it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Point => "point",
            Self::Daily => "daily",
        }
    }
}

object! {
    /// What was measured or is forecast. What is `None`, or a number that is not finite, is left out.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Weather {
        /// When, in RFC 3339.
        pub date "date": String,
        /// In words.
        pub description "description": Option<String>,
        /// Air.
        pub outside "outside": Option<Outside>,
        /// Water.
        pub water "water": Option<Water>,
        /// Wind.
        pub wind "wind": Option<Wind>,
        /// Sun.
        pub sun "sun": Option<Sun>,
    }

    /// The air.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Outside {
        /// Kelvin.
        pub temperature "temperature": Option<f64>,
        /// Kelvin.
        pub min_temperature "minTemperature": Option<f64>,
        /// Kelvin.
        pub max_temperature "maxTemperature": Option<f64>,
        /// Kelvin.
        pub feels_like_temperature "feelsLikeTemperature": Option<f64>,
        /// Kelvin.
        pub dew_point_temperature "dewPointTemperature": Option<f64>,
        /// Pascal.
        pub pressure "pressure": Option<f64>,
        /// `steady`, `decreasing`, `increasing`, `not available`.
        pub pressure_tendency "pressureTendency": Option<String>,
        /// From 0 to 1.
        pub relative_humidity "relativeHumidity": Option<f64>,
        /// Kilograms of water in a cubic metre.
        pub absolute_humidity "absoluteHumidity": Option<f64>,
        /// From 0 to 1.
        pub cloud_cover "cloudCover": Option<f64>,
        /// Metres.
        pub horizontal_visibility "horizontalVisibility": Option<f64>,
        /// The index of the WHO.
        pub uv_index "uvIndex": Option<f64>,
        /// Metres of rain.
        pub precipitation_volume "precipitationVolume": Option<f64>,
        /// `rain`, `thunderstorm`, `freezing rain`, `mixed/ice`, `snow`, `not available`.
        pub precipitation_type "precipitationType": Option<String>,
    }

    /// The water.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Water {
        /// Kelvin.
        pub temperature "temperature": Option<f64>,
        /// Metres.
        pub level "level": Option<f64>,
        /// `steady`, `decreasing`, `increasing`, `not available`.
        pub level_tendency "levelTendency": Option<String>,
        /// Metres per second.
        pub surface_current_speed "surfaceCurrentSpeed": Option<f64>,
        /// Radians.
        pub surface_current_direction "surfaceCurrentDirection": Option<f64>,
        /// Of the water's mass, from 0 to 1.
        pub salinity "salinity": Option<f64>,
        /// Metres.
        pub wave_significant_height "waveSignificantHeight": Option<f64>,
        /// Seconds.
        pub wave_period "wavePeriod": Option<f64>,
        /// Radians.
        pub wave_direction "waveDirection": Option<f64>,
        /// Metres.
        pub swell_height "swellHeight": Option<f64>,
        /// Seconds.
        pub swell_period "swellPeriod": Option<f64>,
        /// Radians.
        pub swell_direction "swellDirection": Option<f64>,
    }

    /// The wind.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Wind {
        /// Metres per second.
        pub speed_true "speedTrue": Option<f64>,
        /// Where it comes from, in radians.
        pub direction_true "directionTrue": Option<f64>,
        /// Metres per second.
        pub gust "gust": Option<f64>,
        /// Radians.
        pub gust_direction "gustDirection": Option<f64>,
    }

    /// The sun.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct Sun {
        /// When it rises, in RFC 3339.
        pub sunrise "sunrise": Option<String>,
        /// When it sets, in RFC 3339.
        pub sunset "sunset": Option<String>,
    }

    /// What is warned of.
    #[derive(Debug, Clone, PartialEq, Default)]
    pub struct WeatherWarning {
        /// From when on, in RFC 3339.
        pub start_time "startTime": String,
        /// Until when, in RFC 3339.
        pub end_time "endTime": String,
        /// In words.
        pub details "details": String,
        /// Who warns.
        pub source "source": String,
        /// Of what: `Warning`, `Gale Warning`, ….
        pub kind "type": String,
    }
}

/// `weather_get_observations`: an array.
pub fn get_observations<T: WeatherProvider>(state: &mut T, request: &mut Reader<'_>, out: &mut Writer) {
    let result = read(request).and_then(|(request, _)| state.observations(&request));
    reply(result, out, |weather, out| typed(weather, "observation", out));
}

/// `weather_get_forecasts`: an array.
pub fn get_forecasts<T: WeatherProvider>(state: &mut T, request: &mut Reader<'_>, out: &mut Writer) {
    let mut asked = Forecast::Point;
    let result = read(request).and_then(|(request, kind)| {
        asked = kind;
        state.forecasts(kind, &request)
    });
    reply(result, out, |weather, out| typed(weather, asked.as_str(), out));
}

/// `weather_get_warnings`: an array.
pub fn get_warnings<T: WeatherProvider>(state: &mut T, request: &mut Reader<'_>, out: &mut Writer) {
    let result = read(request).and_then(|(request, _)| state.warnings(request.position));
    reply(result, out, |warning, out| {
        out.serialize(warning);
    });
}

/// What is asked for, and of which forecasts.
fn read(reader: &mut Reader<'_>) -> Result<(WeatherRequest, Forecast), String> {
    let (mut request, mut kind, mut position) = (WeatherRequest::default(), Forecast::Point, None);
    request.custom = join(&["{}"]);
    reader.object(&["position", "options", "type"], &mut |index, value| match index {
        0 => position = value.deserialize(),
        1 => options(value, &mut request),
        _ if value.str() == Some("daily") => kind = Forecast::Daily,
        _ => {}
    });
    if let Some(error) = reader.take_error() {
        return Err(join(&["a request for weather cannot be read: ", &error.text()]));
    }
    request.position = position.ok_or_else(|| join(&["a request for weather has no position"]))?;
    Ok((request, kind))
}

fn options(reader: &mut Reader<'_>, request: &mut WeatherRequest) {
    reader.entries(&mut |key, value| match (key, value.kind()) {
        // Whatever a client wrote into the query that is no count is none.
        ("maxCount", Kind::Number) => request.max_count = value.f64().map(|count| count as usize),
        ("startDate", Kind::String) => request.start_date = value.string(),
        ("custom", Kind::Object) => request.custom = value.raw().map(|custom| join(&[custom.as_str()])).unwrap_or_default(),
        _ => {}
    });
}

/// The array; an error is the plugin's, and the client gets none.
fn reply<T>(result: Result<Vec<T>, String>, out: &mut Writer, mut each: impl FnMut(&T, &mut Writer)) {
    out.begin_array();
    match result {
        Ok(all) => {
            for one in &all {
                out.comma();
                each(one, out);
            }
        }
        Err(error) => super::error(&error),
    }
    out.end_array();
}

/// The weather with its type in front.
fn typed(weather: &Weather, kind: &str, out: &mut Writer) {
    out.begin_object();
    out.key("type");
    out.str(kind);
    out.raw(",");
    // The rest of an object that has a date.
    let mut all = Writer::new();
    all.serialize(weather);
    out.raw(all.into_string().get(1..).unwrap_or("}"));
}

#[cfg(test)]
mod tests {
    use super::super::Mock;
    use super::*;

    #[derive(Default)]
    struct Sky {
        asked: Vec<WeatherRequest>,
        kinds: Vec<Forecast>,
    }

    impl WeatherProvider for Sky {
        fn observations(&mut self, request: &WeatherRequest) -> Result<Vec<Weather>, String> {
            self.asked.push(request.clone());
            let date = |day: u8| Weather { date: format!("2026-11-0{day}"), ..Weather::default() };
            let outside = Outside { temperature: Some(280.5), pressure: Some(f64::NAN), ..Outside::default() };
            Ok(vec![Weather { outside: Some(outside), description: Some("\"dry\"".into()), ..date(1) }, date(2)])
        }

        fn forecasts(&mut self, kind: Forecast, request: &WeatherRequest) -> Result<Vec<Weather>, String> {
            self.kinds.push(kind);
            let all = self.observations(request)?;
            Ok(all.into_iter().skip(1).collect())
        }

        fn warnings(&mut self, position: Position) -> Result<Vec<WeatherWarning>, String> {
            if position.latitude > 80.0 {
                return Err("too far north".into());
            }
            Ok(vec![WeatherWarning { details: "storm".into(), kind: "Warning".into(), ..WeatherWarning::default() }])
        }
    }

    type Export = fn(&mut Sky, &mut Reader<'_>, &mut Writer);

    fn call(sky: &mut Sky, export: Export, request: &str) -> String {
        let mut buffer = request.as_bytes().to_vec();
        let mut out = Writer::new();
        export(sky, &mut Reader::new(&mut buffer), &mut out);
        out.into_string()
    }

    const HERE: &str =
        r#"{"position":{"latitude":60,"longitude":-1.5},"options":{"custom":{"a":[1]},"maxCount":3,"startDate":"2026-11-01"}}"#;

    #[test]
    fn weather_is_typed_by_what_was_asked_for() {
        let _mock = Mock::new();
        let sky = &mut Sky::default();
        assert_eq!(
            call(sky, get_observations, HERE),
            r#"[{"type":"observation","date":"2026-11-01","description":"\"dry\"","outside":{"temperature":280.5}},{"type":"observation","date":"2026-11-02"}]"#
        );
        let asked = WeatherRequest {
            position: Position::new(60.0, -1.5),
            max_count: Some(3),
            start_date: Some("2026-11-01".into()),
            custom: r#"{"a":[1]}"#.into(),
        };
        assert_eq!(sky.asked, [asked]);
        let daily = HERE.replacen('{', r#"{"type":"daily","#, 1);
        assert_eq!(call(sky, get_forecasts, &daily), r#"[{"type":"daily","date":"2026-11-02"}]"#);
        let point = HERE.replacen("}}", r#"},"type":"point"}"#, 1);
        assert_eq!(call(sky, get_forecasts, &point), r#"[{"type":"point","date":"2026-11-02"}]"#);
        assert_eq!(sky.kinds, [Forecast::Daily, Forecast::Point]);
    }

    #[test]
    fn warnings_are_of_a_place() {
        let mock = Mock::new();
        let sky = &mut Sky::default();
        assert_eq!(
            call(sky, get_warnings, r#"{"position":{"latitude":1,"longitude":2}}"#),
            r#"[{"startTime":"","endTime":"","details":"storm","source":"","type":"Warning"}]"#
        );
        assert_eq!(call(sky, get_warnings, r#"{"position":{"latitude":81,"longitude":2}}"#), "[]");
        assert_eq!(mock.error().as_deref(), Some("too far north"));
    }

    #[test]
    fn what_cannot_be_read_is_an_error_and_no_weather() {
        let mock = Mock::new();
        let sky = &mut Sky::default();
        for (request, error) in [
            ("", "cannot be read"),
            ("{}", "no position"),
            (r#"{"position":{"latitude":"x","longitude":2}}"#, "position.latitude: expected a number, found a string"),
        ] {
            assert_eq!(call(sky, get_observations, request), "[]", "{request}");
            let said = mock.error().unwrap_or_default();
            assert!(said.contains(error), "{said}");
        }
        // A query of a client's that makes no sense is passed over.
        let odd = r#"{"position":{"latitude":1,"longitude":2},"options":{"maxCount":"many","startDate":7,"custom":null}}"#;
        assert!(call(sky, get_observations, odd).starts_with("[{"));
        assert_eq!(
            sky.asked,
            [WeatherRequest { position: Position::new(1.0, 2.0), custom: "{}".into(), ..WeatherRequest::default() }]
        );
    }
}
