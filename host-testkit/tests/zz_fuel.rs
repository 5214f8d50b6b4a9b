use wasmtime::*;
fn call(wasm: &[u8], handler: &str, ctx: &[u8], docs: bool) -> (u64, String, usize) {
    let mut c = Config::new();
    c.consume_fuel(true);
    let e = Engine::new(&c).unwrap();
    let m = Module::new(&e, wasm).unwrap();
    let mut s = Store::new(&e, ());
    s.set_fuel(5_000_000).unwrap();
    let i = Instance::new(&mut s, &m, &[]).unwrap();
    let mem = i.get_memory(&mut s, "memory").unwrap();
    let a = i.get_typed_func::<i32, i32>(&mut s, if docs { "alloc" } else { "allocate" }).unwrap();
    let p = a.call(&mut s, ctx.len() as i32).unwrap();
    mem.write(&mut s, p as usize, ctx).unwrap();
    let h = i.get_typed_func::<(i32, i32), i32>(&mut s, handler).unwrap();
    let r = match h.call(&mut s, (p, ctx.len() as i32)) {
        Ok(r) => r,
        Err(e) => return (0, format!("{e:?}").chars().take(200).collect(), 0),
    };
    let at = if docs { r - 4 } else { r };
    let mut n = [0; 4];
    mem.read(&s, at as usize, &mut n).unwrap();
    let n = u32::from_le_bytes(n) as usize;
    let mut out = vec![0; n];
    mem.read(&s, at as usize + 4, &mut out).unwrap();
    let d = i.get_typed_func::<(i32, i32), ()>(&mut s, if docs { "dealloc" } else { "deallocate" }).unwrap();
    d.call(&mut s, (p, ctx.len() as i32)).unwrap();
    (5_000_000 - s.get_fuel().unwrap(), String::from_utf8(out).unwrap(), mem.data_size(&s) / 65536)
}
#[test]
fn fuel() {
    let f = std::env::var("WASM").unwrap();
    let wasm = std::fs::read(&f).unwrap();
    let mut size = wasm.len();
    for p in wasmparser::Parser::new(0).parse_all(&wasm) {
        if let wasmparser::Payload::CustomSection(c) = p.unwrap() {
            println!("section {} {}", c.name(), c.data().len());
            if c.name() == "manifest" {
                println!("{}", String::from_utf8_lossy(c.data()));
                size -= c.data().len() + 10 + 2;
            }
        }
    }
    println!("bytes without manifest ~{size}");
    let ctx = std::env::var("CTX").unwrap_or(r#"{"method":"POST","path":"/api/hello","headers":{"accept":"*/*","content-type":"application/json","host":"localhost","user-agent":"test"},"query":{"name":"Ada"},"body":null,"user_id":null,"is_admin":false}"#.into());
    let docs = std::env::var("DOCS").is_ok();
    let h = std::env::var("H").unwrap_or("hello".into());
    println!("{:?}", call(&wasm, &h, ctx.as_bytes(), docs));
    for bad in
        ["", "\0\0\0\0\0\0\0\0", "{", "[]", r#"{"query":null}"#, r#"{"query":{"name":1}}"#, r#"{"query":[]}"#, r#"{"query":{}}x"#]
    {
        println!("{bad:?} {:?}", call(&wasm, &h, bad.as_bytes(), docs));
    }
    if let Ok(kind) = std::env::var("LIST") {
        let mut lo = 1000;
        let mut hi = 40000;
        let ctx = |n: usize| {
            let items: Vec<_> = (0..n).map(|i| format!("{{\"id\":{i}}}")).collect();
            let l = format!("[{}]", items.join(","));
            format!(
                r#"{{"method":"POST","path":"/x","headers":{{"accept":"*/*","content-type":"application/json","host":"localhost","user-agent":"test"}},"query":{{}},"body":{l},"user_id":null,"is_admin":false}}"#
            )
        };
        while hi - lo > 1 {
            let mid = (lo + hi) / 2;
            if call(&wasm, &kind, ctx(mid).as_bytes(), docs).2 > 0 { lo = mid } else { hi = mid }
        }
        println!("list {kind}: {} bytes of context", ctx(lo).len());
    }
}
