//! Being asked to stop: Ctrl-C, SIGTERM, a closed terminal, or the end of the standard input.

use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::flag;

/// Becomes true once and stays so.
#[derive(Clone)]
pub(crate) struct Stop {
    flag: Arc<AtomicBool>,
}

impl Stop {
    /// Listens from now on. A second Ctrl-C does not wait for anything any more.
    pub(crate) fn listen(with_stdin: bool) -> Result<Self> {
        let asked = Arc::new(AtomicBool::new(false));
        for signal in [SIGINT, SIGTERM, SIGHUP] {
            // In this order: the first signal finds the flag down, and puts it up.
            flag::register_conditional_shutdown(signal, 1, Arc::clone(&asked))
                .context("cannot listen for Ctrl-C")?;
            flag::register(signal, Arc::clone(&asked)).context("cannot listen for Ctrl-C")?;
        }
        if with_stdin {
            let asked = Arc::clone(&asked);
            std::thread::spawn(move || {
                let mut sink = [0; 256];
                while matches!(std::io::stdin().read(&mut sink), Ok(1..)) {}
                asked.store(true, Ordering::Relaxed);
            });
        }
        Ok(Self { flag: asked })
    }

    /// Whether it is time to stop.
    pub(crate) fn asked(&self) -> bool {
        self.flag.load(Ordering::Relaxed)
    }
}
