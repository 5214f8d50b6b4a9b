//! What deltas leave behind on the server.

use crate::rt::Reader;
use std::collections::BTreeMap;

pub(super) const SELF: &str = "vessels.self";
pub(super) const NOTIFICATIONS: &str = "notifications.";

/// Values and metadata by context and path, as JSON.
#[derive(Debug, Default)]
pub(super) struct Model {
    values: BTreeMap<(String, String), String>,
    metas: BTreeMap<(String, String), String>,
}

/// A delta as far as the model knows it.
#[derive(Debug, Default)]
struct Delta {
    context: Option<String>,
    values: Vec<(String, String)>,
    metas: Vec<(String, String)>,
}

impl Model {
    /// Takes a delta; why the real server would drop it, or a part of it.
    pub(super) fn take(&mut self, json: &str, keep: bool) -> Result<(), String> {
        let delta = read(json)?;
        let context = delta.context.unwrap_or_else(|| SELF.to_owned());
        if keep {
            let key = |path| (context.clone(), path);
            self.values.extend(delta.values.into_iter().map(|(path, value)| (key(path), value)));
            self.metas.extend(delta.metas.into_iter().map(|(path, meta)| (key(path), meta)));
        }
        Ok(())
    }

    pub(super) fn value(&self, context: &str, path: &str) -> Option<String> {
        self.values.get(&(context.to_owned(), path.to_owned())).cloned()
    }

    pub(super) fn meta(&self, context: &str, path: &str) -> Option<String> {
        self.metas.get(&(context.to_owned(), path.to_owned())).cloned()
    }

    pub(super) fn notifications(&self) -> Vec<(String, String)> {
        let is = |(context, path): &(String, String)| context == SELF && path.starts_with(NOTIFICATIONS);
        self.values.iter().filter(|(key, _)| is(key)).map(|((_, path), value)| (path.clone(), value.clone())).collect()
    }

    /// Keeps a value of the own vessel that comes past deltas.
    pub(super) fn set(&mut self, path: &str, value: &str) {
        self.values.insert((SELF.to_owned(), path.to_owned()), value.to_owned());
    }
}

fn read(json: &str) -> Result<Delta, String> {
    let mut buffer = json.as_bytes().to_vec();
    let mut reader = Reader::new(&mut buffer);
    let (mut delta, mut wrong, mut updates) = (Delta::default(), None, false);
    reader.entries(&mut |key, value| match key {
        "context" => delta.context = value.string(),
        "updates" => {
            updates = true;
            value.array(&mut |update| {
                let mut lists = 0;
                update.entries(&mut |key, list| {
                    let to = match key {
                        "values" => &mut delta.values,
                        "meta" => &mut delta.metas,
                        _ => return,
                    };
                    lists += 1;
                    list.array(&mut |entry| match self::entry(entry) {
                        Ok(entry) => to.push(entry),
                        Err(error) => wrong = wrong.take().or(Some(error)),
                    });
                });
                if lists == 0 {
                    wrong = wrong.take().or(Some("it has an update with neither values nor meta".to_owned()));
                }
            });
        }
        _ => {}
    });
    reader.end();
    if let Some(error) = reader.take_error() {
        return Err(error.text());
    }
    if !updates {
        return Err("it has no updates".to_owned());
    }
    wrong.map_or(Ok(delta), Err)
}

/// One of a list: its path and its value.
fn entry(entry: &mut Reader<'_>) -> Result<(String, String), String> {
    let (mut path, mut json) = (None, None);
    entry.entries(&mut |key, value| match key {
        "path" => path = value.string(),
        "value" => json = value.raw().map(|value| value.as_str().to_owned()),
        _ => {}
    });
    let path = path.ok_or("it has an entry without a path")?;
    let json = json.ok_or_else(|| format!("`{path}` is without a value"))?;
    if path.is_empty() && !json.starts_with('{') {
        return Err(format!("the value of the path \"\" is an object, not {json}"));
    }
    check_path(&path)?;
    Ok((path, json))
}

/// Paths are words with points between them.
pub(super) fn check_path(path: &str) -> Result<(), String> {
    if !path.is_empty() && path.split('.').any(|part| part.is_empty() || part.contains(char::is_whitespace)) {
        return Err(format!("`{path}` is no path: words with points between them, as in `navigation.position`"));
    }
    Ok(())
}
