//! Measured numbers, in the one form in which every benchmark of the project writes them.

use super::programs::project;
use serde_json::{Value, json};
use std::{fs, time::Duration};

/// Measurements of one thing, sorted.
pub struct Samples(Vec<f64>);

impl Samples {
    /// From what was measured.
    pub fn new(mut values: Vec<f64>) -> Self {
        values.sort_by(f64::total_cmp);
        Self(values)
    }

    /// From times, in milliseconds.
    pub fn milliseconds(times: &[Duration]) -> Self {
        Self::new(times.iter().map(|time| time.as_secs_f64() * 1000.0).collect())
    }

    /// The value below which this share of the samples lies.
    pub fn quantile(&self, share: f64) -> f64 {
        let last = self.0.len() - 1;
        self.0[((last as f64) * share).round() as usize]
    }

    /// One entry of the file; less is better. `baseline` was measured in the same run, `goal` is the highest ratio to it that is wanted.
    pub fn entry(&self, name: &str, unit: &str, baseline: Option<f64>, goal: Option<f64>) -> Value {
        let value = self.quantile(0.5);
        json!({
            "name": name, "value": rounded(value), "unit": unit, "baseline": baseline.map(rounded), "ratio": baseline.map(|baseline| rounded(value / baseline)),
            "goal": goal, "better": "lower", "rounds": self.0.len(),
            "p50": rounded(value), "p95": rounded(self.quantile(0.95)), "p99": rounded(self.quantile(0.99)),
        })
    }
}

/// Writes `target/bench/NAME.json`, and the same for a person.
pub fn write(name: &str, entries: &[Value]) {
    let folder = project().join("target/bench");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(format!("{name}.json")), serde_json::to_string_pretty(entries).unwrap() + "\n").unwrap();
    for entry in entries {
        let against = entry["ratio"].as_f64().map(|ratio| format!("  {ratio} times the baseline of {}", entry["baseline"])).unwrap_or_default();
        println!(
            "{:<44} {:>10} {:<4} p95 {:>10}{against}",
            entry["name"].as_str().unwrap(),
            entry["value"],
            entry["unit"].as_str().unwrap(),
            entry["p95"]
        );
    }
}

fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}
