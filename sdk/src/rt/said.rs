//! The text of an error.

use crate::join;

/// An error whose text is at hand: `ToString` would link `core::fmt`, and the panic of a `Display` that fails.
pub trait Say {
    /// Its text.
    fn into_text(self) -> String;
}

impl Say for String {
    fn into_text(self) -> String {
        self
    }
}

impl Say for &str {
    fn into_text(self) -> String {
        join(&[self])
    }
}

/// An author's error, which becomes its text.
#[derive(Debug)]
pub struct Failed<E>(pub E);

impl<E: Say> Failed<E> {
    /// Its text.
    pub fn text(self) -> String {
        self.0.into_text()
    }
}

/// The items of [`Failed`] for all other types.
pub(super) mod fallback {
    use super::Failed;
    use core::fmt::Display;

    /// As it is displayed.
    pub trait TextByDisplay<E> {
        /// Its text.
        fn text(self) -> String
        where
            E: Display;
    }
    impl<E> TextByDisplay<E> for Failed<E> {
        fn text(self) -> String
        where
            E: Display,
        {
            self.0.to_string()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Failed;
    use super::fallback::TextByDisplay as _;

    #[test]
    fn every_error_is_its_text() {
        assert_eq!(Failed("a").text(), "a");
        assert_eq!(Failed("b".to_owned()).text(), "b");
        assert_eq!(Failed("x".parse::<u8>().unwrap_err()).text(), "invalid digit found in string");
    }
}
