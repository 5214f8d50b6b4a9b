//! Hashes and random bytes, from the host. They need no permission.

use super::Error;
use super::value::{Answer, buffer};
use crate::rt::imports::orbis::source::env;
use crate::rt::received::Received;
use alloc::vec::Vec;

/// The SHA-256 hash of some bytes. The host computes it, which costs the plugin no fuel.
///
/// # Errors
///
/// The host failed: after 10,000 calls of it, or 5 seconds (`runtime.rs:210-232`).
pub fn sha256(data: &[u8]) -> Result<[u8; 32], Error> {
    exactly(env::crypto_hash(0, data), HASH)
}

/// The SHA-512 hash of some bytes, as [`sha256`].
///
/// # Errors
///
/// The host failed.
pub fn sha512(data: &[u8]) -> Result<[u8; 64], Error> {
    exactly(env::crypto_hash(1, data), HASH)
}

/// Random bytes of the host's, fit for secrets: `let key: [u8; 32] = orbis::random()?`.
///
/// # Errors
///
/// There are more than 1 MiB (`runtime.rs:1152-1157`), or the host failed.
pub fn random<const N: usize>() -> Result<[u8; N], Error> {
    exactly(env::crypto_random(count(N)?), RANDOM)
}

/// As [`random`], where their count is known at run time only.
///
/// # Errors
///
/// There are more than 1 MiB, or the host failed.
pub fn random_bytes(len: usize) -> Result<Vec<u8>, Error> {
    let received = given(env::crypto_random(count(len)?), RANDOM)?;
    if received.bytes().len() == len { Ok(received.bytes().to_vec()) } else { Err(Error::answer(LENGTH)) }
}

const HASH: &str = "the host did not hash";
const RANDOM: &str = "the host gave no random bytes: it gives 1 MiB at most";
const LENGTH: &str = "the host gave another number of bytes than it should";

fn count(len: usize) -> Result<i32, Error> {
    i32::try_from(len).map_err(|_| Error::unavailable(RANDOM))
}

fn given(answer: Answer, none: &'static str) -> Result<Received, Error> {
    buffer(answer)?.ok_or(Error::unavailable(none))
}

fn exactly<const N: usize>(answer: Answer, none: &'static str) -> Result<[u8; N], Error> {
    given(answer, none)?.bytes().try_into().map_err(|_| Error::answer(LENGTH))
}
