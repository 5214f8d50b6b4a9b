//! What serde's visitors get of arrays and objects.

use serde_core::de::{DeserializeSeed, MapAccess, SeqAccess, Visitor};

use super::de_key::Key;
use super::reader::Reader;
use super::serde_error::Failure;

impl<'de> Reader<'de> {
    /// Leaves an array or object, of which the visitor must have taken everything.
    pub(super) fn close<T>(&mut self, value: T, done: bool, closer: u8) -> Result<T, Failure> {
        if !done && self.more(closer) {
            self.fail("more elements than expected");
        }
        self.unless_failed(value)
    }

    pub(super) fn seq<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Failure> {
        self.open(b'[', "an array");
        self.unless_failed(())?;
        let mut items = Items { reader: self, index: 0, done: false };
        let value = visitor.visit_seq(&mut items)?;
        let done = items.done;
        self.close(value, done, b']')
    }

    pub(super) fn map<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Failure> {
        self.open(b'{', "an object");
        self.unless_failed(())?;
        let mut entries = Entries { reader: self, key: None, done: false };
        let value = visitor.visit_map(&mut entries)?;
        let done = entries.done;
        self.close(value, done, b'}')
    }
}

/// The elements of an array.
struct Items<'r, 'de> {
    reader: &'r mut Reader<'de>,
    index: usize,
    done: bool,
}

impl<'de> SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = Failure;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failure> {
        if self.done || !self.reader.more(b']') {
            self.done = true;
            return self.reader.unless_failed(None);
        }
        let offset = self.reader.offset();
        let index = self.index;
        self.index += 1;
        match seed.deserialize(&mut *self.reader) {
            Ok(value) => Ok(Some(value)),
            Err(mut error) => {
                error.0.place(offset);
                error.0.within_index(index);
                Err(error)
            }
        }
    }
}

/// The entries of an object.
struct Entries<'r, 'de> {
    reader: &'r mut Reader<'de>,
    key: Option<&'de str>,
    done: bool,
}

impl<'de> MapAccess<'de> for &mut Entries<'_, 'de> {
    type Error = Failure;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Failure> {
        if self.done {
            return Ok(None);
        }
        let Some(key) = self.reader.key() else {
            self.done = true;
            return self.reader.unless_failed(None);
        };
        self.key = Some(key);
        let value = seed.deserialize(Key(key));
        value.map(Some).map_err(|error| self.locate(error))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Failure> {
        let value = seed.deserialize(&mut *self.reader);
        value.map_err(|error| self.locate(error))
    }
}

impl Entries<'_, '_> {
    #[cold]
    fn locate(&mut self, mut error: Failure) -> Failure {
        error.0.place(self.reader.offset());
        error.0.within_key(self.key.unwrap_or(""));
        error
    }
}
