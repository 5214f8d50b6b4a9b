//! The vectors, natively and in each host, and each host's rules.
anyhost_testkit::main!(blog_nodes::nodes);
