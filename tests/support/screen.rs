//! A screen of our own, so that the tests need none and disturb none.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};
use x11rb::{
    connection::Connection,
    protocol::xproto::{AtomEnum, ClientMessageEvent, ConnectionExt, EventMask, Window},
};

/// An X server that shows nothing to anybody. Ends with its value.
pub struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    /// Starts one, large enough for the window with nothing cut.
    pub fn start() -> Self {
        let mut server = Command::new("Xvfb")
            // The server chooses a free number itself and says which: two test runs on one machine never meet.
            .args(["-displayfd", "1", "-screen", "0", "1920x1200x24", "-nolisten", "tcp", "-noreset"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts (`make set-up-tests` installs it)");
        let mut number = String::new();
        BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
        let number = number.trim();
        if number.is_empty() {
            let _ = server.kill();
            panic!("Xvfb found no free display");
        }
        Self { display: format!(":{number}"), server }
    }

    /// Its name, for `DISPLAY`.
    pub fn display(&self) -> &str {
        &self.display
    }

    /// Asks every window whose title ends like this to close, as the cross in its frame would.
    pub fn close_window(&self, title: &str) {
        assert_ne!(self.try_close_window(title), 0, "there is no window called {title}");
    }

    /// The same, where it may not be there yet. How many were asked.
    pub fn try_close_window(&self, title: &str) -> usize {
        let (connection, screen) = x11rb::connect(Some(&self.display)).unwrap();
        let atom = |name: &str| connection.intern_atom(false, name.as_bytes()).unwrap().reply().unwrap().atom;
        let (protocols, delete) = (atom("WM_PROTOCOLS"), atom("WM_DELETE_WINDOW"));
        let mut asked = 0;
        let mut windows: Vec<Window> = vec![connection.setup().roots[screen].root];
        while let Some(window) = windows.pop() {
            windows.extend(connection.query_tree(window).unwrap().reply().unwrap().children);
            let property = |name: u32, kind: AtomEnum| connection.get_property(false, window, name, kind, 0, 256).unwrap().reply().unwrap();
            let takes_it = property(protocols, AtomEnum::ATOM).value32().is_some_and(|mut known| known.any(|known| known == delete));
            if takes_it && property(AtomEnum::WM_NAME.into(), AtomEnum::ANY).value.ends_with(title.as_bytes()) {
                let message = ClientMessageEvent::new(32, window, protocols, [delete, 0, 0, 0, 0]);
                connection.send_event(false, window, EventMask::NO_EVENT, message).unwrap();
                asked += 1;
            }
        }
        connection.flush().unwrap();
        asked
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
