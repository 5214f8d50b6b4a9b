//! Writing whatever serde knows.

use serde_core::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};

use super::raw::TOKEN;
use super::ser_key::Key;
use super::serde_error::Failure;
use super::writer::Writer;

impl Writer {
    /// Writes a value of any type that serde can write. After `false` the text is incomplete, and
    /// [`error`](Self::error) tells why.
    pub fn serialize<T: Serialize + ?Sized>(&mut self, value: &T) -> bool {
        match value.serialize(&mut *self) {
            Ok(()) => true,
            Err(error) => {
                // Behind what was written: where there is an error, nobody wants that.
                let (start, text) = (self.len(), error.0.text());
                self.raw(&text);
                if self.error.is_empty() {
                    self.error = start..self.len();
                }
                false
            }
        }
    }

    /// `{"name":`, for a variant with a value.
    fn variant(&mut self, name: &str) {
        self.raw("{");
        self.key(name);
    }
}

macro_rules! integers {
    ($($method:ident $write:ident $ty:ident;)*) => {$(
        fn $method(self, value: $ty) -> Result<(), Failure> {
            self.$write(value.into());
            Ok(())
        }
    )*};
}

impl Serializer for &mut Writer {
    type Ok = ();
    type Error = Failure;
    // Commas follow from the text, so nothing needs to be remembered.
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    integers! {
        serialize_bool bool bool;
        serialize_i8 i64 i8;
        serialize_i16 i64 i16;
        serialize_i32 i64 i32;
        serialize_i64 i64 i64;
        serialize_u8 u64 u8;
        serialize_u16 u64 u16;
        serialize_u32 u64 u32;
        serialize_u64 u64 u64;
        serialize_f32 f32 f32;
        serialize_f64 f64 f64;
    }

    fn serialize_char(self, value: char) -> Result<(), Failure> {
        self.str(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Failure> {
        if self.verbatim {
            self.raw(value);
        } else {
            self.str(value);
        }
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Failure> {
        self.begin_array();
        for byte in value {
            self.comma();
            self.u64(u64::from(*byte));
        }
        self.end_array();
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Failure> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Failure> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Failure> {
        self.null();
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Failure> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Failure> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, name: &'static str, value: &T) -> Result<(), Failure> {
        self.verbatim = name == TOKEN;
        let result = value.serialize(&mut *self);
        self.verbatim = false;
        result
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Failure> {
        self.variant(variant);
        value.serialize(&mut *self)?;
        self.end_object();
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, Failure> {
        self.begin_array();
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, Failure> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, Failure> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Self, Failure> {
        self.variant(variant);
        self.serialize_seq(None)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, Failure> {
        self.begin_object();
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, Failure> {
        self.serialize_map(None)
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Result<Self, Failure> {
        self.variant(variant);
        self.serialize_map(None)
    }
}

macro_rules! elements {
    ($($trait:ident $method:ident $end:literal;)*) => {$(
        impl $trait for &mut Writer {
            type Ok = ();
            type Error = Failure;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
                self.comma();
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), Failure> {
                self.raw($end);
                Ok(())
            }
        }
    )*};
}
elements! {
    SerializeSeq serialize_element "]";
    SerializeTuple serialize_element "]";
    SerializeTupleStruct serialize_field "]";
    SerializeTupleVariant serialize_field "]}";
}

macro_rules! fields {
    ($($trait:ident $end:literal;)*) => {$(
        impl $trait for &mut Writer {
            type Ok = ();
            type Error = Failure;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, key: &'static str, value: &T) -> Result<(), Failure> {
                self.key(key);
                value.serialize(&mut **self)
            }

            fn end(self) -> Result<(), Failure> {
                self.raw($end);
                Ok(())
            }
        }
    )*};
}
fields! {
    SerializeStruct "}";
    SerializeStructVariant "}}";
}

impl SerializeMap for &mut Writer {
    type Ok = ();
    type Error = Failure;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Failure> {
        self.comma();
        key.serialize(Key(self))?;
        self.raw(":");
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Failure> {
        value.serialize(&mut **self)
    }

    fn end(self) -> Result<(), Failure> {
        self.end_object();
        Ok(())
    }
}
