//! Weather that a plugin provides.

use super::Position;
use super::object::object;
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
