//! Names for people and for hosts, out of identifiers and doc comments.

use syn::{Attribute, Expr, Lit, Meta};

/// `split_text` → `Split text`.
pub(crate) fn title(name: &str) -> String {
    let mut title = String::with_capacity(name.len());
    for word in name.split(['_', '-', ' ']).filter(|word| !word.is_empty()) {
        if title.is_empty() {
            let mut letters = word.chars();
            title.extend(letters.next().into_iter().flat_map(char::to_uppercase));
            title.push_str(letters.as_str());
        } else {
            title.push(' ');
            title.push_str(word);
        }
    }
    title
}

/// `max_radius` → `Max Radius`, `maxRadius` too.
pub(crate) fn heading(name: &str) -> String {
    let words = snake(name);
    let words = words.split(['_', '-', ' ']).filter(|word| !word.is_empty());
    words.map(title).collect::<Vec<_>>().join(" ")
}

/// `max_radius` and `MaxRadius` → `maxRadius`.
pub(crate) fn camel(name: &str) -> String {
    let words = snake(name);
    let mut words = words.split('_').filter(|word| !word.is_empty());
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |camel, word| camel + &title(word))
}

/// `NotFound` → `not_found`, `HTTPError` → `http_error`.
pub(crate) fn snake(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut snake = String::with_capacity(name.len() + 4);
    for (i, letter) in letters.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|i| letters.get(i));
        let after = letters.get(i + 1);
        let begins = letter.is_uppercase()
            && before.is_some_and(|before| {
                before.is_lowercase()
                    || before.is_numeric()
                    || (before.is_uppercase() && after.is_some_and(|after| after.is_lowercase()))
            });
        if begins {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// The text of doc comments: the lines of a paragraph become one line, paragraphs follow each other as lines.
pub(crate) fn docs(attrs: &[Attribute]) -> String {
    let mut paragraphs = vec![String::new()];
    for line in attrs.iter().filter_map(doc).flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()) {
        let line = line.trim();
        match paragraphs.last_mut() {
            Some(paragraph) if !line.is_empty() => {
                if !paragraph.is_empty() {
                    paragraph.push(' ');
                }
                paragraph.push_str(line);
            }
            _ => paragraphs.push(String::new()),
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs.join("\n")
}

/// The doc comment as Markdown, where it is more than one paragraph.
pub(crate) fn markdown(attrs: &[Attribute]) -> Option<String> {
    let lines: Vec<String> =
        attrs.iter().filter_map(doc).flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect();
    // What rustdoc does: the space behind `///` is no part of the text.
    let text: Vec<&str> = lines.iter().map(|line| line.strip_prefix(' ').unwrap_or(line).trim_end()).collect();
    let text = text.join("\n");
    let text = text.trim_matches('\n');
    text.contains("\n\n").then(|| text.to_owned())
}

/// The text of one `#[doc = "…"]`. An empty line stays one.
fn doc(attr: &Attribute) -> Option<String> {
    match &attr.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) if text.value().is_empty() => Some("\n".to_owned()),
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    }
}

/// The candidate that was probably meant.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['_', '-', ' '], "");
    let word = plain(word);
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, &plain(candidate)), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.len() / 2).clamp(1, 2))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters have to change.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut corner = i;
        let mut left = i + 1;
        for (other, cell) in b.iter().zip(row.iter_mut().skip(1)) {
            let replaced = corner + usize::from(letter != *other);
            corner = *cell;
            left = replaced.min(corner + 1).min(left + 1);
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles() {
        assert_eq!(title("split_text"), "Split text");
        assert_eq!(title("_x"), "X");
        assert_eq!(title("ünder"), "Ünder");
        assert_eq!(title("_"), "");
    }

    #[test]
    fn snake_case() {
        for (name, snaked) in [
            ("Red", "red"),
            ("NotFound", "not_found"),
            ("HTTPError", "http_error"),
            ("V2Beta", "v2_beta"),
            ("already_snake", "already_snake"),
        ] {
            assert_eq!(snake(name), snaked);
        }
    }

    #[test]
    fn camel_case_and_headings() {
        for (name, camel_case, heading_) in [
            ("max_radius", "maxRadius", "Max Radius"),
            ("MaxRadius", "maxRadius", "Max Radius"),
            ("_x", "x", "X"),
            ("ais", "ais", "Ais"),
            ("UseHTTPOnly", "useHttpOnly", "Use Http Only"),
        ] {
            assert_eq!((camel(name).as_str(), heading(name).as_str()), (camel_case, heading_));
        }
    }

    #[test]
    fn doc_comments() {
        let item: syn::ItemFn = syn::parse_quote! {
            /// One
            /// sentence.
            ///
            /// Another.
            #[doc = "\n  Third\n  one. "]
            #[doc(hidden)]
            fn f() {}
        };
        assert_eq!(docs(&item.attrs), "One sentence.\nAnother.\nThird one.");
    }

    #[test]
    fn docs_as_markdown() {
        let item: syn::ItemFn = syn::parse_quote! {
            /// One
            /// sentence.
            ///
            /// - a
            ///   - b
            fn f() {}
        };
        assert_eq!(markdown(&item.attrs).as_deref(), Some("One\nsentence.\n\n- a\n  - b"));
        let item: syn::ItemFn = syn::parse_quote! {
            /// One
            /// sentence.
            fn f() {}
        };
        assert_eq!(markdown(&item.attrs), None);
    }

    #[test]
    fn suggestions() {
        let keys = ["category", "name", "title", "flow_like"];
        assert_eq!(nearest("catgory", keys), Some("category"));
        assert_eq!(nearest("FlowLike", keys), Some("flow_like"));
        assert_eq!(nearest("zzz", keys), None);
        assert_eq!((distance("kitten", "sitting"), distance("", "abc"), distance("abc", "")), (3, 3, 3));
    }
}
