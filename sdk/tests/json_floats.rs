//! Floats, bit for bit against core, and their text against serde_json.
#![allow(
    clippy::excessive_precision,
    clippy::manual_strip,
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

use anyhost::rt::json::{Reader, Writer};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn read(text: &str) -> Result<f64, String> {
    let mut buffer = text.as_bytes().to_vec();
    let mut reader = Reader::new(&mut buffer);
    let value = reader.f64();
    reader.end();
    match reader.take_error() {
        None => Ok(value.unwrap()),
        Some(error) => Err(error.text()),
    }
}

fn print(value: f64) -> String {
    let mut writer = Writer::new();
    writer.f64(value);
    writer.into_string()
}

fn print32(value: f32) -> String {
    let mut writer = Writer::new();
    writer.f32(value);
    writer.into_string()
}

/// Reads as core does; what core makes infinite is an error.
#[track_caller]
fn same(text: &str) {
    let expected: f64 = text.parse().unwrap();
    match read(text) {
        Ok(value) => assert_eq!(value.to_bits(), expected.to_bits(), "{text}: {value:e}, not {expected:e}"),
        Err(error) => assert!(expected.is_infinite(), "{text}: {error}, not {expected:e}"),
    }
}

/// Prints as serde_json does, but for the plus sign that it writes in exponents, and reads back.
#[track_caller]
fn round_trip(value: f64) {
    let text = print(value);
    assert_eq!(text, serde_json::to_string(&value).unwrap().replace("e+", "e"), "{:x}", value.to_bits());
    assert_eq!(read(&text).unwrap().to_bits(), value.to_bits(), "{text}");
}

/// As serde_json, digit for digit; it goes over to exponents earlier.
#[track_caller]
fn round_trip32(value: f32) {
    let text = print32(value);
    assert_eq!(text.parse::<f32>().unwrap().to_bits(), value.to_bits(), "{text}");
    let digits = |text: &str| {
        let digits: String = text.split('e').next().unwrap().chars().filter(char::is_ascii_digit).collect();
        digits.trim_matches('0').to_owned()
    };
    assert_eq!(digits(&text), digits(&serde_json::to_string(&value).unwrap()), "{value:e}");
}

fn cases() -> u32 {
    if cfg!(miri) { 8 } else { 4_000 }
}

/// The exact decimal expansion of the middle between a float and the next one.
fn middle(value: f64) -> String {
    let bits = value.to_bits();
    let exponent = (bits >> 52 & 0x7ff) as i32;
    let fraction = bits & ((1 << 52) - 1);
    let (mantissa, power) = if exponent == 0 { (fraction, -1074) } else { (fraction | 1 << 52, exponent - 1075) };
    // (2 * mantissa + 1) * 2^(power - 1), as decimal digits, the lowest first.
    let mut digits: Vec<u8> = (2 * mantissa + 1).to_string().bytes().rev().map(|digit| digit - b'0').collect();
    let power = power - 1;
    let factor = if power < 0 { 5 } else { 2 };
    for _ in 0..power.unsigned_abs() {
        let mut carry = 0;
        for digit in &mut digits {
            carry += *digit * factor;
            *digit = carry % 10;
            carry /= 10;
        }
        if carry > 0 {
            digits.push(carry);
        }
    }
    let text: String = digits.iter().rev().map(|digit| char::from(digit + b'0')).collect();
    if power < 0 { format!("{text}e{power}") } else { text }
}

fn around(middle: &str) {
    let (digits, exponent) = middle.split_once('e').unwrap_or((middle, "0"));
    let exponent: i32 = exponent.parse().unwrap();
    same(middle);
    for tail in ["0", "00000000000000000001", "1"] {
        same(&format!("{digits}{tail}e{}", exponent - tail.len() as i32));
    }
    // Far more digits than can matter, and still on one side of the middle.
    let many = if cfg!(miri) { 20 } else { 1000 };
    let zeros = "0".repeat(many as usize);
    same(&format!("{digits}{zeros}1e{}", exponent - many - 1));
    same(&format!("{digits}{zeros}e{}", exponent - many));
    let below = format!("{}4999999e{}", &digits[..digits.len() - 1], exponent - 6);
    if digits.ends_with('5') {
        same(&below);
        same(&format!("{}4{}e{}", &digits[..digits.len() - 1], "9".repeat(many as usize), exponent - many));
    }
}

