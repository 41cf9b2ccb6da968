//! A small client for the WebDriver protocol: just the requests that the tests make, each with its error as a panic.

use serde_json::{Value, json};
use std::time::Duration;

/// The key under which the protocol names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Keys as WebDriver writes them.
pub mod key {
    pub const CONTROL: char = '\u{E009}';
    pub const SHIFT: char = '\u{E008}';
    pub const ENTER: char = '\u{E007}';
    pub const ESCAPE: char = '\u{E00C}';
    pub const TAB: char = '\u{E004}';
    pub const END: char = '\u{E010}';
    pub const DELETE: char = '\u{E017}';
}

/// A session with a window.
pub struct Session {
    agent: ureq::Agent,
    address: String,
}

/// An element of the page.
#[derive(Debug, Clone)]
pub struct Element(String);

/// What a request may be answered with.
#[derive(Debug)]
pub struct Refusal {
    /// The protocol's name for it, `no such element` for instance.
    pub error: String,
    /// More words.
    pub message: String,
}

impl Session {
    /// Asks the driver at this port to start a program and drive its window.
    pub fn start(port: u16, capabilities: &Value) -> Result<Self, Refusal> {
        let agent = ureq::Agent::config_builder().http_status_as_error(false).timeout_global(Some(Duration::from_secs(120))).build().new_agent();
        let mut session = Self { agent, address: format!("http://127.0.0.1:{port}") };
        let answer = session.send("POST", "/session", &json!({ "capabilities": { "alwaysMatch": capabilities } }))?;
        session.address = format!("{}/session/{}", session.address, answer["sessionId"].as_str().expect("a session has an id"));
        Ok(session)
    }

    fn send(&self, method: &str, path: &str, body: &Value) -> Result<Value, Refusal> {
        let address = format!("{}{path}", self.address);
        let lost = |error: ureq::Error| Refusal { error: "lost".into(), message: error.to_string() };
        let mut response = match method {
            "GET" => self.agent.get(&address).call(),
            "DELETE" => self.agent.delete(&address).call(),
            _ => self.agent.post(&address).header("content-type", "application/json; charset=utf-8").send(body.to_string().as_bytes()),
        }
        .map_err(lost)?;
        let text = response.body_mut().with_config().limit(64 << 20).read_to_string().map_err(lost)?;
        let document: Value =
            serde_json::from_str(&text).map_err(|error| Refusal { error: "not JSON".into(), message: format!("{error}: {text}") })?;
        let value = document["value"].clone();
        match value["error"].as_str() {
            Some(error) => Err(Refusal { error: error.to_owned(), message: value["message"].as_str().unwrap_or_default().to_owned() }),
            None => Ok(value),
        }
    }

    fn must(&self, method: &str, path: &str, body: &Value) -> Value {
        self.send(method, path, body).unwrap_or_else(|refusal| panic!("{method} {path} {body}: {refusal:?}"))
    }

    /// Runs a script in the page as the body of a function, and gives what it returns.
    pub fn script(&self, script: &str, arguments: &[Value]) -> Value {
        self.must("POST", "/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// The same, where the page may be on its way to another.
    pub fn try_script(&self, script: &str, arguments: &[Value]) -> Result<Value, Refusal> {
        self.send("POST", "/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// Elements, by XPath.
    pub fn find_all(&self, path: &str) -> Vec<Element> {
        let found = self.must("POST", "/elements", &json!({ "using": "xpath", "value": path }));
        found.as_array().into_iter().flatten().filter_map(|element| Some(Element(element[ELEMENT].as_str()?.to_owned()))).collect()
    }

    /// Whether a person sees it.
    pub fn is_displayed(&self, element: &Element) -> bool {
        self.send("GET", &format!("/element/{}/displayed", element.0), &Value::Null).is_ok_and(|answer| answer == true)
    }

    /// Whether it can be used.
    pub fn is_enabled(&self, element: &Element) -> bool {
        self.send("GET", &format!("/element/{}/enabled", element.0), &Value::Null).is_ok_and(|answer| answer == true)
    }

    /// Its text, as shown.
    pub fn text(&self, element: &Element) -> String {
        self.send("GET", &format!("/element/{}/text", element.0), &Value::Null)
            .ok()
            .and_then(|text| text.as_str().map(str::to_owned))
            .unwrap_or_default()
    }

    /// Clicks in its middle, as a person would: fails when something lies over it.
    pub fn click(&self, element: &Element) -> Result<(), Refusal> {
        self.send("POST", &format!("/element/{}/click", element.0), &json!({})).map(|_| ())
    }

    /// Types into it.
    pub fn type_into(&self, element: &Element, text: &str) {
        self.must("POST", &format!("/element/{}/value", element.0), &json!({ "text": text }));
    }

    /// Presses keys wherever the focus is: the first ones are held while the last is pressed.
    pub fn press(&self, keys: &[char]) {
        let down = keys.iter().map(|key| json!({ "type": "keyDown", "value": key.to_string() }));
        let up = keys.iter().rev().map(|key| json!({ "type": "keyUp", "value": key.to_string() }));
        let actions: Vec<_> = down.chain(up).collect();
        self.must("POST", "/actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }));
    }

    /// Types text wherever the focus is, key by key.
    pub fn type_keys(&self, text: &str) {
        let actions: Vec<_> = text
            .chars()
            .map(|character| if character == '\n' { key::ENTER } else { character })
            .flat_map(|key| [json!({ "type": "keyDown", "value": key.to_string() }), json!({ "type": "keyUp", "value": key.to_string() })])
            .collect();
        self.must("POST", "/actions", &json!({ "actions": [{ "type": "key", "id": "keyboard", "actions": actions }] }));
    }

    /// Gives the window another size.
    pub fn resize(&self, width: u64, height: u64) {
        self.must("POST", "/window/rect", &json!({ "width": width, "height": height }));
    }

    /// A picture of the page, as PNG in base 64.
    pub fn screenshot(&self) -> String {
        self.must("GET", "/screenshot", &Value::Null).as_str().expect("a picture is text").to_owned()
    }

    /// Ends the session, and the program with it.
    pub fn end(&self) {
        let _ = self.send("DELETE", "", &Value::Null);
    }
}
