//! What a server hands to a kept plugin, as the plugin sees it.

use crate::http::Request;
use crate::rt::Reader;
use crate::signalk::ReceivedDelta;
use alloc::vec::Vec;

/// Hands out a delta, or `None` if it is none.
pub fn delta(text: &[u8], read: impl FnOnce(Option<&ReceivedDelta<'_>>)) {
    let mut text = Vec::from(text);
    read(ReceivedDelta::read(&mut Reader::new(&mut text)).as_ref());
}

/// Hands out a request, or `None` if it is none.
pub fn request(text: &[u8], read: impl FnOnce(Option<&Request<'_>>)) {
    let mut text = Vec::from(text);
    read(Request::read(&mut Reader::new(&mut text)).as_ref());
}
