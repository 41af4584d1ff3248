//! How people say a span of time: in one unit, the one they would use.

/// Units people say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Up to a minute and a half.
    Second,
    /// Up to an hour and a half.
    Minute,
    /// Up to two days.
    Hour,
    /// More.
    Day,
}

impl Unit {
    /// The name `Intl` knows it by.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Unit::Second => "second",
            Unit::Minute => "minute",
            Unit::Hour => "hour",
            Unit::Day => "day",
        }
    }
}

/// A span as people say it; less than 45 seconds is "now". Always rounded towards zero, so that
/// nobody is promised time that is not there.
#[must_use]
pub fn spoken(seconds: i64) -> (i64, Unit) {
    match seconds.abs() {
        0..45 => (0, Unit::Second),
        45..5_400 => (
            if seconds.abs() < 60 {
                seconds.signum()
            } else {
                seconds / 60
            },
            Unit::Minute,
        ),
        5_400..172_801 => (seconds / 3_600, Unit::Hour),
        _ => (seconds / 86_400, Unit::Day),
    }
}

/// Minutes of a grant as people say them: whole days or hours where it is even.
#[must_use]
pub fn whole(minutes: u32) -> (u32, Unit) {
    match minutes {
        m if m >= 1_440 && m.is_multiple_of(1_440) => (m / 1_440, Unit::Day),
        m if m >= 60 && m.is_multiple_of(60) => (m / 60, Unit::Hour),
        m => (m, Unit::Minute),
    }
}

/// How much of a span has gone by, in hundredths; never outside of 0 to 100.
#[must_use]
pub fn gone(from: i64, until: i64, now: i64) -> u8 {
    let whole = (until - from).max(1);
    let part = (now - from).clamp(0, whole);
    u8::try_from(part * 100 / whole).unwrap_or(100)
}

#[cfg(test)]
#[cfg(not(target_arch = "wasm32"))]
mod tests {
    use super::*;

    #[test]
    fn spans_are_said_in_one_unit() {
        assert_eq!(spoken(10), (0, Unit::Second));
        assert_eq!(spoken(-50), (-1, Unit::Minute));
        assert_eq!(spoken(3_600), (60, Unit::Minute));
        assert_eq!(spoken(23 * 3_600 + 3_599), (23, Unit::Hour));
        assert_eq!(spoken(48 * 3_600), (48, Unit::Hour));
        assert_eq!(spoken(-5 * 86_400), (-5, Unit::Day));
    }

    #[test]
    fn minutes_of_a_grant() {
        assert_eq!(whole(60), (1, Unit::Hour));
        assert_eq!(whole(90), (90, Unit::Minute));
        assert_eq!(whole(10_080), (7, Unit::Day));
    }

    #[test]
    fn a_ring_is_never_more_than_full() {
        assert_eq!(gone(0, 100, 50), 50);
        assert_eq!(gone(0, 100, 500), 100);
        assert_eq!(gone(100, 100, 0), 0);
    }
}
