use super::*;
use crate::signalk::{Mock, Outside, Position, WeatherWarning};

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
