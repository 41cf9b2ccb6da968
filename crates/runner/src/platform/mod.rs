//! What the runner asks of an operating system beside a sandbox: ends of pipes that do not block, waiting for several of them at once, a connection with the app, random
//! bytes. Each system's own file gives the same names, those of `rustix`, so that what uses them reads the same everywhere.

#[cfg(any(windows, test))]
mod pumped;
#[cfg(unix)]
mod unix;
#[cfg(windows)]
mod windows;

#[cfg(unix)]
pub(crate) use unix::*;
#[cfg(windows)]
pub(crate) use windows::*;
