//! The body as it came: as any JSON, and as a list of structs.
use orbis_plugin_api::sdk::prelude::*;

orbis_plugin!();

fn raw_impl(ctx: Context) -> Result<Response> {
    Ok(Response::ok(ctx.body))
}

#[derive(Deserialize, Serialize)]
struct Item {
    id: u64,
}

fn typed_impl(ctx: Context) -> Result<Response> {
    Response::json(&ctx.body_as::<Vec<Item>>()?)
}

wrap_handler!(raw, raw_impl);
wrap_handler!(typed, typed_impl);
