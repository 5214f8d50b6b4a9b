//! Plays a scenario on an instance.

use serde_json::value::RawValue;

use super::calls::Thrown;
use super::http::Response;
use super::js::Js;
use super::scenario::{Scenario, Step, TcpStep, UdpStep, js, peer_of};
use super::server::Server;
use super::world::{Phase, SELF};
use crate::hosts::Answer;
use crate::report::ScenarioReport;
use crate::{base64, json};

impl Server<'_> {
    /// The start and all steps. What no scenario is, the plugin gets as its configuration.
    pub(super) fn play(&mut self, context: &[u8]) -> Answer {
        self.world().new_use();
        let scenario = std::str::from_utf8(context).ok().and_then(|text| Scenario::parse(text).ok());
        let (error, responses, raw) = match scenario {
            Some(scenario) => self.scenario(&scenario),
            None => (self.start_with(context).err(), Vec::new(), None),
        };
        let last = responses.iter().rev().find(|response| **response != Js::Null);
        let world = self.world();
        let report = ScenarioReport {
            deltas: world.deltas.iter().map(|delta| raw_value(&delta.value)).collect(),
            status: world.status.message().map(str::to_owned),
            statuses: world.status.history.iter().map(raw_value).collect(),
            responses: responses.iter().map(raw_value).collect(),
            values: world
                .model
                .paths(SELF)
                .filter_map(|(path, leaf)| Some((path.to_owned(), raw_value(leaf.value.as_ref()?))))
                .collect(),
        };
        let mut faults = std::mem::take(&mut world.faults);
        let trap = faults.iter().position(|fault| fault.stop.is_some());
        Answer {
            value: last.map(raw_value),
            raw: raw.or_else(|| last.map(Js::to_json)),
            error: error.map(|thrown| thrown.message),
            fault: trap.map(|at| faults.remove(at)),
            faults,
            fuel: self.fuel,
            scenario: Some(report),
            ..Answer::default()
        }
    }

    fn scenario(&mut self, scenario: &Scenario) -> (Option<Thrown>, Vec<Js>, Option<String>) {
        for peer in scenario.listen.iter().filter_map(|peer| peer_of(peer).ok()) {
            self.world().sockets.listen(peer);
        }
        let config = scenario.config.as_deref().map(js);
        self.world().settings.enable_debug = scenario.enable_debug;
        let mut error = self.begin(config).err();
        let (mut responses, mut raw) = (Vec::new(), None);
        for step in &scenario.steps {
            self.reply = None;
            let response = match step {
                Step::Start(config) => match self.begin(config.as_deref().map(js)) {
                    Ok(()) => Js::Null,
                    Err(thrown) => {
                        let response = Response::error(&thrown.message).shown();
                        error.get_or_insert(thrown);
                        response
                    }
                },
                step => self.step(step),
            };
            if response != Js::Null {
                raw = self.reply.take();
            }
            responses.push(response);
        }
        (error, responses, raw)
    }

    /// The plugin gets a configuration and runs then: started, started again, or disabled and enabled after an error.
    pub(super) fn begin(&mut self, config: Option<Js>) -> Result<(), Thrown> {
        let world = self.world();
        let settings = &mut world.settings;
        (settings.enabled, settings.configuration) = (true, config);
        settings.write();
        if world.phase == Phase::Running {
            self.stop()?;
        }
        self.start()
    }

    /// The plugin is disabled; nothing happens to one that does not run.
    pub(super) fn disable(&mut self) -> Result<(), Thrown> {
        let world = self.world();
        world.settings.enabled = false;
        world.settings.write();
        if world.phase == Phase::Running { self.stop() } else { Ok(()) }
    }

    fn step(&mut self, step: &Step) -> Js {
        match step {
            Step::Delta(delta) => self.delta(js(delta)),
            Step::Poll(times) => self.polls(*times),
            Step::Advance(ms) => self.advance(*ms),
            Step::Stop(_) => {
                if let Err(thrown) = self.disable() {
                    return Response::error(&thrown.message).shown();
                }
            }
            Step::Put(put) => return self.put(&put.context, &put.path, &js(&put.value), put.source.as_deref()),
            Step::Http(http) => return self.http(http.request()).shown(),
            Step::Udp(udp) => return self.udp(udp),
            Step::Tcp(tcp) => return self.tcp(tcp),
            // Done by the caller, who takes the error.
            Step::Start(_) => {}
        }
        Js::Null
    }

    /// A datagram comes in: whether anybody got it, and what went out so far.
    fn udp(&mut self, step: &UdpStep) -> Js {
        let sockets = &mut self.world().sockets;
        let (Ok(from), Some(data)) = (peer_of(&step.from), step.data.bytes()) else { return Js::Null };
        let received = sockets.datagram(step.port, from, &data);
        let sent = sockets.datagrams().into_iter().map(|(to, data)| Js::object([("to", Js::Text(to.show())), shown(&data)]));
        Js::object([("received", Js::Bool(received)), ("sent", Js::List(sent.collect()))])
    }

    /// A peer acts: whether anybody is connected, and what it has received so far.
    fn tcp(&mut self, step: &TcpStep) -> Js {
        let sockets = &mut self.world().sockets;
        let Ok(peer) = peer_of(&step.peer) else { return Js::Null };
        if step.listen {
            sockets.listen(peer.clone());
        }
        sockets.settle();
        let received = sockets.received(&peer);
        let connected = match step.data.bytes() {
            Some(data) => sockets.chunk(&peer, &data),
            None => sockets.is_connected(&peer),
        };
        if step.close {
            sockets.hang_up(&peer);
        }
        Js::object([("connected", Js::Bool(connected)), shown(&received)])
    }
}

/// Bytes as text where they are one, else as base64.
fn shown(bytes: &[u8]) -> (&'static str, Js) {
    match std::str::from_utf8(bytes) {
        Ok(text) => ("text", Js::text(text)),
        Err(_) => ("base64", Js::Text(base64::encode(bytes))),
    }
}

impl Response {
    /// `{"status","headers","body"}`: a JSON body as its value.
    pub(super) fn shown(&self) -> Js {
        let body = self.value().unwrap_or_else(|| Js::text(&self.body));
        Js::object([("status", Js::Number(self.status.into())), ("headers", Js::Object(self.headers.clone())), ("body", body)])
    }
}

fn raw_value(value: &Js) -> Box<RawValue> {
    json::raw(&value.to_json()).unwrap_or_default()
}
