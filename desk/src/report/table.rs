//! The report of a month as a table for spreadsheets: RFC 4180, in UTF-8 with a byte order mark, because
//! Excel takes a file without one for another encoding and breaks every Vietnamese name in it.

use deskside_protocol::DateTime;
use deskside_protocol::api::MonthReport;
use deskside_protocol::identity::Lang;

use crate::mail::Texts;

/// What tells spreadsheets that it is UTF-8.
const MARK: char = '\u{feff}';
/// Columns, by the name of their sentence under `report.column`.
const COLUMNS: [&str; 15] = [
    "month",
    "row",
    "name",
    "severity",
    "clause",
    "count",
    "met",
    "missed",
    "running",
    "median",
    "system",
    "reference",
    "started",
    "due",
    "stopped",
];

/// The table. Every row has every column; `row` says what it counts.
#[must_use]
pub fn csv(texts: &Texts, lang: Lang, report: &MonthReport) -> String {
    let mut sheet = Sheet {
        texts,
        lang,
        month: report.month.format("%Y-%m").to_string(),
        text: MARK.to_string(),
    };
    let header = COLUMNS.map(|column| sheet.say(&format!("report.column.{column}")));
    sheet.line(&header);
    sheet.row("received", &[("count", report.received.to_string())]);
    for (channel, count) in &report.by_channel {
        let name = sheet.say(&format!("channel.{}", channel.as_str()));
        sheet.row("channel", &[("name", name), ("count", count.to_string())]);
    }
    sheet.row("third_party", &[("count", report.third_party.to_string())]);
    for (clause, count) in &report.declined {
        let cells = [("clause", clause.clone()), ("count", count.to_string())];
        sheet.row("declined", &cells);
    }
    sheet.promises(report);
    sheet.broken(report);
    sheet.availability(report);
    sheet.text
}

/// A table in the making.
struct Sheet<'a> {
    texts: &'a Texts,
    lang: Lang,
    month: String,
    text: String,
}

impl Sheet<'_> {
    fn promises(&mut self, report: &MonthReport) {
        for line in &report.promises {
            let median = line.median_minutes.map(|minutes| minutes.to_string());
            let cells = [
                ("name", self.say(&format!("clock.{}", line.kind.as_str()))),
                (
                    "severity",
                    self.say(&format!("severity.{}", line.severity.as_str())),
                ),
                ("clause", line.clause.clone()),
                ("met", line.met.to_string()),
                ("missed", line.missed.to_string()),
                ("running", line.running.to_string()),
                ("median", median.unwrap_or_default()),
            ];
            self.row("promise", &cells);
        }
    }

    fn broken(&mut self, report: &MonthReport) {
        for broken in &report.broken {
            let clock = &broken.clock;
            let cells = [
                ("name", self.say(&format!("clock.{}", clock.kind.as_str()))),
                ("clause", clock.due.clause.clone()),
                ("system", broken.system.clone()),
                ("reference", broken.reference.clone()),
                ("started", moment(clock.started_at)),
                ("due", moment(clock.due.at)),
                ("stopped", clock.stopped_at.map(moment).unwrap_or_default()),
            ];
            self.row("broken", &cells);
        }
    }

    /// Minutes in which a system was looked at, and those of them in which it answered.
    fn availability(&mut self, report: &MonthReport) {
        for of in &report.availability {
            let measured = [
                ("system", of.system.name.clone()),
                ("count", (of.availability.measured / 60).to_string()),
            ];
            self.row("measured", &measured);
            let up = [
                ("system", of.system.name.clone()),
                ("count", (of.availability.up / 60).to_string()),
            ];
            self.row("up", &up);
        }
    }

    fn say(&self, key: &str) -> String {
        self.texts.say(self.lang, key, &[])
    }

    fn row(&mut self, what: &str, cells: &[(&str, String)]) {
        let what = self.say(&format!("report.row.{what}"));
        let cell = |column: &str| match column {
            "month" => self.month.clone(),
            "row" => what.clone(),
            _ => {
                let of = cells.iter().find(|(name, _)| *name == column);
                of.map(|(_, value)| value.clone()).unwrap_or_default()
            }
        };
        let line = COLUMNS.map(cell);
        self.line(&line);
    }

    fn line(&mut self, cells: &[String]) {
        let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
        self.text.push_str(&cells.join(","));
        self.text.push_str("\r\n");
    }
}

/// A moment as spreadsheets understand one; in UTC, like the month.
fn moment(at: DateTime) -> String {
    at.format("%Y-%m-%d %H:%M:%S").to_string()
}

/// One cell. What a spreadsheet would take for a formula is made text by an apostrophe before it: a
/// customer may call themselves `=HYPERLINK(...)`, and the accountant's spreadsheet must not care.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%']);
    let text = if formula {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if text.contains([',', '"', '\r', '\n']) {
        return format!("\"{}\"", text.replace('"', "\"\""));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_quoted_and_no_formula_lives() {
        assert_eq!(cell("Minh Long"), "Minh Long");
        assert_eq!(cell("Gốm, \"sứ\""), "\"Gốm, \"\"sứ\"\"\"");
        assert_eq!(cell("two\nlines"), "\"two\nlines\"");
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "|x", "%x"] {
            assert!(
                cell(formula).trim_start_matches('"').starts_with('\''),
                "{formula}"
            );
        }
        assert_eq!(cell("=HYPERLINK(\"x\",1)"), "\"'=HYPERLINK(\"\"x\"\",1)\"");
    }
}
