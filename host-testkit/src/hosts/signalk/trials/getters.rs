//! What the plugin says of itself, on an instance that is never started.

use anyhost_abi::signalk::rules;
use anyhost_abi::{Role, Signature};

use super::{Trial, When, when};
use crate::hosts::signalk::advise::wrong_type;
use crate::hosts::signalk::js::{Js, parse};
use crate::hosts::signalk::judge;
use crate::report::Finding;
use crate::sandbox::{Guest, is};

/// A buffer that no server brings.
const SMALL: u32 = 3;

/// Room around it.
const ROOM: u32 = 64;

/// What getters may call: none of it changes anything.
const HARMLESS: [&str; 7] =
    ["sk_debug", "console.log", "sk_has_capability", "sk_read_config", "sk_get_self_path", "seed", "abort"];

impl Trial<'_> {
    pub(super) fn getters(&mut self) {
        let roles = [Role::PluginName, Role::ConfigSchema, Role::Endpoints];
        for role in roles {
            let name = self.dialect.export(role).and_then(|export| export.name.fixed()).unwrap_or_default();
            if !self.has(name) {
                continue;
            }
            let Some(mut guest) = self.guest() else { return };
            let max = self.limit("getter_bytes");
            let read = |guest: &mut Guest, trial: &mut Self| {
                trial.event(guest, when(name), |server| {
                    server.enter(|caller| caller.getter(name, max)).ok().map(|reply| reply.text)
                })
            };
            let (first, seen) = read(&mut guest, self);
            let acts =
                seen.calls.iter().filter_map(|call| call.import.strip_prefix("env.")).find(|name| !HARMLESS.contains(name));
            if let Some(import) = acts {
                self.say(&rules::GETTER_ACTS, &format!("`{name}` calls `{import}`"));
            }
            let (again, _) = read(&mut guest, self);
            if first.is_some() && again.is_some() && first != again {
                self.say(&rules::GETTER_UNSTEADY, &format!("`{name}` returns another text at its second call"));
            }
            if first.as_ref().is_some_and(|text| text.contains('\u{fffd}')) {
                self.say(&rules::GETTER_UTF8, &format!("the text of `{name}` has bytes that are no UTF-8"));
            }
            self.small(name);
            match role {
                Role::PluginName if first.as_deref() == Some("") => {
                    self.say(&rules::NO_NAME, &format!("`{name}` returns nothing"))
                }
                Role::ConfigSchema if first.as_deref() == Some("") => {
                    self.say(&rules::NO_SCHEMA, &format!("`{name}` returns nothing"))
                }
                Role::ConfigSchema => self.judged_text(first.as_deref(), judge::schema),
                Role::Endpoints => {
                    let (plugin, signature) = (self.bench.plugin, self.handler());
                    let is_handler = |name: &str| plugin.func(name).is_some();
                    self.judged_text(first.as_deref(), |list| judge::endpoints(list.as_list().unwrap_or_default(), is_handler));
                    for endpoint in self.endpoints.clone() {
                        let ty = plugin.func(&endpoint.handler);
                        if let (Some(ty), Some(signature)) = (ty, signature)
                            && !is(&ty, &signature)
                        {
                            self.push(wrong_type(&endpoint.handler, &ty, &signature));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn judged_text(&mut self, text: Option<&str>, judge: impl Fn(&Js) -> Vec<Finding>) {
        let Some(value) = text.and_then(|text| parse(text).ok()) else { return };
        judge(&value).into_iter().for_each(|finding| self.push(finding));
    }

    /// The type of what endpoints name.
    fn handler(&self) -> Option<Signature> {
        self.dialect.export(Role::Endpoint)?.signature
    }

    /// A buffer that the text does not fit into.
    fn small(&mut self, name: &'static str) {
        let Some(mut guest) = self.guest() else { return };
        let (result, _) = self.event(&mut guest, When { quiet: true, ..when(name) }, |server| {
            server.enter(|caller| {
                let ptr = caller.room(ROOM).ok().filter(|ptr| *ptr != 0)?;
                caller.fill(ptr, &[0xaa; ROOM as usize])?;
                let len = caller.call(name, &[ptr, SMALL]).ok()??;
                let over = caller.peek(ptr + SMALL, ROOM - SMALL)?.iter().any(|byte| *byte != 0xaa);
                Some((len, over))
            })
        });
        let Some((len, over)) = result else { return };
        if over {
            self.say(&rules::MAX_IGNORED, &format!("`{name}` writes more than {SMALL} bytes into a buffer of {SMALL}"));
        } else if len > f64::from(SMALL) {
            self.say(&rules::MAX_IGNORED, &format!("`{name}` returns {len} for a buffer of {SMALL} bytes"));
        }
    }
}
