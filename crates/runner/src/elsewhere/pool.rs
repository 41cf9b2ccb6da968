//! Where boxes come from on macOS and Windows: each is made when it is needed, and waited for at its end. Nothing is kept warm, because the runner itself ends with
//! each request.

use crate::{
    Interpreter, RunnerError,
    sandbox::{BoxOrder, Keeper, Remains, SandboxProblem, Sandboxed},
    worker::{Plan, Worker},
};
use domain::judge::Tier;
use std::sync::Arc;

/// Makes boxes.
#[derive(Debug)]
pub(crate) struct Pool {
    keeper: Keeper,
}

impl Pool {
    pub(crate) fn new(keeper: Keeper) -> std::io::Result<Arc<Self>> {
        Ok(Arc::new(Self { keeper }))
    }

    /// Nothing is kept warm here; who asks for it only wanted to be faster.
    #[expect(clippy::unnecessary_wraps, reason = "on Linux it can fail")]
    pub(crate) fn keep_warm(self: &Arc<Self>, _: &Interpreter, _: Tier) -> Result<(), RunnerError> {
        Ok(())
    }

    /// Makes a box.
    pub(crate) fn make(&self, order: &BoxOrder) -> Result<Sandboxed, SandboxProblem> {
        self.keeper.make(order)
    }

    /// There is never a warm one.
    pub(crate) fn take(&self, _: &Plan<'_>, _: Tier, _: Option<Tier>) -> Option<(Worker, Tier, Option<String>)> {
        None
    }

    /// There is nothing to make up for: none was taken.
    #[expect(clippy::unused_self, reason = "on Linux there is")]
    pub(crate) fn refill(&self) {}

    /// Each interpreter gets its worker's program as text here.
    #[expect(clippy::unused_self, reason = "on Linux they are compiled")]
    pub(crate) fn compile_for_next_time(self: &Arc<Self>, _: &Interpreter, _: Tier) {}

    /// What is left of a box was waited for before.
    pub(crate) fn bury(&self, remains: Remains) {
        match remains {}
    }
}
