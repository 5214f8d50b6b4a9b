//! The text of an error.

use crate::join;
use core::marker::PhantomData;

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

/// Looks up how an error becomes a text.
#[derive(Debug)]
pub struct Said<E>(PhantomData<E>);

impl<E: Say> Said<E> {
    /// Its text.
    pub fn text(error: E) -> String {
        error.into_text()
    }
}

/// The items of [`Said`] for all other types.
pub(super) mod fallback {
    use super::Said;
    use core::fmt::Display;

    /// As it is displayed.
    pub trait SayByDisplay<E> {
        /// Its text.
        fn text(error: E) -> String
        where
            E: Display,
        {
            error.to_string()
        }
    }
    impl<E> SayByDisplay<E> for Said<E> {}
}

#[cfg(test)]
mod tests {
    use super::Said;
    use super::fallback::SayByDisplay as _;

    #[test]
    fn every_error_is_its_text() {
        assert_eq!(Said::<&str>::text("a"), "a");
        assert_eq!(Said::<String>::text("b".to_owned()), "b");
        assert_eq!(Said::<std::num::ParseIntError>::text("x".parse::<u8>().unwrap_err()), "invalid digit found in string");
    }
}
