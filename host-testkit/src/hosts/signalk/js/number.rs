//! Numbers as JavaScript writes them.

/// `JSON.stringify(number)`.
pub(super) fn show(number: f64) -> String {
    if !number.is_finite() {
        return "null".to_owned();
    }
    if number == 0.0 {
        return "0".to_owned();
    }
    // The shortest digits that read back as the same number, as ECMAScript asks for.
    let scientific = format!("{:e}", number.abs());
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or((&scientific, "0"));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let point = exponent.parse::<i32>().unwrap_or(0) + 1;
    let count = i32::try_from(digits.len()).unwrap_or(i32::MAX);
    let sign = if number < 0.0 { "-" } else { "" };
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0));
    let split = |at: i32| digits.split_at(usize::try_from(at).unwrap_or(0));
    let text = match point {
        point if count <= point && point <= 21 => format!("{digits}{}", zeros(point - count)),
        point if 0 < point && point <= 21 => {
            let (whole, rest) = split(point);
            format!("{whole}.{rest}")
        }
        point if -6 < point && point <= 0 => format!("0.{}{digits}", zeros(-point)),
        point => {
            let (first, rest) = split(1);
            let (dot, e) = (if rest.is_empty() { "" } else { "." }, point - 1);
            format!("{first}{dot}{rest}e{}{}", if e < 0 { '-' } else { '+' }, e.abs())
        }
    };
    format!("{sign}{text}")
}
