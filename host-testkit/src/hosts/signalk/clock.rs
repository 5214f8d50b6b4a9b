//! Time of the emulator's own, so that runs repeat.

/// 2022-01-01T00:00:00.000Z in milliseconds since 1970.
const START_MS: i64 = 1_640_995_200_000;

/// The server's clock.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    ms: i64,
}

impl Clock {
    pub(super) const fn new() -> Self {
        Self { ms: START_MS }
    }

    pub(super) fn advance(&mut self, ms: u64) {
        self.ms = self.ms.saturating_add(i64::try_from(ms).unwrap_or(i64::MAX));
    }

    /// Milliseconds since the start.
    pub(super) fn elapsed(&self) -> u64 {
        self.ms.abs_diff(START_MS)
    }

    /// Milliseconds since 1970.
    pub(super) fn ms(&self) -> i64 {
        self.ms
    }

    /// `date.toISOString()`.
    pub(super) fn iso(&self) -> String {
        let (days, ms) = (self.ms.div_euclid(86_400_000), self.ms.rem_euclid(86_400_000));
        let (year, month, day) = civil(days);
        let (s, ms) = (ms / 1000, ms % 1000);
        format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}.{ms:03}Z", s / 3600, s / 60 % 60, s % 60)
    }
}

/// Year, month and day of a number of days since 1970, by the proleptic Gregorian calendar.
fn civil(days: i64) -> (i64, i64, i64) {
    // Years begin in March here, so that the odd day comes last; 400 years are 146,097 days.
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::Clock;

    #[test]
    fn days_are_those_of_the_calendar() {
        let mut clock = Clock::new();
        assert_eq!(clock.iso(), "2022-01-01T00:00:00.000Z");
        clock.advance(58 * 86_400_000 + 3_723_004);
        assert_eq!(clock.iso(), "2022-02-28T01:02:03.004Z");
        clock.advance(731 * 86_400_000);
        assert_eq!((clock.iso().as_str(), clock.elapsed()), ("2024-02-29T01:02:03.004Z", 789 * 86_400_000 + 3_723_004));
    }
}
