//! What crosses between a device and its hub, and lies in a bundle on a USB stick: operations, in one canonical form, with their digests.

pub mod canonical;
pub mod digest;
pub mod fact;
pub mod operation;

pub use digest::Digest;
pub use fact::Fact;
pub use operation::{Kind, Operation};
