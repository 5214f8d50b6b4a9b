//! Calls every function of the server that the SDK wraps. For the checklist.
#![forbid(unsafe_code)]

use anyhost::signalk::{self, AlarmState, Capability, Connection, Delta, Notification, Position, Tcp, Udp};
use anyhost::{join, signalk_plugin};

struct Functions {
    socket: Tcp,
}

#[signalk_plugin]
impl Functions {
    fn start() -> Result<Self, signalk::Error> {
        signalk::debug("grüße");
        signalk::status("starting");
        signalk::register_put("vessels.self", "test.value")?;
        signalk::register_resources("tracks")?;
        signalk::register_weather("sky")?;
        signalk::register_radar("r0")?;
        Ok(Self { socket: Tcp::connect("127.0.0.1", 10_110)? })
    }

    /// Says how far it came: what a function answers that failed.
    #[http(GET "/all")]
    fn all(&self) -> String {
        let tried = [said(), stored(), streamed(), udp(), tcp(&self.socket)];
        let failed: Vec<&str> = tried.iter().filter_map(|tried| tried.as_ref().err()).map(|error| error.as_str()).collect();
        join(&failed)
    }
}

fn said() -> Result<(), signalk::Error> {
    signalk::error("an error");
    Delta::new().value("navigation.position", Position::new(60.0, 25.0)).emit();
    Notification::new(AlarmState::Warn, "grüße").publish("test")
}

fn stored() -> Result<(), signalk::Error> {
    signalk::save_config(&std::collections::BTreeMap::from([("a", 1)]))?;
    signalk::debug(&signalk::read_config()?);
    if Capability::RawSockets.is_granted() {
        signalk::debug("sockets");
    }
    Ok(())
}

fn streamed() -> Result<(), signalk::Error> {
    signalk::emit_stream("radars/r0", &[0, 255])?;
    signalk::emit_spokes("r0", &[1, 2, 3])
}

fn udp() -> Result<(), signalk::Error> {
    let socket = Udp::bind(10_110)?;
    socket.join("239.2.1.1", None)?;
    socket.set_multicast_ttl(2)?;
    socket.set_multicast_loopback(false)?;
    socket.set_broadcast(true)?;
    socket.send("127.0.0.1", 10_110, b"a")?;
    socket.pending()?;
    socket.receive(&mut [0; 64])?;
    socket.leave("239.2.1.1", None)?;
    socket.close();
    Ok(())
}

fn tcp(socket: &Tcp) -> Result<(), signalk::Error> {
    let state = if socket.state()? == Connection::Connected { "connected" } else { "not connected" };
    signalk::debug(state);
    socket.send(b"a")?;
    socket.line(&mut [0; 64])?;
    socket.set_lines(false)?;
    socket.receive(&mut [0; 64])?;
    socket.pending()?;
    Ok(())
}
