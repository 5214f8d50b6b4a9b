//! Reading whatever serde knows.
//!
//! Types are asked for by their own methods, so that a wrong one is told by this reader: serde's own messages need
//! `core::fmt`, and where a value of any type is asked for they are all linked.

use alloc::boxed::Box;

use serde_core::de::{Deserialize, Deserializer, Visitor};

use super::de_enum::Variant;
use super::de_key::Key;
use super::number::Number;
use super::raw::TOKEN;
use super::reader::{Kind, Reader};
use super::serde_error::Failure;

impl<'de> Reader<'de> {
    /// Reads a value of any type that serde can read.
    pub fn deserialize<T: Deserialize<'de>>(&mut self) -> Option<T> {
        let offset = self.offset();
        match T::deserialize(&mut *self) {
            Ok(value) => Some(value),
            Err(mut error) => {
                error.0.place(offset);
                self.error = Some(*error.0);
                self.next = self.end;
                None
            }
        }
    }

    /// What a method returned, or the error that it recorded: serde hands that on itself.
    fn ok<T>(&mut self, value: Option<T>) -> Result<T, Failure> {
        match value {
            Some(value) => Ok(value),
            None => Err(self.stopped()),
        }
    }

    #[cold]
    pub(super) fn stopped(&mut self) -> Failure {
        match self.error.take() {
            Some(error) => Failure(Box::new(error)),
            None => Failure::new("nothing is read behind an error"),
        }
    }

    pub(super) fn unless_failed<T>(&mut self, value: T) -> Result<T, Failure> {
        if self.error.is_some() { Err(self.stopped()) } else { Ok(value) }
    }
}

macro_rules! integers {
    ($($method:ident $visit:ident $read:ident $ty:ident;)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
            let value = self.$read($ty::MIN.into(), $ty::MAX.into());
            visitor.$visit(self.ok(value)? as $ty)
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Failure;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        match self.kind() {
            Kind::Null => self.deserialize_unit(visitor),
            Kind::Bool => self.deserialize_bool(visitor),
            Kind::Number => {
                let number = self.number();
                match self.ok(number)? {
                    Number::Unsigned(number) => visitor.visit_u64(number),
                    Number::Signed(number) => visitor.visit_i64(number),
                    Number::Float(number) => visitor.visit_f64(number),
                }
            }
            Kind::String => self.deserialize_str(visitor),
            Kind::Array => self.seq(visitor),
            Kind::Object => self.map(visitor),
            Kind::End => {
                let none = self.expected("a value");
                self.ok(none)
            }
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let value = self.bool();
        visitor.visit_bool(self.ok(value)?)
    }

    integers! {
        deserialize_i8 visit_i8 i64_in i8;
        deserialize_i16 visit_i16 i64_in i16;
        deserialize_i32 visit_i32 i64_in i32;
        deserialize_i64 visit_i64 i64_in i64;
        deserialize_u8 visit_u8 u64_in u8;
        deserialize_u16 visit_u16 u64_in u16;
        deserialize_u32 visit_u32 u64_in u32;
        deserialize_u64 visit_u64 u64_in u64;
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let value = self.f32();
        visitor.visit_f32(self.ok(value)?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let value = self.f64();
        visitor.visit_f64(self.ok(value)?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let value = self.str();
        Key(self.ok(value)?).deserialize_char(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        let value = self.str();
        visitor.visit_borrowed_str(self.ok(value)?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        if self.kind() == Kind::Array {
            return self.seq(visitor);
        }
        let value = self.str();
        visitor.visit_borrowed_bytes(self.ok(value)?.as_bytes())
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        if self.kind() != Kind::Null {
            return visitor.visit_some(self);
        }
        self.null();
        self.unless_failed(())?;
        visitor.visit_none()
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        if !self.null() {
            self.expected::<()>("null");
        }
        self.unless_failed(())?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Failure> {
        if name != TOKEN {
            return visitor.visit_newtype_struct(self);
        }
        let value = self.raw();
        visitor.visit_borrowed_str(self.ok(value)?.as_str())
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.seq(visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Failure> {
        self.seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, visitor: V) -> Result<V::Value, Failure> {
        self.seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.map(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        self.map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Failure> {
        let tagged = self.kind() == Kind::Object;
        let name = if tagged {
            if self.open(b'{', "an object") { self.key() } else { None }
        } else if self.kind() == Kind::String {
            self.str()
        } else {
            self.expected("a string or an object")
        };
        if name.is_none() && self.error.is_none() {
            self.fail("expected a key, found '}'");
        }
        let name = self.ok(name)?;
        let value = visitor.visit_enum(Variant { name, value: tagged.then_some(&mut *self) })?;
        self.close(value, !tagged, b'}')
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Failure> {
        self.skip();
        self.unless_failed(())?;
        visitor.visit_unit()
    }
}
