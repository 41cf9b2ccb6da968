//! The program that runs a learner's program. It is started by the library `runner`, once for each run, and does nothing by itself.

fn main() -> std::process::ExitCode {
    runner::serve()
}
