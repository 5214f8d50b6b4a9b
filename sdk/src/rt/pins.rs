//! The types that a pin can have without a derive.

use super::json::{Kind, Raw, Reader, Writer};
use super::{FromPin, Pin, PinType, ToPin};
use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use anyhost_abi::{DataType, ValueType};
use core::hash::{BuildHasher, Hash};
use std::collections::{HashMap, HashSet};

macro_rules! pin {
    ($ty:ty: $data:ident) => {
        impl Pin for $ty {
            const TYPE: PinType = PinType::of(DataType::$data);
        }
    };
}

pin!(String: String);
pin!(&str: String);
pin!(Cow<'_, str>: String);
pin!(bool: Boolean);
pin!(Raw<'_>: Generic);

impl FromPin<'_> for String {
    fn from_pin(reader: &mut Reader<'_>) -> Option<Self> {
        reader.string()
    }
}
impl<'a> FromPin<'a> for &'a str {
    fn from_pin(reader: &mut Reader<'a>) -> Option<Self> {
        reader.str()
    }
}
impl<'a> FromPin<'a> for Cow<'a, str> {
    fn from_pin(reader: &mut Reader<'a>) -> Option<Self> {
        reader.str().map(Cow::Borrowed)
    }
}
impl FromPin<'_> for bool {
    fn from_pin(reader: &mut Reader<'_>) -> Option<Self> {
        reader.bool()
    }
}
impl<'a> FromPin<'a> for Raw<'a> {
    fn from_pin(reader: &mut Reader<'a>) -> Option<Self> {
        reader.raw()
    }
}

impl ToPin for String {
    fn to_pin(&self, writer: &mut Writer) {
        writer.str(self);
    }
}
impl ToPin for &str {
    fn to_pin(&self, writer: &mut Writer) {
        writer.str(self);
    }
}
impl ToPin for Cow<'_, str> {
    fn to_pin(&self, writer: &mut Writer) {
        writer.str(self);
    }
}
impl ToPin for bool {
    fn to_pin(&self, writer: &mut Writer) {
        writer.bool(*self);
    }
}
impl ToPin for Raw<'_> {
    fn to_pin(&self, writer: &mut Writer) {
        writer.raw_value(self);
    }
}

macro_rules! integers {
    ($($ty:ident $read:ident $write:ident $wide:ident;)*) => {$(
        pin!($ty: Integer);
        impl FromPin<'_> for $ty {
            #[allow(clippy::unnecessary_cast, clippy::cast_possible_truncation, trivial_numeric_casts, reason = "in range")]
            fn from_pin(reader: &mut Reader<'_>) -> Option<Self> {
                reader.$read(<$ty>::MIN as $wide, <$ty>::MAX as $wide).map(|number| number as $ty)
            }
        }
        impl ToPin for $ty {
            #[allow(clippy::unnecessary_cast, clippy::cast_lossless, trivial_numeric_casts, reason = "a widening")]
            fn to_pin(&self, writer: &mut Writer) {
                writer.$write(*self as $wide);
            }
        }
    )*};
}
integers! {
    i8 i64_in i64 i64; i16 i64_in i64 i64; i32 i64_in i64 i64; i64 i64_in i64 i64; isize i64_in i64 i64;
    u8 u64_in u64 u64; u16 u64_in u64 u64; u32 u64_in u64 u64; u64 u64_in u64 u64; usize u64_in u64 u64;
}

pin!(f64: Float);
pin!(f32: Float);
impl FromPin<'_> for f64 {
    fn from_pin(reader: &mut Reader<'_>) -> Option<Self> {
        reader.f64()
    }
}
impl FromPin<'_> for f32 {
    fn from_pin(reader: &mut Reader<'_>) -> Option<Self> {
        reader.f32()
    }
}
impl ToPin for f64 {
    fn to_pin(&self, writer: &mut Writer) {
        writer.f64(*self);
    }
}
impl ToPin for f32 {
    fn to_pin(&self, writer: &mut Writer) {
        writer.f32(*self);
    }
}

impl<T: Pin> Pin for Option<T> {
    const TYPE: PinType = PinType { optional: true, ..T::TYPE };
}
impl<'a, T: FromPin<'a>> FromPin<'a> for Option<T> {
    fn from_pin(reader: &mut Reader<'a>) -> Option<Self> {
        if reader.kind() == Kind::Null { reader.null().then_some(None) } else { T::from_pin(reader).map(Some) }
    }
    fn missing() -> Option<Self> {
        Some(None)
    }
}
impl<T: ToPin> ToPin for Option<T> {
    fn to_pin(&self, writer: &mut Writer) {
        match self {
            Some(value) => value.to_pin(writer),
            None => writer.null(),
        }
    }
}

impl<T: Pin> Pin for &T {
    const TYPE: PinType = T::TYPE;
}
impl<T: ToPin> ToPin for &T {
    fn to_pin(&self, writer: &mut Writer) {
        (**self).to_pin(writer);
    }
}

