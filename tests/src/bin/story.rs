//! Drives the whole story against a running demo: `story --demo data/demo/demo.json`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use deskside_journeys::browser::Chrome;
use deskside_journeys::demo::Demo;
use deskside_journeys::{manners, promises, story};

/// The whole story, step by step, against a running demo.
#[derive(Parser)]
struct Args {
    /// The running demo's description.
    #[arg(long)]
    demo: PathBuf,
}

#[tokio::main]
async fn main() -> ExitCode {
    let args = Args::parse();
    let told = async {
        let demo = Demo::read(&args.demo)?;
        let chrome = Chrome::start()?;
        story::tell(&demo, &args.demo, &chrome).await?;
        promises::tell(&demo, &chrome).await?;
        manners::tell(&demo, &chrome).await
    };
    match told.await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nThe story broke: {error:#}");
            ExitCode::FAILURE
        }
    }
}
