//! Calls functions of Signal K's server, and tells what they gave.
#![forbid(unsafe_code)]

use anyhost::Config;
use anyhost::http::Json;
use anyhost::signalk::{self, AlarmState, Capability, Delta, Error, Meta, Notification, Position, RadarInfo, Tcp, Udp, Zone};
use anyhost::signalk_plugin;
use std::cell::RefCell;

#[derive(Config)]
struct Settings {
    /// Where to connect to.
    #[config(default = "peer")]
    host: String,
}

struct Functions {
    udp: Udp,
    tcp: Tcp,
}

thread_local! {
    /// One that no state owns: it is closed all the same when the plugin stops.
    static LEFT: RefCell<Option<Tcp>> = const { RefCell::new(None) };
}

#[signalk_plugin(name = "Functions", radar("mast"))]
impl Functions {
    fn start(settings: Settings) -> Result<Self, Error> {
        log::info!("connects to {}", settings.host);
        signalk::status("started");
        signalk::register_resources("tracks")?;
        signalk::register_weather("sky")?;
        signalk::register_put("vessels.self", "by.hand")?;
        if LEFT.with_borrow(Option::is_none) {
            LEFT.set(Some(Tcp::connect(&settings.host, 10)?));
        }
        let udp = Udp::bind(2000)?;
        udp.join("239.1.1.1", None)?;
        udp.join("239.1.1.2", Some("127.0.0.1"))?;
        udp.leave("239.1.1.2", Some("127.0.0.1"))?;
        udp.set_multicast_ttl(2)?;
        udp.set_multicast_loopback(false)?;
        udp.set_broadcast(true)?;
        Ok(Self { udp, tcp: Tcp::connect(&settings.host, 9)? })
    }

    /// Values of every kind, some of which JSON has no number for.
    #[http(POST "/emit")]
    fn emit(&mut self) -> Result<(), Error> {
        let zone = Zone { lower: Some(2.0), upper: Some(f64::INFINITY), state: AlarmState::Warn, message: "deep" };
        Delta::new()
            .value("test.position", Position { altitude: Some(f64::NAN), ..Position::new(60.0, 24.5) })
            .value("test.nowhere", Position::new(f64::NAN, 24.5))
            .value("test.nan", f64::NAN)
            .value("test.list", [1.5, f64::INFINITY])
            .meta("test.nan", &Meta::new().units("m").zone(zone))
            .emit();
        Delta::of("vessels.urn:mrn:imo:mmsi:230099999")
            .source("else")
            .timestamp("2026-11-21T12:00:00.000Z")
            .value("test.other", "x")
            .emit();
        Delta::new().value("test.v2", true).emit_v2();
        Notification::new(AlarmState::Alarm, "\"loud\"").publish("test.alarm")?;
        Notification::new(AlarmState::Nominal, "fine").publish("notifications.test.fine")?;
        signalk::error("as told");
        Ok(())
    }

    #[http(GET "/granted")]
    fn granted(&mut self) -> Json<Vec<bool>> {
        Json(vec![Capability::Network.is_granted(), Capability::RawSockets.is_granted()])
    }

    /// Saves a configuration that is longer than what is read at first.
    #[http(POST "/save")]
    fn save(&mut self) -> Result<String, Error> {
        let before = signalk::read_config()?;
        signalk::save_config(&["x".repeat(5_000), before.clone()])?;
        let after = signalk::read_config()?;
        Ok(format!("{before} {}", after.len()))
    }

    #[http(POST "/streams")]
    fn streams(&mut self) -> Json<Vec<Option<String>>> {
        let sent = [
            signalk::emit_stream("radars/r0", &[0, 255]),
            signalk::emit_stream("elsewhere", b"x"),
            signalk::emit_spokes("r0", b"spokes"),
        ];
        Json(sent.map(|sent| sent.err().map(String::from)).into())
    }

    /// What has arrived, each by a buffer of eight bytes.
    #[http(POST "/receive")]
    fn receive(&mut self) -> Result<Json<Vec<String>>, Error> {
        let mut buffer = [0; 8];
        let mut all = vec![format!("{} {}", self.udp.pending()?, self.tcp.pending()?)];
        while let Some(received) = self.udp.receive(&mut buffer)? {
            all.push(format!("{}:{} {:?}", received.address(), received.port(), received.data()));
            self.udp.send(received.address(), received.port(), b"thanks")?;
        }
        all.push(format!("{:?}", self.tcp.state()?));
        while let Some(line) = self.tcp.line(&mut buffer)? {
            all.push(line.to_owned());
        }
        self.tcp.set_lines(false)?;
        while let Some(chunk) = self.tcp.receive(&mut buffer)? {
            all.push(format!("{chunk:?}"));
        }
        self.tcp.send(b"heard\n")?;
        Ok(Json(all))
    }

    /// What has become of the socket that the first run left behind.
    #[http(GET "/left")]
    fn left(&mut self) -> String {
        LEFT.with_borrow(|left| format!("{:?}", left.as_ref().map(Tcp::state)))
    }
}

impl signalk::RadarProvider for Functions {
    fn radars(&mut self) -> Vec<String> {
        vec!["r0".to_owned()]
    }

    fn info(&mut self, _radar: &str) -> Option<RadarInfo> {
        None
    }
}
