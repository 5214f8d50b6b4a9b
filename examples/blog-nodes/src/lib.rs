//! Nodes of a blog: the code of the tutorial for Flow-Like.
#![forbid(unsafe_code)]

// ANCHOR: module
/// The nodes of this plugin.
#[anyhost::plugin(flow_like, category = "Custom/Blog")]
pub mod nodes {
    use anyhost::flow_like::Context;
    use anyhost::{Outputs, Pin};

    // ANCHOR: slug
    /// Makes a slug of a title: "Hello, World!" becomes "hello-world".
    #[node(output = "slug")]
    pub fn slug(
        /// The title of the article.
        title: String,
        /// At most so many letters; words that do not fit are left out.
        #[pin(default = 60, min = 1, max = 200)]
        length: usize,
    ) -> Result<String, String> {
        let mut slug = String::new();
        let words = title.split(|letter: char| !letter.is_alphanumeric());
        for word in words.filter(|word| !word.is_empty()) {
            let hyphen = usize::from(!slug.is_empty());
            if slug.chars().count() + hyphen + word.chars().count() > length {
                break;
            }
            if hyphen == 1 {
                slug.push('-');
            }
            slug += &word.to_lowercase();
        }
        if slug.is_empty() { Err("the title has no word that fits: give it one".into()) } else { Ok(slug) }
    }
    // ANCHOR_END: slug
    // ANCHOR_END: module

    // ANCHOR: reading_time
    /// How long a text is.
    #[derive(Debug, PartialEq, Outputs)]
    pub struct Length {
        /// Words in the text.
        pub words: usize,
        /// Minutes that reading takes, rounded up.
        pub minutes: usize,
    }

    /// Estimates how long reading a text takes.
    #[node(pure)]
    pub fn reading_time(text: &str, #[pin(default = 200, min = 1)] words_per_minute: usize) -> Length {
        let words = text.split_whitespace().count();
        Length { words, minutes: words.div_ceil(words_per_minute) }
    }
    // ANCHOR_END: reading_time

    // ANCHOR: article
    /// An article, as an editor hands it in.
    #[derive(Debug, Pin)]
    pub struct Article {
        /// Its headline.
        pub title: String,
        /// Its text.
        pub text: String,
        /// What it is about.
        pub tags: Vec<String>,
        /// Who wrote it; nobody in particular if it is left out.
        pub author: Option<String>,
    }

    /// Where an article is to appear.
    #[derive(Debug, Clone, Copy, PartialEq, Pin)]
    pub enum Place {
        /// On the front page: needs an author and two tags.
        FrontPage,
        /// In the archive: needs a title and a text.
        Archive,
    }
    // ANCHOR_END: article

    // ANCHOR: review
    /// What becomes of an article.
    #[derive(Debug, PartialEq, Outputs)]
    pub enum Review {
        /// Fires when nothing is missing.
        Ready,
        /// Fires when something is missing.
        Rejected {
            /// What is missing, one text each.
            missing: Vec<String>,
        },
    }

    /// Checks whether an article is complete.
    #[node]
    pub fn review(cx: &Context, article: Article, #[pin(default = "archive")] place: Place) -> Review {
        let mut missing = Vec::new();
        let mut need = |there: bool, what: &str| {
            if !there {
                missing.push(what.to_owned());
            }
        };
        need(!article.title.trim().is_empty(), "a title");
        need(!article.text.trim().is_empty(), "a text");
        if place == Place::FrontPage {
            need(article.author.is_some(), "an author");
            need(article.tags.len() >= 2, "two tags");
        }
        if missing.is_empty() {
            return Review::Ready;
        }
        cx.warn(&["the article lacks ", &missing.join(", ")].concat());
        Review::Rejected { missing }
    }
    // ANCHOR_END: review
}

// ANCHOR: tests
#[cfg(test)]
mod tests {
    use super::nodes::{Article, Length, Place, Review, reading_time, review, slug};
    use anyhost::flow_like::{Level, Mock};

    #[test]
    fn slugs_are_cut_between_words() {
        assert_eq!(slug("Hello, World!".into(), 60).as_deref(), Ok("hello-world"));
        assert_eq!(slug("Hello, World!".into(), 10).as_deref(), Ok("hello"));
        assert!(slug("?!".into(), 60).is_err());
    }

    #[test]
    fn minutes_are_rounded_up() {
        assert_eq!(reading_time("one two three", 2), Length { words: 3, minutes: 2 });
    }

    #[test]
    fn the_front_page_asks_for_more() {
        let article = || Article { title: "Hello".into(), text: "World".into(), tags: vec![], author: Some("Ada".into()) };
        let mock = Mock::new();
        assert_eq!(review(&mock.context(), article(), Place::Archive), Review::Ready);

        let mock = Mock::new().expect_log(Level::Warn, "the article lacks two tags");
        let missing = vec!["two tags".to_owned()];
        assert_eq!(review(&mock.context(), article(), Place::FrontPage), Review::Rejected { missing });
    }
}
// ANCHOR_END: tests
