//! Functions that a host cannot call.
use anyhost::node;

#[node(flow_like)]
async fn asynchronous() {}

#[node(flow_like)]
const fn constant() {}

#[node(flow_like)]
unsafe fn not_safe() {}

#[node(flow_like)]
extern "C" fn foreign() {}

#[node(flow_like)]
fn generic<T>(value: T) {
    drop(value);
}

#[node(flow_like)]
fn sized<const N: usize>(_value: [u8; N]) {}

#[node(flow_like)]
fn bounded<'a>(_value: &'a str)
where
    'a: 'a,
{
}

#[node(flow_like)]
unsafe extern "C" fn variadic(_first: u8, _: ...) {}

struct Object;

impl Object {
    #[node(flow_like)]
    fn method(&self, _value: u8) {}
}

fn main() {
    Object.method(1);
}
