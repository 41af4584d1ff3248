//! Drives the whole story against a running demo: `story --demo data/demo/demo.json`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, ValueEnum};
use deskside_journeys::browser::Chrome;
use deskside_journeys::demo::Demo;
use deskside_journeys::{manners, promises, story};

/// The whole story, step by step, against a running demo.
#[derive(Parser)]
struct Args {
    /// The running demo's description.
    #[arg(long)]
    demo: PathBuf,
    /// Only this part of it.
    #[arg(long)]
    only: Option<Part>,
}

/// Parts of the story.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// One ticket's life.
    Story,
    /// Each promise of the policy.
    Promises,
    /// How the widget behaves on a page.
    Manners,
}

#[tokio::main]
async fn main() -> ExitCode {
    let args = Args::parse();
    let told = async {
        let demo = Demo::read(&args.demo)?;
        let chrome = Chrome::start()?;
        let wanted = |part| args.only.is_none_or(|only| only == part);
        if wanted(Part::Story) {
            story::tell(&demo, &args.demo, &chrome).await?;
        }
        if wanted(Part::Promises) {
            promises::tell(&demo, &chrome).await?;
        }
        if wanted(Part::Manners) {
            manners::tell(&demo, &chrome).await?;
        }
        anyhow::Ok(())
    };
    match told.await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nThe story broke: {error:#}");
            ExitCode::FAILURE
        }
    }
}
