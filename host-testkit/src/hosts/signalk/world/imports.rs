//! The host functions: `env-imports.ts`, and WASI.

use anyhost_abi::Import;
use anyhost_abi::signalk::rules;

use super::sockets::Peer;
use super::{Provider, SELF, World};
use crate::hosts::Fault;
use crate::hosts::signalk::js::{Js, parse};
use crate::hosts::signalk::text::decode;
use crate::record::{LogLevel, Record};
use crate::sandbox::{Args, Imports, Reply, Stop, View};

/// States that `sk_publish_notification` takes.
const STATES: [&str; 5] = ["normal", "alert", "warn", "alarm", "emergency"];

impl Imports for World {
    fn call(&mut self, row: &'static Import, args: &Args, view: &mut View<'_>, record: &mut Record) -> Result<Reply, Stop> {
        if row.module != "env" {
            if row.module.starts_with("wasi") {
                return self.wasi.call(row, args, view, record);
            }
            return Err(Stop::Host(format!("`{}.{}` was called: asyncify is not emulated", row.module, row.name)));
        }
        let granted = row.capability.is_none_or(|name| self.granted.grant(name));
        let reply = if row.name.starts_with("sk_udp") || row.name.starts_with("sk_tcp") {
            // Without the capability all that return something give -1.
            if granted { self.socket(row.name, args, view) } else { Some(-1) }
        } else {
            match row.name {
                "abort" => {
                    let place = format!("abort called at {}:{}", args.i32(2), args.i32(3));
                    record.log(LogLevel::Debug, &place);
                    None
                }
                "seed" => return Ok(Reply::F64(self.clock.ms() as f64 * 0.5)),
                "console.log" | "sk_debug" => {
                    if let Some(line) = text(args, 0, view) {
                        record.log(LogLevel::Debug, &line);
                    }
                    None
                }
                "sk_set_status" | "sk_set_error" => {
                    if let Some(message) = text(args, 0, view) {
                        let error = row.name == "sk_set_error";
                        record.log(if error { LogLevel::Error } else { LogLevel::Info }, &message);
                        self.set_status(if error { "error" } else { "status" }, &message);
                    }
                    None
                }
                "sk_handle_message" => {
                    self.emit(text(args, 0, view), args.i32(1) == 2);
                    None
                }
                "sk_publish_notification" => Some(self.notify(text(args, 0, view), text(args, 1, view))),
                "sk_get_self_path" => Some(self.self_path(args, view)),
                "sk_read_config" => Some(self.read_config(args, view)),
                "sk_save_config" => Some(self.save_config(text(args, 0, view))),
                "sk_has_capability" => {
                    let name = text(args, 0, view).unwrap_or_default();
                    let known = matches!(name.as_str(), "network" | "rawSockets");
                    Some(i32::from(known && self.granted.grant(&name)))
                }
                _ if !granted => Some(0),
                "sk_register_put_handler" => Some(self.register_put(text(args, 0, view), text(args, 1, view))),
                "sk_emit_binary_stream" => Some(self.stream(text(args, 0, view), args.bytes(1, view))),
                "sk_radar_emit_spokes" => Some(self.spokes(text(args, 0, view), args.bytes(1, view))),
                name => Some(self.register_provider(name, text(args, 0, view))),
            }
        };
        Ok(match reply {
            Some(number) if !row.results().is_empty() => Reply::I32(number),
            _ => Reply::None,
        })
    }

    fn leave(&mut self, record: &mut Record) {
        self.wasi.leave(record);
        for line in self.debug.drain(..) {
            record.log(LogLevel::Trace, &format!("server: {line}"));
        }
    }
}

/// A text, however bad its UTF-8; `None`: it lies outside memory, which the server catches and logs.
fn text(args: &Args, at: usize, view: &View<'_>) -> Option<String> {
    args.bytes(at, view).map(decode)
}

