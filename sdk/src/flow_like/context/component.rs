//! What only a component can do. Core modules have imports for it, too, and on the real host each of them answers wrongly or
//! does nothing: so calling one with the context of a core module does not compile, and the error says what the host does.

use super::Context;

/// A kind of plugin that can call everything of the host. None is built yet: what is here says what will be.
pub trait ComponentKind: Sized {
    /// Calls the host's function that a method of [`Context`] stands for.
    #[doc(hidden)]
    fn call<A, R>(method: &'static str, args: A) -> R;
}

/// Groups of methods, by what the host does when a core module calls their imports.
macro_rules! only_components {
    ($(
        $(#[$doc:meta])*
        $group:ident $does:literal {
            $($name:ident($($arg:ident: $ty:ty),*) $(-> $result:ty)?, $what:literal;)*
        }
    )*) => {$(
        $(#[$doc])*
        #[diagnostic::on_unimplemented(
            message = "core modules of Flow-Like cannot do this",
            label = $does,
            note = "components of Flow-Like can, and are not built yet: until then take values as inputs, return them as outputs, \
                    and leave the rest to other nodes of the flow"
        )]
        pub trait $group: ComponentKind {}

        // The bounds stand on the methods: there the compiler says what the trait says.
        impl<K> Context<'_, K> {
            $(
                #[doc = $what]
                ///
                #[doc = concat!("Components only: for a core module ", $does, ".")]
                #[allow(clippy::must_use_candidate, reason = "a call of the host")]
                pub fn $name(&self, $($arg: $ty),*) $(-> $result)?
                where
                    K: $group,
                {
                    K::call(stringify!($name), ($($arg,)*))
                }
            )*
        }
    )*};
}

only_components! {
    /// Kinds whose calls return data (`host_functions/mod.rs:265-270` of the host; both epochs).
    Returns "the host answers with an address in its own memory, where the plugin would read its own bytes" {
        get_input(name: &str) -> Option<String>, "An input as JSON.";
        get_variable(name: &str) -> Option<String>, "A variable as JSON. Variables start empty in each run.";
        get_cached(key: &str) -> Option<String>, "A cached value as JSON. The cache starts empty in each run.";
        storage_dir(node_scoped: bool) -> Option<String>, "FlowPath of the storage directory.";
        upload_dir() -> Option<String>, "FlowPath of the upload directory.";
        cache_dir(node_scoped: bool, user_scoped: bool) -> Option<String>, "FlowPath of the cache directory.";
        user_dir(node_scoped: bool) -> Option<String>, "FlowPath of the user's directory.";
        read_file(flow_path: &str) -> Option<Vec<u8>>, "A file's bytes.";
        list_files(flow_path: &str) -> Option<String>, "FlowPaths in a directory, a JSON array.";
        begin_write(flow_path: &str, total_size: u64) -> Option<String>, "Begins a write in pieces; its id.";
        oauth_token(provider: &str) -> Option<String>, "A token as JSON.";
        embed_text_query(model: &str, texts: &str) -> Option<String>, "Embeds queries.";
        embed_text_document(model: &str, texts: &str) -> Option<String>, "Embeds documents.";
        embed_image(model: &str, image: &[u8]) -> Option<String>, "Embeds an image.";
        llm_prompt(bit: &str, messages: &str, stream: bool) -> Option<String>, "Asks a language model.";
        llm_prompt_stream(bit: &str, request: &str) -> Option<String>, "Asks a language model and streams the answer.";
        type_schema(name: &str) -> Option<String>, "The schema of a host type.";
        list_types() -> Option<String>, "Names of the host types.";
        query_database(operation: u32, connection: &str, payload: &str) -> Option<String>, "Queries a database.";
    }

    /// Kinds that set outputs while they run (`node.rs:452-460`).
    SetsOutputs "what it sets never reaches the flow: return outputs, and choose an exec output by an enum that derives `Outputs`" {
        set_output(name: &str, value: &str), "Sets an output.";
        activate_exec(name: &str), "Fires an exec output.";
    }

    /// Kinds that keep values on the host (`node.rs:372-432`).
    KeepsValues "the older epoch drops it unseen, and nothing that is kept can be read again" {
        set_variable(name: &str, value: &str), "Sets a variable, for the rest of the run.";
        delete_variable(name: &str), "Deletes a variable.";
        has_variable(name: &str) -> bool, "Whether a variable is there.";
        set_cached(key: &str, value: &str), "Caches a value, for the rest of the run.";
        delete_cached(key: &str), "Deletes a cached value.";
        has_cached(key: &str) -> bool, "Whether a value is cached.";
        has_oauth_token(provider: &str) -> bool, "Whether there is a token.";
    }

    /// Kinds that write files (`host_functions/linker.rs:697-984`).
    WritesFiles "the older epoch writes nothing, and the path to write to cannot be asked for" {
        write_file(flow_path: &str, data: &[u8]) -> bool, "Writes a file of up to 10 MiB.";
        write_chunk(write_id: &str, data: &[u8]) -> bool, "Writes a piece.";
        finish_write(write_id: &str) -> bool, "Ends a write in pieces.";
    }

    /// Kinds that reach the network (`host_functions/linker.rs:1035-1152`).
    UsesNetwork "it is a stub that answers 0 and does nothing" {
        http_request(method: u8, url: &str, headers: &str, body: Option<&[u8]>) -> Option<String>, "Makes a request.";
        connect(url: &str, headers: &str) -> Option<String>, "Opens a websocket; its session.";
        send(session: &str, message: &[u8], binary: bool) -> bool, "Sends a message.";
        receive(session: &str, timeout_ms: u32) -> Option<String>, "Receives a message.";
        close(session: &str) -> bool, "Closes a websocket.";
    }

    /// Kinds that ask models (`host_functions/linker.rs:1288-1360`).
    AsksModels "it is a stub that always answers none" {
        embed_text(bit: &str, texts: &str) -> Option<String>, "Embeds texts.";
        image_from_bytes(data: &[u8], format: &str) -> Option<String>, "Makes an image of bytes.";
        image_to_bytes(image: &str, format: &str) -> Option<Vec<u8>>, "The bytes of an image.";
    }

    /// Kinds that stream events (`node.rs:473-482`).
    StreamsEvents "the flow drops every event but texts, which `stream_text` sends" {
        emit(event: &str, data: &str), "Streams an event.";
    }
}
