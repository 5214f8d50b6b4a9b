//! Raw values inside of types that serde reads and writes. Only our own reader and writer can keep them exact, so
//! others are refused.

use core::any::type_name;
use core::fmt;

use serde_core::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde_core::ser::{Error as _, Serialize, Serializer};

use super::raw::{Raw, TOKEN};
use super::reader::Reader;
use super::writer::Writer;

impl Serialize for Raw<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if type_name::<S>() != type_name::<&mut Writer>() {
            return Err(S::Error::custom("only anyhost's writer can write a raw value"));
        }
        serializer.serialize_newtype_struct(TOKEN, self.as_str())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Raw<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if type_name::<D>() != type_name::<&mut Reader<'_>>() {
            return Err(D::Error::custom("only anyhost's reader can read a raw value"));
        }
        deserializer.deserialize_newtype_struct(TOKEN, RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Raw::trusted(text))
    }
}
