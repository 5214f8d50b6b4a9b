//! What the plugin provides.

use crate::Plugin;
use anyhost::Raw;
use anyhost::signalk::{
    Forecast, Position, RadarInfo, RadarProvider, ResourceProvider, ResourceQuery, Weather, WeatherProvider, WeatherRequest,
    WeatherWarning, error,
};

// ANCHOR: resources
impl ResourceProvider for Plugin {
    type Resource = Vec<f64>;

    fn list(&mut self, query: &ResourceQuery) -> Result<Vec<(String, Vec<f64>)>, String> {
        match query.get("bytes").and_then(|bytes| bytes.parse().ok()) {
            Some(bytes) => Ok(vec![("x".repeat(bytes), Vec::new())]),
            None => Ok(self.tracks.clone()),
        }
    }

    fn get(&mut self, _kind: &str, id: &str) -> Result<Option<Vec<f64>>, String> {
        Ok(self.tracks.iter().find(|(known, _)| known == id).map(|(_, track)| track.clone()))
    }

    fn set(&mut self, kind: &str, id: &str, track: Vec<f64>) -> Result<(), String> {
        if track.is_empty() {
            return Err(format!("{kind}/{id} is empty"));
        }
        self.tracks.retain(|(known, _)| known != id);
        self.tracks.push((id.to_owned(), track));
        Ok(())
    }

    fn delete(&mut self, _kind: &str, id: &str) -> Result<(), String> {
        self.tracks.retain(|(known, _)| known != id);
        Ok(())
    }
}
// ANCHOR_END: resources

impl WeatherProvider for Plugin {
    fn observations(&mut self, request: &WeatherRequest) -> Result<Vec<Weather>, String> {
        if request.position.latitude > 90.0 {
            return Err("too far north".to_owned());
        }
        Ok(vec![Weather { date: "2026-11-21T12:00:00Z".to_owned(), ..Weather::default() }])
    }

    fn forecasts(&mut self, kind: Forecast, request: &WeatherRequest) -> Result<Vec<Weather>, String> {
        let mut all = self.observations(request)?;
        if kind == Forecast::Point {
            all.clear();
        }
        Ok(all)
    }

    fn warnings(&mut self, _position: Position) -> Result<Vec<WeatherWarning>, String> {
        Ok(Vec::new())
    }
}

impl RadarProvider for Plugin {
    fn radars(&mut self) -> Vec<String> {
        vec!["r0".to_owned()]
    }

    fn info(&mut self, radar: &str) -> Option<RadarInfo> {
        (radar == "r0").then(|| RadarInfo { name: "Radar".to_owned(), brand: "None".to_owned(), ..RadarInfo::default() })
    }

    fn set_control(&mut self, radar: &str, control: &str, value: Raw<'_>) -> Result<(), String> {
        error(&format!("{radar} {control} {}", value.as_str()));
        Ok(())
    }
}
