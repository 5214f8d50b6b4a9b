//! The custom sections of a core module: what a build reads out of them and leaves out of the file that is shipped, and what a
//! package writes there.

use std::ops::Range;

use anyhost_abi::SECTION_PREFIX;

/// Magic and version of a core module.
const HEADER: [u8; 8] = *b"\0asm\x01\0\0\0";

/// Custom sections that only tools read; they cost bytes in every download.
const TOOLS: &[&str] = &["name", "producers", "target_features"];

/// A custom section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Custom<'a> {
    /// Its name.
    pub(crate) name: &'a str,
    /// Its data.
    pub(crate) data: &'a [u8],
    /// The whole section in the file, id and length included.
    at: Range<usize>,
}

impl Custom<'_> {
    /// Whether the shipped file goes without it.
    fn is_for_tools(&self) -> bool {
        self.name.starts_with(SECTION_PREFIX) || TOOLS.contains(&self.name)
    }
}

/// The custom sections of a core module; `None` for what is not one, or is cut off.
pub(crate) fn custom(wasm: &[u8]) -> Option<Vec<Custom<'_>>> {
    let mut rest = Cursor { bytes: wasm, at: 0 };
    if rest.take(HEADER.len())? != HEADER {
        return None;
    }
    let mut found = Vec::new();
    while rest.at < wasm.len() {
        let start = rest.at;
        let id = *rest.take(1)?.first()?;
        let length = rest.length()?;
        let body = rest.take(length)?;
        if id == 0 {
            let mut body = Cursor { bytes: body, at: 0 };
            let length = body.length()?;
            let name = std::str::from_utf8(body.take(length)?).ok()?;
            found.push(Custom { name, data: body.bytes.get(body.at..)?, at: start..rest.at });
        }
    }
    Some(found)
}

/// The module without the sections that only tools read.
pub(super) fn stripped(wasm: &[u8], sections: &[Custom<'_>]) -> Vec<u8> {
    without(wasm, sections, |section| section.is_for_tools())
}

/// The module without these of its sections.
fn without(wasm: &[u8], sections: &[Custom<'_>], which: impl Fn(&Custom<'_>) -> bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(wasm.len());
    let mut from = 0;
    for section in sections.iter().filter(|section| which(section)) {
        out.extend_from_slice(wasm.get(from..section.at.start).unwrap_or_default());
        from = section.at.end;
    }
    out.extend_from_slice(wasm.get(from..).unwrap_or_default());
    out
}

/// The module with one section of this name, which holds this, or with none. One that holds it already stays where it is.
/// `None` for what is no core module.
pub(crate) fn with(wasm: &[u8], name: &str, data: Option<&[u8]>) -> Option<Vec<u8>> {
    let sections = custom(wasm)?;
    let named: Vec<&Custom<'_>> = sections.iter().filter(|section| section.name == name).collect();
    if let ([only], Some(data)) = (named.as_slice(), data)
        && only.data == data
    {
        return Some(wasm.to_vec());
    }
    let mut out = without(wasm, &sections, |section| section.name == name);
    if let Some(data) = data {
        let mut body = leb(name.len())?;
        body.extend_from_slice(name.as_bytes());
        body.extend_from_slice(data);
        out.push(0);
        out.extend(leb(body.len())?);
        out.extend(body);
    }
    Some(out)
}

/// A length in LEB128; `None` for what no module can hold.
fn leb(length: usize) -> Option<Vec<u8>> {
    let (mut rest, mut bytes) = (u32::try_from(length).ok()?, Vec::new());
    loop {
        let low = (rest & 0x7f) as u8;
        rest >>= 7;
        if rest == 0 {
            bytes.push(low);
            return Some(bytes);
        }
        bytes.push(low | 0x80);
    }
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let end = self.at.checked_add(count)?;
        let taken = self.bytes.get(self.at..end)?;
        self.at = end;
        Some(taken)
    }

    /// A `u32` in LEB128: at most five bytes, the last of which holds four bits.
    fn length(&mut self) -> Option<usize> {
        let mut value = 0u32;
        for shift in [0, 7, 14, 21, 28] {
            let byte = *self.take(1)?.first()?;
            if shift == 28 && byte > 0x0f {
                return None;
            }
            value |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return usize::try_from(value).ok();
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn module() -> Vec<u8> {
        wat::parse_str(
            r#"(module $named
                (@custom "anyhost:hosts" "flow-like,nlink")
                (@custom "kept" "\00\01")
                (memory (export "memory") 1)
                (@custom "producers" (after memory) "x")
                (data (i32.const 0) "text"))"#,
        )
        .unwrap()
    }

    #[test]
    fn reads_and_strips() {
        let wasm = module();
        let sections = custom(&wasm).unwrap();
        let names: Vec<&str> = sections.iter().map(|section| section.name).collect();
        assert_eq!(names, ["producers", "anyhost:hosts", "kept", "name"]);
        assert_eq!(sections[1].data, b"flow-like,nlink");

        let shipped = stripped(&wasm, &sections);
        let left = custom(&shipped).unwrap();
        assert_eq!(left.len(), 1);
        assert_eq!((left[0].name, left[0].data), ("kept", &[0, 1][..]));
        assert_eq!(stripped(&shipped, &left), shipped);
    }

    #[test]
    fn writes() {
        let wasm = module();
        let long = vec![b'x'; 300];
        let once = with(&wasm, "manifest", Some(&long)).unwrap();
        let again = with(&once, "manifest", Some(b"{}")).unwrap();
        for (wasm, data) in [(&once, long.as_slice()), (&again, b"{}")] {
            let found: Vec<&[u8]> =
                custom(wasm).unwrap().iter().filter(|section| section.name == "manifest").map(|section| section.data).collect();
            assert_eq!(found, [data]);
            wasmparser::validate(wasm).unwrap();
        }
        assert_eq!(with(&again, "manifest", Some(b"{}")).unwrap(), again);
        assert_eq!(with(&again, "manifest", None).unwrap(), wasm);
        assert_eq!(with(b"text", "manifest", None), None);
    }

    #[test]
    fn never_panics() {
        let wasm = module();
        for length in 0..wasm.len() {
            let _ = custom(&wasm[..length]);
        }
        for at in 0..wasm.len() {
            for byte in [0, 0x7f, 0x80, 0xff] {
                let mut wasm = wasm.clone();
                wasm[at] = byte;
                if let Some(sections) = custom(&wasm) {
                    assert!(stripped(&wasm, &sections).len() <= wasm.len());
                }
            }
        }
        assert_eq!(custom(b""), None);
        assert_eq!(custom(b"\0asm\x0d\0\x01\0"), None);
        assert_eq!(custom(b"\0asm\x01\0\0\0\0\xff\xff\xff\xff\xff"), None);
        assert_eq!(custom(b"\0asm\x01\0\0\0\0\xff\xff\xff\xff\x0f"), None);
    }
}
