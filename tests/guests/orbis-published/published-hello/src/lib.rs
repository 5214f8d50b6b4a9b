//! Its sample plugin's greeting, without the line for the log.
use orbis_plugin_api::sdk::prelude::*;

orbis_plugin!();

fn hello_impl(ctx: Context) -> Result<Response> {
    let name = ctx.query_param("name").unwrap_or("World");
    Response::json(&json!({ "message": format!("Hello, {}!", name) }))
}

wrap_handler!(hello, hello_impl);