/// Writes a text that the guest has offered room for: its length, or 0 where it is too long.
fn deliver(args: &Args, at: usize, view: &mut View<'_>, text: &str) -> i32 {
    let (ptr, max) = args.span(at);
    let fits = u32::try_from(text.len()).is_ok_and(|len| i64::from(len) <= i64::from(max.cast_signed()));
    if fits && view.put(ptr, text.as_bytes()).is_some() { i32::try_from(text.len()).unwrap_or(0) } else { 0 }
}

impl World {
    fn emit(&mut self, json: Option<String>, v2: bool) {
        let Some(json) = json else { return };
        match parse(&json) {
            Ok(delta) => {
                let package = self.package.clone();
                self.handle_message(&package, delta, v2);
            }
            Err(message) => {
                let detail = format!("`sk_handle_message` got no JSON ({message}): `{}`", crate::text::shorten(&json));
                self.fault(Fault::new(&rules::DELTA_JSON, message, detail));
            }
        }
    }

    fn notify(&mut self, path: Option<String>, json: Option<String>) -> i32 {
        let (Some(path), Some(Ok(value))) = (path, json.map(|json| parse(&json))) else { return -1 };
        if !value.get("state").and_then(Js::as_text).is_some_and(|state| STATES.contains(&state)) {
            return -1;
        }
        let entry = Js::object([("path", Js::Text(path)), ("value", value)]);
        self.emit_one("values", entry);
        0
    }

    fn emit_one(&mut self, key: &str, entry: Js) {
        let update = Js::object([(key, Js::List(vec![entry]))]);
        let package = self.package.clone();
        self.handle_message(&package, Js::object([("updates", Js::List(vec![update]))]), false);
    }

    fn self_path(&self, args: &Args, view: &mut View<'_>) -> i32 {
        let Some(path) = text(args, 0, view).filter(|_| self.manners.self_path) else { return 0 };
        let parts: Vec<&str> = path.split('.').collect();
        match self.model.tree(SELF, &parts) {
            None | Some(Js::Null) => 0,
            Some(value) => deliver(args, 1, view, &value.to_json()),
        }
    }

    fn read_config(&self, args: &Args, view: &mut View<'_>) -> i32 {
        let file = self.settings.file.as_ref().filter(|_| !self.manners.scoped);
        let configuration = file.and_then(|file| file.get("configuration")).filter(|value| value.is_truthy());
        let json = configuration.map_or_else(|| "{}".to_owned(), Js::to_json);
        deliver(args, 0, view, &json)
    }

    fn save_config(&mut self, json: Option<String>) -> i32 {
        let Some(Ok(configuration)) = json.map(|json| parse(&json)).filter(|_| !self.manners.scoped) else { return -1 };
        let mut file = self.settings.file.take().unwrap_or_else(|| Js::object([("enabled", Js::Bool(true))]));
        file.set("configuration", configuration);
        self.settings.file = Some(file);
        0
    }

    fn register_put(&mut self, context: Option<String>, path: Option<String>) -> i32 {
        let (Some(context), Some(path)) = (context, path) else { return 0 };
        let value = Js::object([("supportsPut", Js::Bool(true))]);
        self.emit_one("meta", Js::object([("path", Js::text(&path)), ("value", value)]));
        self.puts.insert((context, path));
        1
    }

    /// Registering again sets a provider to "not ready".
    fn register_provider(&mut self, import: &str, name: Option<String>) -> i32 {
        let Some(name) = name else { return 0 };
        let provider = Provider { name, ready: false };
        match import {
            "sk_register_resource_provider" => {
                self.providers.resources.retain(|known| known.name != provider.name);
                self.providers.resources.push(provider);
            }
            "sk_register_weather_provider" => self.providers.weather = Some(provider),
            "sk_register_radar_provider" => self.providers.radar = Some(provider),
            _ => return 0,
        }
        1
    }

