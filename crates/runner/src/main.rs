//! The program that runs learners' programs. It is started by the library `runner`, once for an app, and does nothing by itself.

fn main() -> std::process::ExitCode {
    runner::serve()
}
