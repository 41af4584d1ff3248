//! Times, spans and sizes in the reader's language and zone, by `Intl`. What says "in 3 hours" ticks.

use std::time::Duration;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use deskside_protocol::DateTime;
use deskside_protocol::policy::Zones;
use js_sys::{Array, Date, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use super::span::{Unit, spoken, whole};
use crate::browser;
use crate::text::lang;

const TICK: Duration = Duration::from_secs(10);

thread_local! {
    static NOW: ArcRwSignal<DateTime> = ArcRwSignal::new(browser::now());
}

/// Now, for views: what reads it is drawn anew as time goes by.
#[must_use]
pub fn now() -> DateTime {
    NOW.with(Get::get)
}

/// Looks at the clock.
pub fn look() {
    NOW.with(|signal| signal.set(browser::now()));
}

/// Keeps looking at the clock for as long as this view lives.
pub fn tick() {
    look();
    if let Ok(handle) = set_interval_with_handle(look, TICK) {
        on_cleanup(move || handle.clear());
    }
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (name, value) in pairs {
        // Setting a field of a plain object cannot fail.
        let _ = Reflect::set(
            &options,
            &JsValue::from_str(name),
            &JsValue::from_str(value),
        );
    }
    options
}

fn locales() -> Array {
    Array::of1(&JsValue::from_str(lang().tag()))
}

fn formatted(at: DateTime, pairs: &[(&str, &str)]) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 fit a double"
    )]
    let date = Date::new(&JsValue::from_f64(at.timestamp_millis() as f64));
    let format = js_sys::Intl::DateTimeFormat::new(&locales(), &options(pairs));
    let said = format.format().call1(&JsValue::NULL, &date);
    said.ok()
        .and_then(|said| said.as_string())
        .unwrap_or_default()
}

/// Day and time in the reader's zone, with the zone's name: for promises.
#[must_use]
pub fn moment(at: DateTime) -> String {
    formatted(
        at,
        &[
            ("weekday", "short"),
            ("day", "numeric"),
            ("month", "short"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("timeZoneName", "short"),
        ],
    )
}

/// Day and time in another zone, with the zone's name; in the reader's own where the browser does not
/// know that one.
#[must_use]
pub fn moment_in(at: DateTime, zone: &str) -> String {
    let fields = options(&[
        ("weekday", "short"),
        ("day", "numeric"),
        ("month", "short"),
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("timeZoneName", "short"),
        ("timeZone", zone),
    ]);
    let Ok(format) = DateTimeFormat::new(&JsValue::from_str(lang().tag()), &fields) else {
        return moment(at);
    };
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 fit a double"
    )]
    let date = Date::new(&JsValue::from_f64(at.timestamp_millis() as f64));
    format.format(&date)
}

/// The reader's own zone, as IANA names it.
#[must_use]
pub fn own_zone() -> String {
    let format = js_sys::Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    let zone = Reflect::get(&format.resolved_options(), &"timeZone".into());
    zone.ok()
        .and_then(|zone| zone.as_string())
        .unwrap_or_else(|| "UTC".into())
}

/// Day and time in the reader's zone, short: for lists.
#[must_use]
pub fn short(at: DateTime) -> String {
    formatted(
        at,
        &[
            ("day", "numeric"),
            ("month", "short"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
        ],
    )
}

/// A moment as a field for day and time shows it, in the reader's zone: `2026-11-24T10:30`.
#[must_use]
pub fn field(at: DateTime) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 fit a double"
    )]
    let date = Date::new(&JsValue::from_f64(at.timestamp_millis() as f64));
    let fields = options(&[("dateStyle", "short"), ("timeStyle", "short")]);
    // Swedish is written as ISO 8601 is.
    String::from(date.to_locale_string("sv-SE", &fields)).replace(' ', "T")
}

/// What such a field says, once it says a moment.
#[must_use]
pub fn from_field(text: &str) -> Option<DateTime> {
    let ms = Date::new(&JsValue::from_str(text)).get_time();
    #[expect(
        clippy::cast_possible_truncation,
        reason = "milliseconds since 1970 fit"
    )]
    let at = (!ms.is_nan()).then_some(ms as i64);
    at.and_then(DateTime::from_timestamp_millis)
}

/// Time of day with seconds: for what just happened on the page.
#[must_use]
pub fn clock(at_ms: i64) -> String {
    let at = DateTime::from_timestamp_millis(at_ms).unwrap_or_default();
    formatted(at, &[("timeStyle", "medium")])
}

/// A calendar day, which has no zone.
#[must_use]
pub fn day(date: NaiveDate) -> String {
    let noon = date.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc();
    formatted(noon, &[("dateStyle", "long"), ("timeZone", "UTC")])
}

/// A time on the wall, which has no zone.
#[must_use]
pub fn time_of_day(time: NaiveTime) -> String {
    let at = NaiveDate::default().and_time(time).and_utc();
    let fields = [
        ("hour", "2-digit"),
        ("minute", "2-digit"),
        ("timeZone", "UTC"),
    ];
    formatted(at, &fields)
}

/// A calendar month, by any day of it.
#[must_use]
pub fn month(date: NaiveDate) -> String {
    let noon = date.and_hms_opt(12, 0, 0).unwrap_or_default().and_utc();
    let fields = [("month", "long"), ("year", "numeric"), ("timeZone", "UTC")];
    formatted(noon, &fields)
}

