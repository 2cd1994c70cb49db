//! The `hourglass` program: reads the command line and hands over.

fn main() -> std::process::ExitCode {
    hourglass::cli::run()
}
