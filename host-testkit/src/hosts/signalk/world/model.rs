//! The server's data model of version 1: the last value of each path, by context.

use std::collections::BTreeMap;

use crate::hosts::signalk::js::Js;

/// What is known of a path.
#[derive(Debug, Clone, Default)]
pub(in crate::hosts::signalk) struct Leaf {
    pub(in crate::hosts::signalk) value: Option<Js>,
    pub(in crate::hosts::signalk) source: String,
    pub(in crate::hosts::signalk) timestamp: String,
    pub(in crate::hosts::signalk) meta: Option<Js>,
    /// The last value of each source, once there are several.
    by_source: Vec<(String, Js)>,
}

/// Values by context and path.
#[derive(Debug, Default)]
pub(in crate::hosts::signalk) struct Model {
    contexts: BTreeMap<String, Context>,
}

#[derive(Debug, Default)]
struct Context {
    leaves: BTreeMap<String, Leaf>,
    /// Keys of the root object, which path "" sets.
    root: Vec<(String, Js)>,
}

impl Model {
    /// Takes a delta that has passed the server's rules.
    pub(in crate::hosts::signalk) fn store(&mut self, delta: &Js) {
        let Some(name) = delta.get("context").and_then(Js::as_text) else { return };
        let context = self.contexts.entry(name.to_owned()).or_default();
        for update in delta.get("updates").and_then(Js::as_list).unwrap_or_default() {
            let text = |key: &str| update.get(key).map(Js::to_text).unwrap_or_default();
            let (source, timestamp) = (text("$source"), text("timestamp"));
            let entries = |key: &str| update.get(key).and_then(Js::as_list).unwrap_or_default();
            for entry in entries("values") {
                context.value(entry, &source, &timestamp);
            }
            for entry in entries("meta") {
                let (Some(path), Some(Js::Object(fields))) = (entry.get("path").and_then(Js::as_text), entry.get("value")) else {
                    continue;
                };
                let leaf = context.leaves.entry(path.to_owned()).or_default();
                let meta = leaf.meta.get_or_insert_with(|| Js::Object(Vec::new()));
                fields.iter().for_each(|(key, value)| meta.set(key, value.clone()));
            }
        }
    }

    /// What is known of a path.
    pub(in crate::hosts::signalk) fn leaf(&self, context: &str, path: &str) -> Option<&Leaf> {
        self.contexts.get(context)?.leaves.get(path)
    }

    /// Paths with a value.
    pub(in crate::hosts::signalk) fn paths(&self, context: &str) -> impl Iterator<Item = (&str, &Leaf)> {
        let leaves = self.contexts.get(context).into_iter().flat_map(|context| &context.leaves);
        leaves.map(|(path, leaf)| (path.as_str(), leaf))
    }

    /// What REST shows below a path, its parts between slashes; `None`: 404.
    pub(in crate::hosts::signalk) fn tree(&self, context: &str, parts: &[&str]) -> Option<Js> {
        let context = self.contexts.get(context)?;
        let path = parts.join(".");
        let prefix = if path.is_empty() { String::new() } else { format!("{path}.") };
        let mut tree = match (context.leaves.get(&path), path.is_empty()) {
            (_, true) => Some(Js::Object(context.root.clone())),
            (Some(leaf), _) => Some(leaf.to_js()),
            (None, _) => None,
        };
        for (path, leaf) in context.leaves.range(prefix.clone()..).take_while(|(path, _)| path.starts_with(&prefix)) {
            let below: Vec<&str> = path[prefix.len()..].split('.').filter(|part| !part.is_empty()).collect();
            if !below.is_empty() {
                insert(tree.get_or_insert_with(|| Js::Object(Vec::new())), &below, leaf.to_js());
            }
        }
        tree.or_else(|| {
            // A field of a leaf, or of its value.
            let (last, before) = parts.split_last()?;
            let parent = self.tree_of(context, before)?;
            parent.get(last).cloned()
        })
    }

    fn tree_of(&self, context: &Context, parts: &[&str]) -> Option<Js> {
        match context.leaves.get(&parts.join(".")) {
            Some(leaf) => Some(leaf.to_js()),
            None if parts.is_empty() => Some(Js::Object(context.root.clone())),
            None => {
                let (last, before) = parts.split_last()?;
                self.tree_of(context, before)?.get(last).cloned()
            }
        }
    }
}

impl Context {
    fn value(&mut self, entry: &Js, source: &str, timestamp: &str) {
        let (Some(path), value) = (entry.get("path").and_then(Js::as_text), entry.get("value").cloned()) else { return };
        if path.is_empty() {
            let Some(Js::Object(fields)) = value else { return };
            for (key, value) in fields {
                match self.root.iter_mut().find(|known| known.0 == key) {
                    Some(known) => known.1 = value,
                    None => self.root.push((key, value)),
                }
            }
            return;
        }
        // `undefined` is not stored.
        let Some(value) = value else { return };
        let leaf = self.leaves.entry(path.to_owned()).or_default();
        let row = Js::object([("value", value.clone()), ("timestamp", Js::text(timestamp))]);
        match leaf.by_source.iter_mut().find(|known| known.0 == source) {
            Some(known) => known.1 = row,
            None => leaf.by_source.push((source.to_owned(), row)),
        }
        (leaf.value, leaf.source, leaf.timestamp) = (Some(value), source.to_owned(), timestamp.to_owned());
    }
}

impl Leaf {
    fn to_js(&self) -> Js {
        let mut fields = Vec::new();
        if let Some(meta) = &self.meta {
            fields.push(("meta".to_owned(), meta.clone()));
        }
        if let Some(value) = &self.value {
            fields.push(("value".to_owned(), value.clone()));
            fields.push(("$source".to_owned(), Js::text(&self.source)));
            fields.push(("timestamp".to_owned(), Js::text(&self.timestamp)));
            if self.by_source.len() > 1 {
                fields.push(("values".to_owned(), Js::Object(self.by_source.clone())));
            }
        }
        Js::Object(fields)
    }
}

fn insert(tree: &mut Js, parts: &[&str], leaf: Js) {
    let Some((first, rest)) = parts.split_first() else { return };
    if !matches!(tree, Js::Object(_)) {
        *tree = Js::Object(Vec::new());
    }
    if tree.get(first).is_none() {
        tree.set(first, Js::Object(Vec::new()));
    }
    let Js::Object(fields) = tree else { return };
    let Some((_, below)) = fields.iter_mut().find(|field| field.0 == *first) else { return };
    if !rest.is_empty() {
        insert(below, rest, leaf);
    } else if let (Js::Object(known), Js::Object(mut more)) = (&mut *below, leaf) {
        known.append(&mut more);
    }
}
