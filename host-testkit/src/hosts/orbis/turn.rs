//! What a request comes to, as the emulator hands it on from the front end to the call.

/// One use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Turn<'a> {
    /// A handler is called with these bytes.
    Call { handler: &'a str, context: &'a [u8] },
    /// The host answers without the plugin: a status of HTTP, a code, a text.
    Refused { status: u16, code: &'a str, text: &'a str },
    /// The host answers without the plugin, and well: JSON.
    Own(&'a str),
}

const CALL: u8 = b'c';
const REFUSED: u8 = b'r';
const OWN: u8 = b'o';

impl<'a> Turn<'a> {
    /// As bytes: a letter, what is short with its length before it, the rest.
    pub(super) fn encode(&self) -> Vec<u8> {
        let part = |text: &str| [&u32::try_from(text.len()).unwrap_or(u32::MAX).to_le_bytes()[..], text.as_bytes()].concat();
        match self {
            Self::Call { handler, context } => [&[CALL][..], &part(handler), context].concat(),
            Self::Refused { status, code, text } => {
                [&[REFUSED][..], &part(code), &status.to_le_bytes(), text.as_bytes()].concat()
            }
            Self::Own(json) => [&[OWN][..], json.as_bytes()].concat(),
        }
    }

    /// What [`encode`](Self::encode) gave; nothing else is taken.
    pub(super) fn decode(bytes: &'a [u8]) -> Option<Self> {
        let (kind, rest) = bytes.split_first()?;
        if *kind == OWN {
            return Some(Self::Own(std::str::from_utf8(rest).ok()?));
        }
        let (len, rest) = rest.split_first_chunk::<4>()?;
        let (short, rest) = rest.split_at_checked(usize::try_from(u32::from_le_bytes(*len)).ok()?)?;
        let short = std::str::from_utf8(short).ok()?;
        if *kind == CALL {
            return Some(Self::Call { handler: short, context: rest });
        }
        let (status, text) = rest.split_first_chunk::<2>()?;
        Some(Self::Refused { status: u16::from_le_bytes(*status), code: short, text: std::str::from_utf8(text).ok()? })
    }
}

/// A call of a handler, for whoever makes contexts of his own.
pub(crate) fn call(handler: &str, context: &[u8]) -> Vec<u8> {
    Turn::Call { handler, context }.encode()
}
