//! Text nodes for Flow-Like: several nodes in one module.
#![forbid(unsafe_code)]

/// The nodes.
#[anyhost::plugin(flow_like, category = "Custom/Text")]
pub mod nodes {
    use anyhost::{Outputs, Pin};

    /// Converts a string to uppercase.
    #[node(icon = "/flow/icons/text.svg")]
    pub fn uppercase(#[pin(default = "")] input: String) -> String {
        input.to_uppercase()
    }

    /// Splits a text at a separator.
    #[node(outputs("parts", "count"))]
    pub fn split(
        /// The text to split.
        text: String,
        /// What stands between the parts.
        #[pin(default = ",")]
        separator: String,
        /// At most so many parts; the last one keeps the rest.
        #[pin(default = 100, min = 1, max = 1000)]
        limit: usize,
    ) -> Result<(Vec<String>, usize), String> {
        if separator.is_empty() {
            return Err("the separator is empty: give the text that stands between the parts".into());
        }
        let parts: Vec<String> = text.splitn(limit, &separator).map(Into::into).collect();
        let count = parts.len();
        Ok((parts, count))
    }

    /// How a length compares.
    #[derive(Debug, PartialEq, Outputs)]
    pub enum Length {
        /// Fires when the text is at most as long as the limit.
        Fits {
            /// The text, untouched.
            kept: String,
        },
        /// Fires when the text is longer.
        TooLong {
            /// The text, cut to the limit.
            kept: String,
            /// How many characters were cut off.
            cut: usize,
        },
    }

    /// Goes one way for short texts and another for long ones.
    #[node]
    pub fn limit_length(text: String, #[pin(min = 0)] limit: usize) -> Length {
        let kept: String = text.chars().take(limit).collect();
        match text.chars().count().saturating_sub(limit) {
            0 => Length::Fits { kept },
            cut => Length::TooLong { kept, cut },
        }
    }

    /// A name and how to write it.
    #[derive(Debug, Pin)]
    pub struct Person {
        /// Given name.
        pub given: String,
        /// Family name.
        pub family: Option<String>,
    }

    /// How formally to address somebody.
    #[derive(Debug, Clone, Copy, Pin)]
    pub enum Style {
        /// First name only.
        Casual,
        /// Full name.
        Formal,
    }

    /// Writes a salutation.
    #[node(output = "salutation", pure)]
    pub fn salute(person: Person, #[pin(default = "formal")] style: Style) -> String {
        let mut salutation = String::from(match style {
            Style::Casual => "Hi ",
            Style::Formal => "Dear ",
        });
        salutation += &person.given;
        if let (Style::Formal, Some(family)) = (style, &person.family) {
            salutation.push(' ');
            salutation += family;
        }
        salutation
    }
}

#[cfg(test)]
mod tests {
    use super::nodes::{Length, Person, Style, limit_length, salute, split, uppercase};

    #[test]
    fn uppercase_is_unicode() {
        assert_eq!(uppercase("straße".into()), "STRASSE");
    }

    #[test]
    fn split_keeps_the_rest_in_the_last_part() {
        assert_eq!(split("a,b,c".into(), ",".into(), 2), Ok((vec!["a".into(), "b,c".into()], 2)));
        assert!(split("a".into(), String::new(), 2).is_err());
    }

    #[test]
    fn length_is_in_characters() {
        assert_eq!(limit_length("äöü".into(), 3), Length::Fits { kept: "äöü".into() });
        assert_eq!(limit_length("äöü".into(), 1), Length::TooLong { kept: "ä".into(), cut: 2 });
    }

    #[test]
    fn salutations() {
        let ada = || Person { given: "Ada".into(), family: Some("Lovelace".into()) };
        assert_eq!(salute(ada(), Style::Formal), "Dear Ada Lovelace");
        assert_eq!(salute(ada(), Style::Casual), "Hi Ada");
    }
}
