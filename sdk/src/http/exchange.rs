//! One call of a route: the request that is being read, and the answer that is being written.
//!
//! The context is read once, from its first byte to its last: [`Exchange::next`] hands out each part where it stands, and only
//! those that the route takes. The body is written behind the place of the status, and the headers behind the body.

use super::{Body, Response};
use crate::rt::abi::{HOSTS, RouteWire};
use crate::rt::json::{Reader, Writer};
use crate::rt::konst::same;

/// What a plugin needs of a route while it runs.
#[derive(Debug)]
pub struct Route {
    /// The index of a key that stands inside of the query, or outside of it: [`QUERY`], or one that
    /// [`run`](Self::run) knows; `usize::MAX` for any other.
    pub find: fn(inside: bool, key: &str) -> usize,
    /// Reads what the function takes, runs it, writes its answer.
    pub run: for<'a> fn(&mut Exchange<'a>),
    /// The JSON of the host.
    pub wire: &'static RouteWire,
}

/// The JSON of a host.
#[must_use]
#[track_caller]
#[expect(clippy::panic, reason = "evaluated by the compiler only")]
pub const fn wire(host: &str, dialect: &str) -> &'static RouteWire {
    let mut h = 0;
    while h < HOSTS.len() {
        let mut d = 0;
        while d < HOSTS[h].dialects.len() {
            let known = &HOSTS[h].dialects[d];
            if let Some(wire) = known.route
                && same(HOSTS[h].id, host)
                && same(known.id, dialect)
            {
                return wire;
            }
            d += 1;
        }
        h += 1;
    }
    panic!("a host of routes has JSON for them")
}

/// Found for the query, where its members are handed out one by one.
pub const QUERY: usize = usize::MAX - 1;

/// One call.
#[derive(Debug)]
pub struct Exchange<'a> {
    route: &'static Route,
    reader: Reader<'a>,
    /// The reader is inside of the query.
    inside: bool,
    /// The part that is being read, and the member of the query, for errors.
    place: [&'a str; 2],
    out: &'a mut Writer,
    /// Where the body begins in `out`.
    body: usize,
    status: u16,
    failed: bool,
}

/// Answers one request: runs the route, and appends its answer in the host's form to `out`. The last
/// [`PAD`](crate::rt::json::PAD) bytes of `context` are room for the reader.
pub(crate) fn run(route: &'static Route, context: &mut [u8], out: &mut Writer) {
    let [before, between, .., end] = route.wire.answer;
    out.raw(before);
    let digits = out.len();
    out.raw("200");
    out.raw(between);
    let (reader, body) = (Reader::padded(context), out.len());
    let mut exchange = Exchange { route, reader, inside: false, place: ["", ""], out, body, status: 200, failed: false };
    exchange.reader.open(b'{', "an object");
    (route.run)(&mut exchange);
    let status = exchange.checked_status();
    out.set_digits(digits, status);
    out.raw(end);
}

/// Answers with an error what panicked.
pub(crate) fn refuse(route: &'static Route, text: &str, out: &mut Writer) {
    let [before, between, .., end] = route.wire.answer;
    for part in [before, "500", between, "{\"error\":"] {
        out.raw(part);
    }
    out.str(text);
    out.raw("}");
    out.raw(end);
}

impl<'a> Exchange<'a> {
    /// Goes on to the next part that the route takes: its index, and the reader in front of its value. `None` at the end, or if
    /// the call has [`failed`](Self::failed). What the route does not know is passed over: hosts add keys.
    #[expect(clippy::should_implement_trait, reason = "it lends what it has")]
    pub fn next(&mut self) -> Option<(usize, &mut Reader<'a>)> {
        if self.reader.error().is_none() && !self.inside {
            self.place = ["", ""];
        }
        loop {
            let Some(key) = self.reader.key() else {
                if self.inside && self.reader.error().is_none() {
                    self.inside = false;
                    self.place = ["", ""];
                    continue;
                }
                self.reader.end();
                break;
            };
            let index = (self.route.find)(self.inside, key);
            if index == QUERY {
                self.place = [key, ""];
                if !self.reader.null() {
                    self.inside = self.reader.open(b'{', "an object");
                }
            } else if index != usize::MAX {
                let [part, _] = self.place;
                self.place = if self.inside { [part, key] } else { [key, ""] };
                return Some((index, &mut self.reader));
            } else {
                self.reader.skip();
            }
        }
        self.reject();
        None
    }

    /// Refuses with the error of the reader, if it has one.
    fn reject(&mut self) {
        let Some(error) = self.reader.take_error() else { return };
        self.refuse(self.place);
        error.tell(": ", |text| self.out.text(text));
        self.out.raw("\"}");
    }

    /// Answers 400 with an error that is about this; its text follows.
    #[cold]
    #[inline(never)]
    fn refuse(&mut self, [part, member]: [&str; 2]) {
        self.failed = true;
        self.begin(400);
        self.out.raw("{\"error\":\"");
        self.out.text(if part.is_empty() { "context" } else { part });
        if !member.is_empty() {
            self.out.raw(".");
            self.out.text(member);
        }
    }

    /// Whether the call has failed: its answer is written.
    pub fn failed(&self) -> bool {
        self.failed
    }

    /// A part was not given, or a member of it.
    pub fn missing(&mut self, part: &str, member: &str) {
        self.refuse([part, member]);
        self.out.raw(": missing\"}");
    }

    /// Begins another body in place of what was written.
    fn begin(&mut self, status: u16) {
        self.out.truncate(self.body);
        self.status = status;
    }

    /// Writes a body of JSON.
    pub fn json(&mut self, write: impl FnOnce(&mut Writer)) -> &mut Self {
        write(self.out);
        if let Some(failed) = self.out.failed {
            (failed.route)(self);
        }
        self
    }

    /// Serde could not write the body. Reached from where it did, so that nothing of this is linked without serde.
    pub(crate) fn unwritable(&mut self) {
        let text = self.out.error().unwrap_or_default();
        self.body(&super::rt::error(500, &text));
    }

    /// Gives what was written another status.
    pub fn with_status(&mut self, status: u16) -> &mut Self {
        self.status = status;
        self
    }

    /// Writes a response without headers.
    pub fn plain(&mut self, response: Response) -> &mut Self {
        self.body(&response);
        self
    }

    fn body(&mut self, response: &Response) {
        self.begin(response.status);
        match &response.body {
            Body::Empty => self.out.null(),
            Body::Text(text) => self.out.str(text),
            Body::Json(text) => self.out.raw(text),
        }
    }

    /// Writes a response.
    pub fn response(&mut self, response: Response) -> &mut Self {
        self.body(&response);
        if !response.headers.is_empty() {
            let [.., headers, _] = self.route.wire.answer;
            self.out.raw(headers);
            for (name, value) in &response.headers {
                self.out.key(name);
                self.out.str(value);
            }
            self.out.raw("}");
        }
        self
    }

    /// The status; 500 instead of one that no client would understand.
    fn checked_status(&mut self) -> u16 {
        if !(200..600).contains(&self.status) {
            self.begin(500);
            self.out.raw("{\"error\":\"a status is a number from 200 to 599\"}");
        }
        self.status
    }
}
