//! A year at the desk, lived through on a clock that moves from one event to the next, and then held
//! against what ought to have come of it.

use std::time::Duration;

use anyhow::Result;
use chrono::{Months, TimeDelta};
use deskside_protocol::DateTime;
use deskside_protocol::api::MonthReport;

mod book;
mod check;
mod house;
mod law;
mod life;
mod report;
mod town;

pub(crate) use check::{Counts, Findings};
pub(crate) use life::Life;

/// What is to be lived through.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wish {
    /// From this moment.
    pub(crate) from: DateTime,
    /// So many months.
    pub(crate) months: u32,
    /// So many requests a day, about.
    pub(crate) per_day: u32,
    /// Where chance begins: the same number, the same year.
    pub(crate) seed: u64,
    /// Whether the desk looks after its clocks. It does not only to see that this is noticed.
    pub(crate) escalates: bool,
}

/// What came of it.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// What is wrong; nothing, if all is well.
    pub(crate) found: Findings,
    pub(crate) counts: Counts,
    months: Vec<String>,
    cases: usize,
    acts: usize,
    stops: usize,
    maintenance: usize,
}

/// Lives through it.
pub(crate) async fn live(wish: Wish) -> Result<Life> {
    let mut life = Life::begin(wish).await?;
    life.pass().await?;
    Ok(life)
}

/// Holds what is there now against what ought to be.
pub(crate) async fn judge(life: &mut Life, wish: Wish) -> Result<Outcome> {
    let before = std::mem::take(&mut life.found);
    let mut months = Vec::new();
    for number in 0..wish.months {
        let Some(first) = wish.from.checked_add_months(Months::new(number)) else {
            continue;
        };
        let report: MonthReport = life
            .fetch(&format!("reports/{}", first.format("%Y-%m")))
            .await?;
        report::compare(life, &report);
        let told = check::told_in(life, first).await?;
        months.push(report::told(
            &report,
            (told.warned, told.breached),
            told.letters,
        ));
    }
    let (mut found, counts) = check::all(life).await?;
    for part in [before, std::mem::take(&mut life.found)] {
        found.count += part.count;
        found.words.extend(part.words);
    }
    Ok(Outcome {
        found,
        counts,
        months,
        cases: life.book.cases.len(),
        acts: life.book.cases.iter().map(|case| case.acts.len()).sum(),
        stops: life.book.looks.down.len(),
        maintenance: life.book.maintenance.len(),
    })
}

impl Outcome {
    /// Tells it to people.
    pub(crate) fn tell(&self, wish: Wish, took: Duration) -> String {
        let Counts {
            clocks,
            late,
            warned,
            breached,
            letters,
        } = self.counts;
        let last = wish.from + TimeDelta::days(31 * i64::from(wish.months));
        let mut lines = vec![
            format!("From {} to about {}, seed {}", wish.from.date_naive(), last.date_naive(), wish.seed),
            "month    received   kept  broken  running  med. urg.  med. nor.  warnings  breaches  mails"
                .to_owned(),
        ];
        lines.extend(self.months.iter().cloned());
        lines.extend([
            format!(
                "{} requests, {} acts, {clocks} clocks, {late} late",
                self.cases, self.acts
            ),
            format!("{warned} warnings, {breached} told as broken, {letters} mails about requests"),
            format!(
                "{} maintenance windows; the desk was stopped and opened {} times",
                self.maintenance, self.stops
            ),
        ]);
        lines.extend(
            self.found
                .words
                .iter()
                .map(|words| format!("WRONG  {words}")),
        );
        let verdict = match self.found.count {
            0 => "all is as it ought to be".to_owned(),
            count => format!("{count} things are WRONG"),
        };
        lines.push(format!(
            "{verdict}; lived through in {:.1} s",
            took.as_secs_f64()
        ));
        lines.join("\n")
    }
}