#[test]
fn nasty_texts() {
    for text in [
        "0",
        "-0",
        "0.0",
        "-0.0",
        "0e400",
        "0e-400",
        "-0e99999999999999999999",
        "1",
        "-1",
        "1.5",
        "100",
        "1e22",
        "1e23",
        "1e-22",
        "1e-23",
        "9007199254740991",
        "9007199254740992",
        "9007199254740993",
        "9007199254740993.0000000001",
        "9007199254740995",
        "18446744073709551615",
        "18446744073709551616",
        "123456789012345678901234567890",
        "0.1",
        "0.3",
        "2.2250738585072011e-308",
        "2.2250738585072012e-308",
        "2.2250738585072014e-308",
        "2.225073858507201136057409796709131975934819546351645648023426109724822222021076945516529523908135087914149158913039621106870086438694594645527657207407820621743379988141063267329253552286881372149012981122451451889849057222307285255133155755015914397476397983411801999323962548289017107081850690630666655994938275772572015763062690663332647565300009245888316433037779791869612049497390377829704905051080609940730262937128958950003583799967207254304360284078895771796150945516748243471030702609144621572289880258182545180325707018860872113128079512233426288368622321503775666622503982534335974568884423900265498198385487948292206894721689831099698365846814022854243330660339850886445804001034933970427567186443383770486037861622771738545623065874679014086723327636718751234567890123456789012345678901e-308",
        "4.9406564584124654e-324",
        "5e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "2.47e-324",
        "2e-324",
        "1e-400",
        "1.7976931348623157e308",
        "1.7976931348623158e308",
        "1.7976931348623159e308",
        "1e308",
        "1e309",
        "1e400",
        "-1e400",
        "1e99999999999999999999",
        "1e-99999999999999999999",
        "0.000000000000000000000000000000000000000000001e45",
        "6.631236846766476e-316",
        "3.237883913302901289588352412501532174863037669423108059901297049552301970670676565786835742587799557860615776559838283435514391084153169252689190564396459577394618038928365305143463955100356696665629202017331344031730044369360205258345803431471660032699580731300954848363975548690010751530018881758184174569652173110473696022749934638425380623369774736560008997404060967498028389191878963968575439222206416981462690113342524002724385941651051293552601421155333430225237291523843322331326138431477823591142408800030775170625915670728657003151953664260769822494937951845801530895238439819708403389937873241463484205608000027270531106827387907791444918534771598750162812548862768493201518991668028251730299953143924168545708663913273994694463908672332763671875E-319",
    ] {
        same(text);
        if !text.starts_with('-') {
            same(&format!("-{text}"));
        }
    }
    assert_eq!(read("1e400").unwrap_err(), "number out of range (byte 0)");
    assert_eq!(read("[1e400]").unwrap_err(), "expected a number, found an array (byte 0)");
    let many = if cfg!(miri) { 900 } else { 100_000 };
    for text in [
        format!("0.{}1", "0".repeat(many)),
        format!("1{}", "0".repeat(many)),
        format!("1{}e-{many}", "0".repeat(many)),
        format!("0.{}1e{many}", "0".repeat(many)),
        format!("1.{}1", "0".repeat(many)),
        "9".repeat(many),
        format!("0.{}", "9".repeat(many)),
        format!("0.{}", "123456789".repeat(many / 9)),
    ] {
        same(&text);
    }
}

#[test]
fn nasty_floats() {
    let mut values = vec![
        0.0,
        -0.0,
        1.0,
        0.1,
        0.2,
        0.3,
        0.1 + 0.2,
        1.0 / 3.0,
        1e-5,
        1e-4,
        0.00012,
        123456.0,
        1e15,
        1e16,
        1e17,
        1.5e16,
        1e21,
        1e22,
        1e23,
        9007199254740991.0,
        9007199254740992.0,
        9007199254740993.0,
        1e300,
        f64::MAX,
        f64::MIN,
        f64::MIN_POSITIVE,
        5e-324,
        1e-323,
        2.5e-322,
        f64::EPSILON,
        std::f64::consts::PI,
        9.5367431640625e-7,
        5.684341886080801e-14,
        5e-320,
        2.2250738585072011e-308,
        4.35,
        9.999999999999999e22,
        -1.5,
        1e100,
        12345678901234567890.0,
        0.000001,
        0.0000001,
    ];
    let step = if cfg!(miri) { 400 } else { 1 };
    for exponent in (0..0x7ffu64).step_by(step) {
        values.extend([exponent << 52, exponent << 52 | 1, exponent << 52 | ((1 << 52) - 1)].map(f64::from_bits));
    }
    for value in values {
        round_trip(value);
    }
    for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(print(value), "null");
    }
    for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY] {
        assert_eq!(print32(value), "null");
    }
    for value in
        [0.0f32, -0.0, 0.1, 0.3, 1.0, f32::MAX, f32::MIN_POSITIVE, 1e-45, 16777216.0, 16777217.0, 1e10, 3.4e38, 8388608.5]
    {
        round_trip32(value);
    }
}

#[test]
fn middles() {
    // Far from 1 they have hundreds of digits.
    let (exponents, step) = if cfg!(miri) { (1000..1100, 60) } else { (0..0x7ff, 5) };
    for exponent in exponents.step_by(step) {
        for fraction in [0u64, 1, (1 << 52) - 1, (1 << 52) - 2, 0x5_5555_5555_5555] {
            around(&middle(f64::from_bits(exponent << 52 | fraction)));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, rng_seed: RngSeed::Fixed(1), ..ProptestConfig::default() })]

    #[test]
    fn floats_print_and_read_back(bits: u64) {
        let value = f64::from_bits(bits);
        if value.is_finite() {
            round_trip(value);
        }
    }

    #[test]
    fn small_floats_print_and_read_back(bits: u32) {
        let value = f32::from_bits(bits);
        if value.is_finite() {
            round_trip32(value);
        }
    }

    #[test]
    fn decimals(digits in 0u64.., scale in 0u32..25, exponent in -30i32..30) {
        round_trip(digits as f64 / 10f64.powi(scale as i32));
        same(&format!("{digits}e{exponent}"));
        round_trip((digits % 100_000) as f64 / 100.0);
    }

    #[test]
    fn texts(whole in "0|[1-9][0-9]{0,40}", fraction in "[0-9]{1,40}", exponent in -360i32..330) {
        same(&format!("{whole}.{fraction}e{exponent}"));
        same(&format!("-{whole}.{fraction}E+{}", exponent.abs()));
        same(&format!("{whole}.{fraction}"));
    }

    #[test]
    fn random_middles(bits: u64) {
        let value = f64::from_bits(bits & !(1 << 63));
        if value.is_finite() && bits.is_multiple_of(16) && !cfg!(miri) {
            around(&middle(value));
        }
    }
}
