//! What a person types to a running program.

use crate::{
    platform::Connection,
    protocol::{FromClient, MAX_CLIENT_FRAME, write_frame},
};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The input of one interactive run. Cheap to clone: one clone goes to [`Runner::run_interactive`](crate::Runner::run_interactive), another stays where the person types.
/// What is typed before the program has started is kept for it; what is typed after its end goes nowhere.
#[derive(Clone, Default)]
pub struct LiveInput {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    waiting: Vec<FromClient>,
    socket: Option<Connection>,
}

impl LiveInput {
    /// Input for a run that has not begun.
    pub fn new() -> Self {
        Self::default()
    }

    /// Gives text to the program, as it is: a line ends with a line feed.
    pub fn send(&self, text: &str) {
        self.pass(FromClient::Typed(text.to_owned()));
    }

    /// Says that there is no more.
    pub fn end(&self) {
        self.pass(FromClient::NothingMore);
    }

    fn pass(&self, message: FromClient) {
        let mut state = self.state();
        match &mut state.socket {
            // If the run has just ended, nobody wants it any more.
            Some(socket) => drop(write_frame(socket, &message, MAX_CLIENT_FRAME)),
            None => state.waiting.push(message),
        }
    }

    /// From now on what is typed goes to that socket, until the guard is dropped.
    pub(crate) fn connect(&self, mut socket: Connection) -> Typing {
        let mut state = self.state();
        for message in state.waiting.drain(..) {
            let _ = write_frame(&mut socket, &message, MAX_CLIENT_FRAME);
        }
        state.socket = Some(socket);
        Typing(self.clone())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for LiveInput {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("LiveInput").field("connected", &self.state().socket.is_some()).finish()
    }
}

/// Ends the connection when it is dropped.
pub(crate) struct Typing(LiveInput);

impl Drop for Typing {
    fn drop(&mut self) {
        self.0.state().socket = None;
    }
}
