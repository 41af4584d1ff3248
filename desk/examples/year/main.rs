//! The simulated year: `cargo xtask year`. A real desk with a real database lives through twelve months on
//! a clock of its own; afterwards every clock, warning, letter and sum is worked out a second time.

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, Result};
use chrono::NaiveDate;
use clap::Parser;

mod sim;

/// How long, how much, and by which chance.
#[derive(Debug, Parser)]
struct Line {
    /// How many months from January 2026.
    #[arg(long, default_value_t = 12)]
    months: u32,
    /// About how many requests a day.
    #[arg(long, default_value_t = 14)]
    per_day: u32,
    /// Where chance begins: the same number, the same year.
    #[arg(long, default_value_t = 80423)]
    seed: u64,
}

fn main() -> Result<ExitCode> {
    let line = Line::parse();
    let january = NaiveDate::from_ymd_opt(2026, 1, 1).and_then(|day| day.and_hms_opt(0, 0, 0));
    let wish = sim::Wish {
        from: january.context("no January")?.and_utc(),
        months: line.months,
        per_day: line.per_day,
        seed: line.seed,
        escalates: true,
    };
    let runtime = tokio::runtime::Runtime::new()?;
    runtime.block_on(async {
        let began = Instant::now();
        let mut life = sim::live(wish).await?;
        let outcome = sim::judge(&mut life, wish).await?;
        println!("{}", outcome.tell(wish, began.elapsed()));
        Ok(if outcome.found.count == 0 {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        })
    })
}
