//! Keys of maps: strings, and what can be written as one.

use serde_core::ser::{Impossible, Serialize, Serializer};

use super::serde_error::Failure;
use super::writer::Writer;

/// Writes a key.
pub(super) struct Key<'w>(pub(super) &'w mut Writer);

impl Key<'_> {
    fn quoted(self, write: impl FnOnce(&mut Writer)) -> Result<(), Failure> {
        self.0.raw("\"");
        write(self.0);
        self.0.raw("\"");
        Ok(())
    }
}

fn refused<T>() -> Result<T, Failure> {
    Err(Failure::new("a key must be a string, an integer, a boolean or a character"))
}

macro_rules! words {
    ($($method:ident $write:ident $ty:ident;)*) => {$(
        fn $method(self, value: $ty) -> Result<(), Failure> {
            self.quoted(|writer| writer.$write(value.into()))
        }
    )*};
}

macro_rules! refused {
    ($($method:ident($($ty:ty),*) -> $result:ty;)*) => {$(
        fn $method(self $(, _: $ty)*) -> Result<$result, Failure> {
            refused()
        }
    )*};
}

type Nothing = Impossible<(), Failure>;

impl Serializer for Key<'_> {
    type Ok = ();
    type Error = Failure;
    type SerializeSeq = Nothing;
    type SerializeTuple = Nothing;
    type SerializeTupleStruct = Nothing;
    type SerializeTupleVariant = Nothing;
    type SerializeMap = Nothing;
    type SerializeStruct = Nothing;
    type SerializeStructVariant = Nothing;

    words! {
        serialize_bool bool bool;
        serialize_i8 i64 i8;
        serialize_i16 i64 i16;
        serialize_i32 i64 i32;
        serialize_i64 i64 i64;
        serialize_u8 u64 u8;
        serialize_u16 u64 u16;
        serialize_u32 u64 u32;
        serialize_u64 u64 u64;
    }

    fn serialize_char(self, value: char) -> Result<(), Failure> {
        self.0.serialize_char(value)
    }

    fn serialize_str(self, value: &str) -> Result<(), Failure> {
        self.0.serialize_str(value)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Failure> {
        self.0.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Failure> {
        value.serialize(self)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Failure> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Failure> {
        refused()
    }

    refused! {
        serialize_f32(f32) -> ();
        serialize_f64(f64) -> ();
        serialize_bytes(&[u8]) -> ();
        serialize_none() -> ();
        serialize_unit() -> ();
        serialize_unit_struct(&'static str) -> ();
        serialize_seq(Option<usize>) -> Nothing;
        serialize_tuple(usize) -> Nothing;
        serialize_tuple_struct(&'static str, usize) -> Nothing;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Nothing;
        serialize_map(Option<usize>) -> Nothing;
        serialize_struct(&'static str, usize) -> Nothing;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Nothing;
    }
}
