//! Tier C on a machine without any Python. Ignored unless asked for (`--ignored tier_c`): `scripts/test` builds tier C, says in `LEARNING_STUDIO_WASI_PYTHON` where it lies,
//! and asks for this.

use crate::studio::{COURSE, Studio};
use serde_json::{Value, json};
use std::{path::Path, process::Command};

/// Hides every Python of the machine from one command (`$2` and what follows), which gets the home `$1`: the programs themselves, those that pyenv and its like keep, and
/// their libraries.
const HIDE: &str = r#"
set -eu
new_home=$1
shift
hidden=0
folders=$PATH:/usr/bin:/bin:/usr/local/bin
IFS=:
for folder in $folders; do
  for program in "$folder"/python* "$folder"/pypy*; do
    if [ -f "$program" ]; then
      mount --bind /dev/null "$program"
      hidden=$((hidden + 1))
    fi
  done
done
[ "$hidden" -gt 0 ]
for folder in "$HOME/.pyenv" "$HOME/.local/share/uv" "$HOME/miniconda3" /opt /usr/lib/python3* /usr/local/lib/python3*; do
  [ ! -d "$folder" ] || mount -t tmpfs none "$folder"
done
for name in python3 python pypy3; do
  if "$name" -c '' 2>/dev/null; then
    echo "there is still a $name" >&2
    exit 99
  fi
done
HOME=$new_home exec "$@"
"#;

/// `studio` without any Python. `name_spaces` are what it is given of its own, for `unshare`.
fn without_python(studio: &Studio, name_spaces: &[&str], arguments: &[&str]) -> Value {
    let home = studio.folder.path().join("home");
    std::fs::create_dir_all(&home).unwrap();
    let web_assembly = std::env::var_os("LEARNING_STUDIO_WASI_PYTHON").expect("`scripts/test` says where tier C is built");
    let output = Command::new("unshare")
        .args(name_spaces)
        .args(["sh", "-c", HIDE, "sh"])
        .args([home.as_path(), Path::new(env!("CARGO_BIN_EXE_studio"))])
        .arg("--json")
        .args(arguments)
        .env("LEARNING_STUDIO_DATA", studio.data())
        .env("LEARNING_STUDIO_WASI_PYTHON", web_assembly)
        .env_remove("LEARNING_STUDIO_PYTHON")
        .output()
        .unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{arguments:?}: {error}"))
}

fn everything_works(name_spaces: &[&str]) {
    let studio = Studio::new();
    let studio_says = |arguments: &[&str]| without_python(&studio, name_spaces, arguments);
    let report = studio_says(&["sandbox"]);
    assert_eq!(report["tier"], "C", "{report}");
    assert_eq!(report["why_not_stronger"], "there is no Python of the system, and another runs as WebAssembly only");
    assert!(report["layers"].as_array().unwrap().iter().all(|layer| layer["holds"] == true), "{report}");

    let program = studio.folder.path().join("hello.py");
    std::fs::write(&program, "import sys\nprint('hello from', sys.platform)\n").unwrap();
    let result = studio_says(&["run", program.to_str().unwrap(), "--stdin", "/dev/null"]);
    let shown = |result: &Value| json!([result["verdict"], result["tier"], result["score"]]);
    assert_eq!(json!([result["verdict"], result["tier"], result["stdout"]]), json!(["passed", "C", "hello from wasi\n"]), "{result}");

    // Its tests are written in Python.
    let exercise = format!("{COURSE}/second-largest");
    let folder =
        Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../../courses/{COURSE}/lessons/11-small-programs-and-files/exercises/second-largest"));
    let (right, wrong) = (folder.join("solution/main.py"), folder.join("wrong/starts-at-zero.py"));
    let (right, wrong) = (right.to_str().unwrap(), wrong.to_str().unwrap());
    assert_eq!(shown(&studio_says(&["test", &exercise, right])), json!(["passed", "C", 100]));
    let failed = studio_says(&["test", &exercise, wrong]);
    assert_eq!((&failed["verdict"], &failed["tier"]), (&json!("failed"), &json!("C")), "{failed}");

    let user = ["--user", "Ada"];
    let kept = studio_says(&[&["submit", &exercise, right][..], &user].concat());
    assert_eq!(shown(&kept), json!(["passed", "C", 100]), "{kept}");
    let attempts = studio.json(&["submission", "list"]);
    assert_eq!(json!([attempts[0]["verdict"], attempts[0]["tier"]]), json!(["passed", "C"]), "{attempts}");
}

#[test]
#[ignore = "tier C is built apart; `scripts/test` does it"]
fn without_any_python_of_the_system_everything_runs() {
    // An ordinary user may only hide something from himself as root of a container of his own.
    let is_root = Command::new("id").arg("-u").output().unwrap().stdout == b"0\n";
    everything_works(if is_root { &["--mount"] } else { IN_A_CONTAINER });
}

/// What is root there is one ordinary user of the machine, and has no `nobody` to become.
const IN_A_CONTAINER: &[&str] = &["--user", "--map-root-user", "--mount"];

#[test]
#[ignore = "tier C is built apart; `scripts/test` does it"]
fn root_of_a_container_of_one_user_needs_no_python_either() {
    everything_works(IN_A_CONTAINER);
}
