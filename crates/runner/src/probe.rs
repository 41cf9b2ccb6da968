//! Finding out what this machine's sandbox holds: by trying.

use crate::{
    Interpreter, Layer, RunnerError, SandboxReport,
    judge::{Ending, Job},
    worker::{Host, LEARNER_SCRIPT, Supervisor},
};
use domain::{
    exercise::{Limits, Program, SourceFile},
    judge::{Tier, Verdict},
};
use serde_json::json;

/// The program that tries to get out.
const ATTEMPTS: &str = include_str!("worker/probe.py");

pub(crate) fn probe(host: &Host, interpreter: &Interpreter, strongest: Tier) -> Result<SandboxReport, RunnerError> {
    let file = SourceFile { path: "main.py".to_owned(), text: ATTEMPTS.to_owned() };
    let program = Program::new(vec![file.clone()], "main.py").map_err(|problem| RunnerError::Internal(problem.to_string()))?;
    let job = Job { host, interpreter, strongest, program: &program, data_files: &[], limits: Limits { memory_mb: 64, ..Limits::default() } };
    let (mut supervisor, mut worker) = Supervisor::open_cold(job.limits, strongest, false, &job.plan(&[&file], "", LEARNER_SCRIPT))?;
    let talk = (|| {
        let ready = supervisor.prepare(&mut worker, "main.py")?;
        let milliseconds = supervisor.start_clock();
        let ended = supervisor.ask(&mut worker, json!({ "do": "program", "milliseconds": milliseconds }))?;
        Ok((ready.version, ended.error))
    })();
    supervisor.end(&mut worker);
    let (version, error) = match talk {
        Ok(said) => said,
        Err(stop) => {
            let stderr = worker.stderr.take();
            let ending = Ending::stopped(stop, &job, &stderr)?;
            let why = format!("the program that tries the sandbox did not come to its end: {} {stderr}", Verdict::name(ending.verdict));
            return Err(RunnerError::NoSandbox { why });
        }
    };
    if let Some(facts) = error {
        return Err(RunnerError::Internal(format!("trying the sandbox: {}", facts.traceback)));
    }
    let layers = worker.stdout.take().lines().filter_map(read_layer).collect();
    Ok(SandboxReport { tier: supervisor.tier(), python: version.unwrap_or_default(), layers, why_not_stronger: supervisor.why_not_stronger.clone() })
}

fn read_layer(line: &str) -> Option<Layer> {
    let mut parts = line.splitn(3, '\t');
    let (name, held, detail) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Layer { name: name.to_owned(), holds: held == "held", detail: detail.replace('\t', " ").trim().to_owned() })
}
