//! What becomes of values that a plugin passes on.

use serde_json::Value;
use serde_json::value::RawValue;

use super::prober::Prober;
use crate::hosts::{Answer, Probe, Purpose};
use crate::json::Fields;
use crate::request::Capabilities;
use crate::sandbox::Stop;
use crate::session::Session;
use crate::text::shorten;

/// How deep values are looked for.
const DEPTH: usize = 8;

/// A text shorter than this, with its quotes, may be in a result by chance.
const TEXT: usize = 5;

/// Longest result that is looked through.
const RESULT_BYTES: usize = 1 << 20;

/// Whole numbers of a JSON text that fit in neither an i64 nor a u64.
fn wide_integers(json: &str) -> Vec<&str> {
    let (mut numbers, mut string, mut escaped) = (Vec::new(), false, false);
    let mut start = None;
    for (at, byte) in json.bytes().chain(*b" ").enumerate() {
        let in_number = !string && matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        match (start, in_number) {
            (None, true) => start = Some(at),
            (Some(from), false) => {
                numbers.push(&json[from..at]);
                start = None;
            }
            _ => {}
        }
        (string, escaped) = match byte {
            b'"' if !escaped => (!string, false),
            b'\\' if string => (string, !escaped),
            _ => (string, false),
        };
    }
    let whole = |number: &&str| number.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit()) && number.len() > 18;
    numbers.retain(|number| whole(number) && number.parse::<i64>().is_err() && number.parse::<u64>().is_err());
    numbers
}

/// The values of a JSON text that can be told from others, as they are written: objects of two fields and more, and texts.
fn values(json: &str, depth: usize, found: &mut Vec<String>) {
    let json = json.trim();
    let parts: Vec<Box<RawValue>> = match json.as_bytes().first() {
        Some(b'{') => Fields::parse(json).map(|fields| fields.0.into_iter().map(|field| field.1).collect()).unwrap_or_default(),
        Some(b'[') => serde_json::from_str(json).unwrap_or_default(),
        Some(b'"') if json.len() >= TEXT => {
            found.push(json.to_owned());
            return;
        }
        _ => return,
    };
    if json.starts_with('{') && parts.len() > 1 {
        found.push(json.to_owned());
    }
    if depth > 0 {
        parts.iter().for_each(|part| values(part.get(), depth - 1, found));
    }
}

/// Whether two values say the same; numbers as far as floating point goes.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let kept = |(key, value): (&String, &Value)| other.get(key).is_some_and(|other| same(value, other));
            one.len() == other.len() && one.iter().all(kept)
        }
        (one, other) => one == other,
    }
}

/// The first value of the context that is in the result with another text, and that text.
fn rewritten(context: &str, result: &str) -> Option<(String, String)> {
    let [mut sent, mut got] = [Vec::new(), Vec::new()];
    values(context, DEPTH, &mut sent);
    values(result, DEPTH, &mut got);
    got.retain(|text| !sent.contains(text));
    let parsed = |text: &str| serde_json::from_str::<Value>(text).ok();
    let got: Vec<(Value, String)> = got.into_iter().filter_map(|text| Some((parsed(&text)?, text))).collect();
    sent.into_iter().find_map(|text| {
        let value = parsed(&text)?;
        let other = got.iter().find(|other| same(&value, &other.0))?;
        Some((text, other.1.clone()))
    })
}

impl Prober<'_> {
    /// What is wrong with the values of an answer to an input.
    pub(super) fn passed(&mut self, probe: &Probe, answer: &Answer) {
        let Some(raw) = answer.raw.as_deref().filter(|raw| raw.len() <= RESULT_BYTES) else { return };
        let context = String::from_utf8_lossy(&probe.context);
        if let Some(rule) = self.rules().precision {
            let (sent, spoilt) = ("9007199254740993", "9007199254740992");
            if context.contains(sent) && raw.contains(spoilt) {
                self.say(rule, &format!("{sent} comes back as {spoilt}"));
            }
        }
        if let Some(rule) = self.rules().rewritten
            && let Some((sent, got)) = rewritten(&context, raw)
        {
            self.say(rule, &format!("`{}` comes back as `{}`", shorten(&sent), shorten(&got)));
        }
        // A whole number of the plugin's own that does not fit.
        if let Some(rule) = self.rules().wide_number
            && let Some(number) = wide_integers(raw).into_iter().find(|number| !context.contains(number))
        {
            self.say(rule, &format!("with {}: the result has the number {}", probe.label, shorten(number)));
        }
    }

    /// An input as large as the host may bring one, on an instance of its own.
    pub(super) fn large(&mut self) {
        let (Some(rule), Some(context)) = (self.rules().large, self.emulator().large()) else { return };
        if self.is_over() || self.sound.is_none() {
            return;
        }
        // A runtime that collects garbage may need much before it gives up.
        let loaded = self.loaded.with_all_fuel();
        let answer = Session::new(&loaded, Purpose::Run(Capabilities::All), false).call(&context);
        // A call that is ended by a limit of anyhost's says nothing about memory.
        let Some(fault) = answer.fault.filter(|fault| !fault.stop.as_ref().is_some_and(Stop::is_limit)) else { return };
        self.say(rule, &format!("with an item of {} bytes: {}", context.len(), fault.detail));
    }
}

#[cfg(test)]
mod tests {
    use super::{rewritten, wide_integers};

    #[test]
    fn what_is_rewritten_is_found() {
        let sent = r#"{"params":{},"$json":{"z":1.0,"a":"<b>&","n":[1e2]}}"#;
        for kept in
            [r#"{"z":1.0,"a":"<b>&","n":[1e2]}"#, r#""<b>&""#, r#"{"a":"<b>&"}"#, r#"{"z":2,"a":"x","n":[1e2]}"#, "100", "[]"]
        {
            assert_eq!(rewritten(sent, &format!(r#"[{{"json":{kept}}}]"#)), None, "{kept}");
        }
        for other in [
            r#"{"a":"<b>&","n":[1e2],"z":1.0}"#,
            r#"{"z":1,"a":"<b>&","n":[1e2]}"#,
            r#"{"z":1.0,"a":"<b>&","n":[100]}"#,
            r#"{"z":1.0, "a":"<b>&","n":[1e2]}"#,
            r#""\u003cb>&""#,
            r#"{"other":"<b>\u0026"}"#,
        ] {
            assert!(rewritten(sent, &format!(r#"[{{"json":{{"data":{other}}}}}]"#)).is_some(), "{other}");
        }
    }

    #[test]
    fn wide_numbers_are_found() {
        let json = r#"{"a":18446744073709551616,"b":"18446744073709551616","c":18446744073709551615,"d":1e300}"#;
        assert_eq!(wide_integers(json), ["18446744073709551616"]);
    }
}
