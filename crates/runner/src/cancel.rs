//! Stopping a run from another thread.

use std::{
    any::Any,
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Stops a run. Cheap to clone; every clone stops the same runs. A token that was used stays used: take a new one for the next run.
#[derive(Clone, Default)]
pub struct CancelToken {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    cancelled: bool,
    next: u64,
    /// What is dropped when the person stops the run: for us the pipe into the runner, whose end the runner sees at once.
    lifelines: BTreeMap<u64, Box<dyn Any + Send>>,
}

impl CancelToken {
    /// A token that has not been used.
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops every run that was given this token, and every run that will be.
    pub fn cancel(&self) {
        let lifelines = {
            let mut state = self.state();
            state.cancelled = true;
            std::mem::take(&mut state.lifelines)
        };
        drop(lifelines);
    }

    /// Whether it was used.
    pub fn is_cancelled(&self) -> bool {
        self.state().cancelled
    }

    /// Gives something into the token's keeping that is dropped when the token is used (at once if it was), or when the returned guard is dropped.
    pub(crate) fn keep(&self, lifeline: impl Any + Send) -> Lifeline {
        let mut state = self.state();
        let number = state.next;
        state.next += 1;
        if !state.cancelled {
            state.lifelines.insert(number, Box::new(lifeline));
        }
        Lifeline { token: self.clone(), number }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for CancelToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("CancelToken").field("cancelled", &self.is_cancelled()).finish()
    }
}

/// Ends the keeping when it is dropped.
pub(crate) struct Lifeline {
    token: CancelToken,
    number: u64,
}

impl Drop for Lifeline {
    fn drop(&mut self) {
        let kept = self.token.state().lifelines.remove(&self.number);
        drop(kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_dropped_when_the_token_is_used() {
        let token = CancelToken::new();
        let witness = Arc::new(());
        let guard = token.keep(witness.clone());
        assert_eq!(Arc::strong_count(&witness), 2);
        token.clone().cancel();
        assert_eq!(Arc::strong_count(&witness), 1);
        drop(guard);
        let late = token.keep(witness.clone());
        assert_eq!(Arc::strong_count(&witness), 1, "a used token keeps nothing");
        drop(late);
    }
}
