//! What the exports of a provider of weather do.

use super::super::{Forecast, Weather, WeatherProvider, WeatherRequest};
use crate::join;
use crate::rt::json::Kind;
use crate::rt::{Reader, Writer};
use crate::signalk;
use alloc::string::String;
use alloc::vec::Vec;

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
        Err(error) => signalk::error(&error),
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
#[path = "weather_tests.rs"]
mod tests;
