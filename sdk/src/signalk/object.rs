//! Structs as JSON objects with names of their own, without serde's derive, which not every plugin needs to build.

/// Whether a field is written, and what an absent one is read as.
pub(super) trait Part: Sized {
    /// Whether its key is written.
    fn is_given(&self) -> bool {
        true
    }

    /// Whether the whole object makes sense with it.
    fn is_valid(&self) -> bool {
        true
    }

    /// What it is where its key is absent, if it may be.
    fn absent() -> Option<Self> {
        None
    }
}

impl Part for f64 {
    fn is_valid(&self) -> bool {
        self.is_finite()
    }
}

impl<T: Part> Part for Option<T> {
    fn is_given(&self) -> bool {
        self.as_ref().is_some_and(T::is_valid)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }
}

impl Part for alloc::string::String {}

/// Structs that serde writes and reads as objects, with the key of each field behind its name. A field that is `None` or,
/// in an `Option`, not finite is left out; with one that must be there and is not finite the object is `null`. Keys that are
/// not known are passed over.
macro_rules! object {
    ($(
        $(#[$meta:meta])*
        pub struct $name:ident { $($(#[$doc:meta])* pub $field:ident $key:literal: $ty:ty,)* }
    )*) => {$(
        $(#[$meta])*
        pub struct $name {
            $($(#[$doc])* pub $field: $ty,)*
        }

        impl serde_core::Serialize for $name {
            fn serialize<S: serde_core::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use $crate::signalk::object::Part;
                use serde_core::ser::SerializeStruct;
                if !(true $(&& self.$field.is_valid())*) {
                    return serializer.serialize_none();
                }
                let fields = 0 $(+ usize::from(self.$field.is_given()))*;
                let mut object = serializer.serialize_struct(stringify!($name), fields)?;
                $(
                    if self.$field.is_given() {
                        object.serialize_field($key, &self.$field)?;
                    }
                )*
                object.end()
            }
        }

        impl<'de> serde_core::Deserialize<'de> for $name {
            fn deserialize<D: serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                use serde_core::de::{Error, IgnoredAny, MapAccess, Visitor};
                struct Fields;
                impl<'de> Visitor<'de> for Fields {
                    type Value = $name;

                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str("an object")
                    }

                    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<$name, A::Error> {
                        $(let mut $field: Option<$ty> = None;)*
                        while let Some(key) = map.next_key::<$crate::signalk::object::Key<'de>>()? {
                            match key.as_ref() {
                                $($key => $field = Some(map.next_value()?),)*
                                _ => _ = map.next_value::<IgnoredAny>()?,
                            }
                        }
                        Ok($name {
                            $($field: match $field.or_else(<$ty as $crate::signalk::object::Part>::absent) {
                                Some(value) => value,
                                None => return Err(A::Error::missing_field($key)),
                            },)*
                        })
                    }
                }
                deserializer.deserialize_struct(stringify!($name), &[$($key),*], Fields)
            }
        }

        impl $crate::signalk::object::Part for $name {}
    )*};
}
pub(super) use object;

/// A key, borrowed where it can be.
pub(super) struct Key<'de>(alloc::borrow::Cow<'de, str>);

impl AsRef<str> for Key<'_> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<'de> serde_core::Deserialize<'de> for Key<'de> {
    fn deserialize<D: serde_core::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> serde_core::de::Visitor<'de> for Text {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(text.into()))
            }

            fn visit_str<E>(self, text: &str) -> Result<Key<'de>, E> {
                Ok(Key(alloc::string::String::from(text).into()))
            }
        }
        deserializer.deserialize_identifier(Text)
    }
}
