//! Steps of a journey, each printed with its time.

use std::time::Instant;

use anyhow::{Context, Result};

/// Prints each step when it is done.
pub struct Steps {
    begun: Instant,
    last: Instant,
    count: usize,
}

impl Steps {
    /// Begins a journey.
    #[must_use]
    pub fn begin(title: &str) -> Self {
        println!("\n{title}");
        let now = Instant::now();
        Self {
            begun: now,
            last: now,
            count: 0,
        }
    }

    /// A step was taken.
    pub fn done(&mut self, what: &str) {
        self.count += 1;
        println!(
            "  ok {:>2}  {:>6} ms  {what}",
            self.count,
            self.last.elapsed().as_millis()
        );
        self.last = Instant::now();
    }

    /// A step is taken; its failure names it.
    ///
    /// # Errors
    /// What went wrong.
    pub async fn step<T>(
        &mut self,
        what: &str,
        doing: impl Future<Output = Result<T>>,
    ) -> Result<T> {
        match doing.await {
            Ok(value) => {
                self.done(what);
                Ok(value)
            }
            Err(error) => {
                println!(
                    "  FAILED  {:>6} ms  {what}",
                    self.last.elapsed().as_millis()
                );
                Err(error).with_context(|| format!("step “{what}”"))
            }
        }
    }

    /// The journey is over.
    pub fn end(self) {
        println!(
            "  {} steps in {:.1} s",
            self.count,
            self.begun.elapsed().as_secs_f64()
        );
    }
}