    fn stream(&mut self, id: Option<String>, data: Option<&[u8]>) -> i32 {
        let (Some(id), Some(data)) = (id, data) else { return 0 };
        let letters = |radar: &str| {
            !radar.is_empty() && radar.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
        };
        let radar = id.strip_prefix("radars/").is_some_and(letters);
        if !radar && !id.starts_with(&format!("plugins/{}/", self.package)) {
            return 0;
        }
        self.streams.push((id, data.to_vec()));
        1
    }

    fn spokes(&mut self, radar: Option<String>, data: Option<&[u8]>) -> i32 {
        let (Some(radar), Some(data)) = (radar, data) else { return 0 };
        if !self.providers.radar.as_ref().is_some_and(|provider| provider.ready) {
            return 0;
        }
        self.streams.push((format!("radars/{radar}"), data.to_vec()));
        1
    }

    fn socket(&mut self, name: &str, args: &Args, view: &mut View<'_>) -> Option<i32> {
        let id = args.i32(0);
        let sockets = &mut self.sockets;
        let status = |well: bool| if well { 0 } else { -1 };
        let count = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let peer = |host: Option<String>, port: i32| Some(Peer { host: host?, port: port as u16 });
        Some(match name {
            "sk_udp_create" => sockets.udp_create(),
            "sk_udp_bind" => {
                sockets.udp_bind(id, args.i32(1));
                0
            }
            "sk_udp_join_multicast" | "sk_udp_leave_multicast" => {
                let group = text(args, 1, view);
                status(group.is_some_and(|group| sockets.udp_group(id, &group, name == "sk_udp_join_multicast")))
            }
            "sk_udp_set_multicast_ttl" | "sk_udp_set_multicast_loopback" | "sk_udp_set_broadcast" => status(sockets.has_udp(id)),
            "sk_udp_send" => match (peer(text(args, 1, view), args.i32(2)), args.bytes(3, view)) {
                (Some(peer), Some(data)) => {
                    sockets.udp_send(id, peer, data);
                    count(data.len())
                }
                _ => -1,
            },
            "sk_udp_recv" => {
                let (buffer, max) = args.span(1);
                let Some((from, data)) = sockets.udp_recv(id) else { return Some(0) };
                let data = data.get(..max as usize).unwrap_or(&data);
                let address = [from.host.as_bytes(), b"\0"].concat();
                let [address_out, port_out] = [args.i32(2), args.i32(3)].map(i32::cast_unsigned);
                let put = view.put(buffer, data).and_then(|()| view.put(address_out, &address));
                put.and_then(|()| view.put(port_out, &from.port.to_le_bytes())).map_or(-1, |()| count(data.len()))
            }
            "sk_udp_pending" => count(sockets.udp_pending(id)),
            "sk_tcp_create" => sockets.tcp_create(),
            "sk_tcp_connect" => status(peer(text(args, 1, view), args.i32(2)).is_some_and(|peer| sockets.tcp_connect(id, peer))),
            "sk_tcp_connected" => sockets.tcp_connected(id).map_or(-1, i32::from),
            "sk_tcp_set_line_buffering" => status(sockets.tcp_lines(id, args.i32(1) != 0)),
            "sk_tcp_send" => match args.bytes(1, view) {
                Some(data) => {
                    sockets.tcp_send(id, data);
                    count(data.len())
                }
                None => -1,
            },
            "sk_tcp_recv_line" | "sk_tcp_recv_raw" => {
                let item = if name == "sk_tcp_recv_line" { sockets.tcp_line(id) } else { sockets.tcp_chunk(id) };
                let Some(item) = item else { return Some(0) };
                let (buffer, max) = args.span(1);
                let item = item.get(..max as usize).unwrap_or(&item);
                view.put(buffer, item).map_or(-1, |()| count(item.len()))
            }
            "sk_tcp_pending" => count(sockets.tcp_pending(id)),
            "sk_udp_close" => {
                sockets.udp_close(id);
                return None;
            }
            _ => {
                sockets.tcp_close(id);
                return None;
            }
        })
    }
}
