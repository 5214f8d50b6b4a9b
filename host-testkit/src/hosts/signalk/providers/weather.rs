//! `/signalk/v2/api/weather/…?lat=&lon=`.

use super::failed;
use crate::hosts::signalk::calls::Order;
use crate::hosts::signalk::http::{Request, Response};
use crate::hosts::signalk::js::Js;
use crate::hosts::signalk::server::Server;

impl Server<'_> {
    pub(super) fn weather(&mut self, request: &Request, parts: &[String]) -> Option<Response> {
        if request.method != "GET" {
            return None;
        }
        let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
        let world = self.world();
        let (package, provider) = (world.package.clone(), world.providers.weather.clone());
        if parts.first() == Some(&"_providers") {
            let Some(provider) = provider else { return Some(Response::json(200, &Js::Object(Vec::new()))) };
            let row = Js::object([("name", Js::Text(provider.name)), ("isDefault", Js::Bool(true))]);
            return match parts.get(1) {
                None => Some(Response::json(200, &Js::Object(vec![(package, row)]))),
                Some(&"_default") => Some(Response::json(200, &Js::object([("id", Js::Text(package))]))),
                Some(_) => None,
            };
        }
        let query = request.query();
        let number = |key: &str| query.get(key).and_then(Js::as_text).filter(|text| !text.is_empty()).map(to_number);
        let (latitude, longitude) = match (number("lat"), number("lon")) {
            (Some(Some(latitude)), Some(Some(longitude))) => (latitude, longitude),
            (Some(_), Some(_)) => return Some(failed(400, "Invalid position data!")),
            _ => return Some(failed(400, "Location not supplied!")),
        };
        let (export, kind) = match parts.as_slice() {
            ["observations"] => ("weather_get_observations", None),
            ["forecasts", kind @ ("point" | "daily")] => ("weather_get_forecasts", Some(*kind)),
            ["warnings"] => ("weather_get_warnings", None),
            _ => return None,
        };
        let Some(provider) = provider else { return Some(failed(400, "No providers registered!")) };
        if query.get("provider").and_then(Js::as_text).is_some_and(|named| named != package) {
            let named = query.get("provider").map(Js::to_text).unwrap_or_default();
            return Some(failed(400, &format!("Requested provider not found! ({named})")));
        }
        let position = Js::object([("latitude", Js::Number(latitude)), ("longitude", Js::Number(longitude))]);
        let mut asked = Js::object([("position", position)]);
        if let Some(kind) = kind {
            asked.set("type", Js::text(kind));
        }
        if export != "weather_get_warnings" {
            asked.set("options", options(&query));
        }
        let answer = if provider.ready { self.provide(export, &asked, Order::ReadFirst) } else { None };
        let answer = answer.and_then(|text| self.parsed(export, &text)).unwrap_or(Js::List(Vec::new()));
        let Some(kind) = kind else { return Some(Response::json(200, &answer)) };
        Some(match answer {
            Js::List(items) => {
                let of_kind = |item: &Js| item.get("type").and_then(Js::as_text) == Some(kind);
                Response::json(200, &Js::List(items.into_iter().filter(of_kind).collect()))
            }
            _ => failed(400, "r.filter is not a function"),
        })
    }
}

/// `{"custom":{…},"maxCount"?,"startDate"?}`.
fn options(query: &Js) -> Js {
    const KNOWN: [&str; 5] = ["lat", "lon", "provider", "count", "date"];
    let custom = match query {
        Js::Object(fields) => fields.iter().filter(|field| !KNOWN.contains(&field.0.as_str())).cloned().collect(),
        _ => Vec::new(),
    };
    let mut options = Js::object([("custom", Js::Object(custom))]);
    let text = |key: &str| query.get(key).and_then(Js::as_text).filter(|text| !text.is_empty());
    if let Some(count) = text("count").and_then(to_number) {
        options.set("maxCount", Js::Number(count));
    }
    if let Some(date) = text("date").filter(|date| has_date(date)) {
        options.set("startDate", Js::text(date));
    }
    options
}

/// `Number(text)`.
fn to_number(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|number| !number.is_nan())
}

/// `/[0-9]{4}-[0-9]{2}-[0-9]{2}/` somewhere.
fn has_date(text: &str) -> bool {
    let digit = |at: usize, byte: u8| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    text.as_bytes().windows(10).any(|part| part.iter().enumerate().all(|(at, byte)| digit(at, *byte)))
}
