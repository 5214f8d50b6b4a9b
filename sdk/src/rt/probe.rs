//! How a type is read and written: by this crate's own traits where it has them, else by serde.
//!
//! An expansion names `Probe::<T>::read`. The inherent item wins where its bound holds; else the trait of the same item
//! applies, which needs serde's. So authors write plain types, and text, numbers, lists and maps never pass through serde.

use super::json::{Raw, Reader, Writer};
use super::{Call, ExecInfo, PinInfo, PinType};
use anyhost_abi::DataType;
use core::marker::PhantomData;
use serde_core::{Deserialize, Serialize};

/// A type that hosts know a name for. `#[derive(Pin)]` implements it.
pub trait Pin {
    /// What hosts are told.
    const TYPE: PinType;
}

/// A type that is read from an input. `#[derive(Pin)]` implements it.
pub trait FromPin<'a>: Pin + Sized {
    /// Reads one value; `None` once the reader has an error.
    fn from_pin(reader: &mut Reader<'a>) -> Option<Self>;

    /// What an absent input without a default counts as; `None` if it must be given.
    #[must_use]
    fn missing() -> Option<Self> {
        None
    }
}

/// A type that is written to an output. `#[derive(Pin)]` and `#[derive(Outputs)]` implement it.
pub trait ToPin: Pin {
    /// The outputs, where the type is several; else it is one that is called `output`.
    const PINS: Option<&'static [PinInfo]> = None;
    /// The exec outputs that it chooses from.
    const EXECS: &'static [ExecInfo] = &[];

    /// Writes it as one JSON value.
    fn to_pin(&self, writer: &mut Writer);

    /// Writes it as the outputs of a node.
    fn outputs(&self, call: &mut Call<'_>) {
        call.first("\"output\":");
        self.to_pin(call.writer());
    }

    /// Writes it as the whole result of a node.
    fn finish(&self, call: &mut Call<'_>) {
        call.begin();
        self.outputs(call);
        call.end(self.exec());
    }

    /// Index of the exec output that fires.
    fn exec(&self) -> usize {
        0
    }

    /// What is said of it beside its data when it is an item: keys by their index among those of the host.
    fn extras(&self, _each: &mut dyn FnMut(usize, Raw<'_>)) {}
}

/// A value that is to be written, whose type nobody has named.
#[derive(Debug)]
pub struct Value<'v, T>(pub &'v T);

impl<T: ToPin> Value<'_, T> {
    /// Writes it as one JSON value.
    pub fn write(self, writer: &mut Writer) {
        self.0.to_pin(writer);
    }
}

/// Looks up how a type is read and written.
#[derive(Debug)]
pub struct Probe<T>(PhantomData<T>);

impl<T: Pin> Probe<T> {
    /// What hosts are told of the type.
    pub const TYPE: PinType = T::TYPE;
}

impl<'a, T: FromPin<'a>> Probe<T> {
    /// Reads one value.
    pub fn read(reader: &mut Reader<'a>) -> Option<T> {
        T::from_pin(reader)
    }

    /// What an absent input counts as.
    #[must_use]
    pub fn missing() -> Option<T> {
        T::missing()
    }
}

impl<T: ToPin> Probe<T> {
    /// Its outputs, if it is several.
    pub const PINS: Option<&'static [PinInfo]> = T::PINS;
    /// Its exec outputs.
    pub const EXECS: &'static [ExecInfo] = T::EXECS;

    /// Writes one value.
    pub fn write(value: &T, writer: &mut Writer) {
        value.to_pin(writer);
    }

    /// Writes a node's result.
    pub fn finish(value: &T, call: &mut Call<'_>) {
        value.finish(call);
    }
}

/// The items of [`Probe`] for types that only serde knows.
pub(super) mod fallback {
    use super::super::json::Unwritable;
    use super::{Call, DataType, Deserialize, ExecInfo, PinInfo, PinType, Probe, Reader, Serialize, Value, Writer};

    /// Any type: a structure without a schema.
    pub trait AnyType {
        /// What hosts are told of the type.
        const TYPE: PinType = PinType::of(DataType::Struct);
        /// One output.
        const PINS: Option<&'static [PinInfo]> = None;
        /// No choice.
        const EXECS: &'static [ExecInfo] = &[];
    }
    impl<T> AnyType for Probe<T> {}

    /// Reading with serde.
    pub trait ReadBySerde<T>: Sized {
        /// Reads one value.
        fn read<'a>(reader: &mut Reader<'a>) -> Option<T>
        where
            T: Input<'a>,
        {
            reader.deserialize()
        }

        /// It must be given.
        #[must_use]
        fn missing() -> Option<T> {
            None
        }
    }
    impl<T> ReadBySerde<T> for Probe<T> {}

    static UNWRITABLE: Unwritable = Unwritable {
        node: |call| call.unwritable(),
        route: |exchange| exchange.unwritable(),
        response: |writer| crate::http::rt::error(500, &writer.error().unwrap_or_default()),
    };

    /// Writing with serde.
    pub trait WriteBySerde<T> {
        /// Writes one value.
        fn write(value: &T, writer: &mut Writer)
        where
            T: Output,
        {
            if !writer.serialize(value) {
                writer.failed = Some(&UNWRITABLE);
            }
        }

        /// Writes a node's result with its only output.
        fn finish(value: &T, call: &mut Call<'_>)
        where
            T: Output,
        {
            call.begin();
            call.first("\"output\":");
            Self::write(value, call.writer());
            call.end(0);
        }
    }
    impl<T> WriteBySerde<T> for Probe<T> {}

    /// Writing with serde what has no name.
    pub trait ValueBySerde<T> {
        /// Writes it as one JSON value.
        fn write(self, writer: &mut Writer)
        where
            T: Output;
    }
    impl<T> ValueBySerde<T> for Value<'_, T> {
        fn write(self, writer: &mut Writer)
        where
            T: Output,
        {
            Probe::<T>::write(self.0, writer);
        }
    }

    /// What can be an input.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` cannot be an input",
        label = "not a type that an input can have",
        note = "inputs are `String`, `&str`, `bool`, integers, floats, `Option`, `Vec`, maps with `String` keys, `Raw`, \
                and structs or unit enums that derive `anyhost::Pin` or `serde::Deserialize`"
    )]
    pub trait Input<'a>: Deserialize<'a> {}
    impl<'a, T: Deserialize<'a>> Input<'a> for T {}

    /// What can be an output.
    #[diagnostic::on_unimplemented(
        message = "`{Self}` cannot be an output",
        label = "not a type that an output can have",
        note = "outputs are `()`, `String`, `&str`, `bool`, integers, floats, `Option`, `Vec`, maps with `String` keys, `Raw`, \
                types that derive `anyhost::Pin`, `anyhost::Outputs` or `serde::Serialize`, tuples of these with \
                `outputs(\"a\", \"b\")`, and `Result` of these"
    )]
    pub trait Output: Serialize {}
    impl<T: Serialize> Output for T {}
}
