//! Paths, in which `{name}` stands for one segment.

use anyhost_abi::PathParams;

/// A part of a path between two slashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Segment<'p> {
    Text(&'p str),
    /// `{name}`
    Param(&'p str),
    /// `:name`, as others write it.
    Colon(&'p str),
    /// What is neither.
    Broken,
}

/// The parts of a path.
pub(crate) fn segments(path: &str) -> impl Iterator<Item = Segment<'_>> {
    path.strip_prefix('/').unwrap_or(path).split('/').map(|part| {
        let inside = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        match (inside, part.strip_prefix(':')) {
            (Some(name), _) if is_name(name) => Segment::Param(name),
            (None, Some(name)) if is_name(name) => Segment::Colon(name),
            _ if part.contains(['{', '}']) => Segment::Broken,
            _ => Segment::Text(part),
        }
    })
}

fn is_name(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok()
}

/// The path as a host writes it.
pub(crate) fn written(path: &str, params: Option<PathParams>) -> String {
    let (before, after) = params.map_or(("{", "}"), |params| params.around);
    segments(path).fold(String::new(), |path, segment| match segment {
        Segment::Param(name) => format!("{path}/{before}{name}{after}"),
        Segment::Text(text) => format!("{path}/{text}"),
        Segment::Colon(name) => format!("{path}/:{name}"),
        Segment::Broken => path,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths() {
        let segments = |path| segments(path).collect::<Vec<_>>();
        assert_eq!(segments("/items/{id}"), [Segment::Text("items"), Segment::Param("id")]);
        assert_eq!(segments("/:id/a{b}/{}"), [Segment::Colon("id"), Segment::Broken, Segment::Broken]);
        let params = PathParams { key: "params", around: (":", "") };
        assert_eq!(written("/items/{id}/", Some(params)), "/items/:id/");
        assert_eq!(written("/items", None), "/items");
    }
}
