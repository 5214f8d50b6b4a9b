//! Enums, tagged by a string or by the only key of an object.

use serde_core::de::{Deserialize, DeserializeSeed, Deserializer, EnumAccess, VariantAccess, Visitor};

use super::de_key::Key;
use super::reader::Reader;
use super::serde_error::Failure;

/// The name of a variant, and the reader of its value, if it has one.
pub(super) struct Variant<'r, 'de> {
    pub(super) name: &'de str,
    pub(super) value: Option<&'r mut Reader<'de>>,
}

impl<'r, 'de> EnumAccess<'de> for Variant<'r, 'de> {
    type Error = Failure;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), Failure> {
        Ok((seed.deserialize(Key(self.name))?, self))
    }
}

impl<'r, 'de> Variant<'r, 'de> {
    fn value<T>(self, what: &str, read: impl FnOnce(&'r mut Reader<'de>) -> Result<T, Failure>) -> Result<T, Failure> {
        match self.value {
            Some(reader) => read(reader).map_err(|mut error| {
                error.0.within_key(self.name);
                error
            }),
            None => Err(Failure::variant(self.name, what)),
        }
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de> {
    type Error = Failure;

    fn unit_variant(self) -> Result<(), Failure> {
        if self.value.is_none() {
            return Ok(());
        }
        self.value("no value", Deserialize::deserialize)
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Failure> {
        self.value("a value", |reader| seed.deserialize(reader))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Failure> {
        self.value("an array", |reader| reader.deserialize_tuple(len, visitor))
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Result<V::Value, Failure> {
        self.value("an object", |reader| reader.deserialize_struct("", fields, visitor))
    }
}