/// Time zones as the browser knows them.
#[derive(Clone, Copy, Debug)]
pub struct Intl;

impl Zones for Intl {
    fn offset(&self, zone: &str, at: DateTime) -> Option<i32> {
        let whole = at.timestamp() - at.timestamp().rem_euclid(60);
        let shown = wall_clock(zone, DateTime::from_timestamp(whole, 0)?)?;
        i32::try_from(shown.and_utc().timestamp() - whole).ok()
    }
}

/// What clocks on the wall show in a zone, to the minute; `None` for a zone the browser does not know.
fn wall_clock(zone: &str, at: DateTime) -> Option<NaiveDateTime> {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 fit a double"
    )]
    let date = Date::new(&JsValue::from_f64(at.timestamp_millis() as f64));
    let fields = options(&[
        ("timeZone", zone),
        ("dateStyle", "short"),
        ("timeStyle", "short"),
    ]);
    // Swedish is written as ISO 8601 is.
    let format = DateTimeFormat::new(&JsValue::from_str("sv-SE"), &fields).ok()?;
    NaiveDateTime::parse_from_str(&format.format(&date), "%Y-%m-%d %H:%M").ok()
}

/// "in 3 hours", "5 minutes ago".
#[must_use]
pub fn relative(at: DateTime) -> String {
    let (number, unit) = spoken((at - now()).num_seconds());
    // "now" has a word; "tomorrow" would be too coarse for a promise.
    let numeric = if number == 0 { "auto" } else { "always" };
    let format =
        js_sys::Intl::RelativeTimeFormat::new(&locales(), &options(&[("numeric", numeric)]));
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let number = number as f64;
    String::from(format.format(number, unit.as_str()))
}

fn measured(number: f64, unit: &str, display: &str) -> String {
    let options = options(&[("style", "unit"), ("unit", unit), ("unitDisplay", display)]);
    let _ = Reflect::set(
        &options,
        &"maximumFractionDigits".into(),
        &JsValue::from_f64(1.0),
    );
    let format = js_sys::Intl::NumberFormat::new(&locales(), &options);
    let said = format
        .format()
        .call1(&JsValue::NULL, &JsValue::from_f64(number));
    said.ok()
        .and_then(|said| said.as_string())
        .unwrap_or_default()
}

/// "2 hours".
#[must_use]
pub fn minutes(minutes: u32) -> String {
    let (number, unit) = whole(minutes);
    measured(f64::from(number), unit.as_str(), "long")
}

/// How long something takes, in whole minutes or more; never less than a minute.
#[must_use]
pub fn span(seconds: i64) -> String {
    let up = seconds.max(1).saturating_add(59) / 60;
    let (number, unit) = match spoken(up * 60) {
        (_, Unit::Second) => (1, Unit::Minute),
        said => said,
    };
    #[expect(clippy::cast_precision_loss, reason = "small numbers")]
    let number = number as f64;
    measured(number, unit.as_str(), "long")
}

/// "99.98 %", from hundredths of a percent.
#[must_use]
pub fn percent(hundredths: u32) -> String {
    let options = options(&[("style", "percent")]);
    let _ = Reflect::set(
        &options,
        &"maximumFractionDigits".into(),
        &JsValue::from_f64(2.0),
    );
    let format = js_sys::Intl::NumberFormat::new(&locales(), &options);
    let share = JsValue::from_f64(f64::from(hundredths) / 10_000.0);
    let said = format.format().call1(&JsValue::NULL, &share);
    said.ok()
        .and_then(|said| said.as_string())
        .unwrap_or_default()
}

/// "48 hours".
#[must_use]
pub fn hours(hours: u32) -> String {
    measured(f64::from(hours), Unit::Hour.as_str(), "long")
}

/// "1.4 MB".
#[must_use]
pub fn size(bytes: u64) -> String {
    #[expect(
        clippy::cast_precision_loss,
        reason = "shown with one digit after the point"
    )]
    let bytes = bytes as f64;
    match bytes {
        b if b < 1_000.0 => measured(b, "byte", "short"),
        b if b < 1_000_000.0 => measured(b / 1_000.0, "kilobyte", "short"),
        b if b < 1_000_000_000.0 => measured(b / 1_000_000.0, "megabyte", "short"),
        b => measured(b / 1_000_000_000.0, "gigabyte", "short"),
    }
}

/// Today in a zone; in the reader's own when the browser does not know that one.
#[must_use]
pub fn today_in(zone: &str) -> NaiveDate {
    let now = browser::now();
    let wanted = options(&[("timeZone", zone)]);
    // Swedish writes days as ISO 8601 does.
    let swedish = JsValue::from_str("sv-SE");
    let format = DateTimeFormat::new(&swedish, &wanted)
        .or_else(|_| DateTimeFormat::new(&swedish, &Object::new()));
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds since 1970 fit a double"
    )]
    let date = Date::new(&JsValue::from_f64(now.timestamp_millis() as f64));
    let said = format
        .map(|format| format.format(&date))
        .unwrap_or_default();
    said.parse().unwrap_or_else(|_| now.date_naive())
}

/// `Intl.DateTimeFormat` whose constructor may throw: zones come from the host.
#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl, catch)]
    fn new(locale: &JsValue, options: &Object) -> Result<DateTimeFormat, JsValue>;
    #[wasm_bindgen(method)]
    fn format(this: &DateTimeFormat, date: &Date) -> String;
}