impl<T: Pin> Pin for Box<T> {
    const TYPE: PinType = T::TYPE;
}
impl<'a, T: FromPin<'a>> FromPin<'a> for Box<T> {
    fn from_pin(reader: &mut Reader<'a>) -> Option<Self> {
        T::from_pin(reader).map(Box::new)
    }
}
impl<T: ToPin> ToPin for Box<T> {
    fn to_pin(&self, writer: &mut Writer) {
        (**self).to_pin(writer);
    }
}

/// Reads the elements of an array.
fn elements<'a, T: FromPin<'a>>(reader: &mut Reader<'a>, mut add: impl FnMut(T)) -> bool {
    reader.array(&mut |reader| {
        if let Some(value) = T::from_pin(reader) {
            add(value);
        }
    })
}

/// Reads the members of an object.
fn members<'a, T: FromPin<'a>>(reader: &mut Reader<'a>, mut add: impl FnMut(&'a str, T)) -> bool {
    reader.entries(&mut |key, reader| {
        if let Some(value) = T::from_pin(reader) {
            add(key, value);
        }
    })
}

fn write_array<'t, T: ToPin + 't>(values: impl Iterator<Item = &'t T>, writer: &mut Writer) {
    writer.raw("[");
    for (i, value) in values.enumerate() {
        if i > 0 {
            writer.raw(",");
        }
        value.to_pin(writer);
    }
    writer.raw("]");
}

fn write_object<'t, K: AsRef<str> + 't, T: ToPin + 't>(members: impl Iterator<Item = (&'t K, &'t T)>, writer: &mut Writer) {
    writer.raw("{");
    for (i, (key, value)) in members.enumerate() {
        if i > 0 {
            writer.raw(",");
        }
        writer.str(key.as_ref());
        writer.raw(":");
        value.to_pin(writer);
    }
    writer.raw("}");
}

impl<T: Pin> Pin for Vec<T> {
    const TYPE: PinType = T::TYPE.many(ValueType::Array);
}
impl<'a, T: FromPin<'a>> FromPin<'a> for Vec<T> {
    fn from_pin(reader: &mut Reader<'a>) -> Option<Self> {
        let mut list = Self::new();
        elements(reader, |value| list.push(value)).then_some(list)
    }
}
impl<T: ToPin> ToPin for Vec<T> {
    fn to_pin(&self, writer: &mut Writer) {
        write_array(self.iter(), writer);
    }
}
impl<T: Pin> Pin for &[T] {
    const TYPE: PinType = T::TYPE.many(ValueType::Array);
}
impl<T: ToPin> ToPin for &[T] {
    fn to_pin(&self, writer: &mut Writer) {
        write_array(self.iter(), writer);
    }
}
impl<T: Pin, const N: usize> Pin for [T; N] {
    const TYPE: PinType = T::TYPE.many(ValueType::Array);
}
impl<T: ToPin, const N: usize> ToPin for [T; N] {
    fn to_pin(&self, writer: &mut Writer) {
        write_array(self.iter(), writer);
    }
}

macro_rules! collections {
    ($([$($generics:tt)*] $set:ty, [$($map_generics:tt)*] $map:ty;)*) => {$(
        impl<T: Pin, $($generics)*> Pin for $set {
            const TYPE: PinType = T::TYPE.many(ValueType::Set);
        }
        impl<T: ToPin, $($generics)*> ToPin for $set {
            fn to_pin(&self, writer: &mut Writer) {
                write_array(self.iter(), writer);
            }
        }
        impl<T: Pin, $($map_generics)*> Pin for $map {
            const TYPE: PinType = T::TYPE.many(ValueType::Map);
        }
        impl<'a, T: FromPin<'a>, $($map_generics)*> FromPin<'a> for $map
        where
            Self: Default,
        {
            fn from_pin(reader: &mut Reader<'a>) -> Option<Self> {
                let mut map = Self::default();
                members(reader, |key, value| _ = map.insert(key.into(), value)).then_some(map)
            }
        }
        impl<T: ToPin, $($map_generics)*> ToPin for $map {
            fn to_pin(&self, writer: &mut Writer) {
                write_object(self.iter(), writer);
            }
        }
    )*};
}
collections! {
    [] BTreeSet<T>, [] BTreeMap<String, T>;
    [S] HashSet<T, S>, [S: BuildHasher] HashMap<String, T, S>;
}
impl<'a, T: FromPin<'a> + Ord> FromPin<'a> for BTreeSet<T> {
    fn from_pin(reader: &mut Reader<'a>) -> Option<Self> {
        let mut set = Self::new();
        elements(reader, |value| _ = set.insert(value)).then_some(set)
    }
}
impl<'a, T: FromPin<'a> + Hash + Eq, S: BuildHasher + Default> FromPin<'a> for HashSet<T, S> {
    fn from_pin(reader: &mut Reader<'a>) -> Option<Self> {
        let mut set = Self::default();
        elements(reader, |value| _ = set.insert(value)).then_some(set)
    }
}
