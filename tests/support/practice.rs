//! A small course with an exercise that is practice only, as an author would bring it along.

use serde_json::json;
use std::{fs, path::Path};

/// Its slug.
pub const COURSE: &str = "for-practice";

/// The exercise that is practice only, as commands name it.
pub const EXERCISE: &str = "for-practice/look-inside";

/// A right answer to both of its exercises.
pub const DOUBLE: &str = "def double(x):\n    return 2 * x\n";

/// Runs its own line in the program's name space, which is not there in another box: so the import finds out that it is practice.
const INSIDE: &str =
    "import main\ndef test_it():\n    space = dict(vars(main))\n    exec('result = double(2)', space)\n    assert space['result'] == 4\n";

/// Writes the course into a folder.
pub fn write(folder: &Path) {
    let file = |path: &str, text: &str| {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let pack = json!({
        "format": 1, "id": "0190f3c4-7a00-7000-8000-00000000f00d", "slug": COURSE, "title": "For practice", "summary": "Two exercises.", "description": "A short course.",
        "version": 1, "languages": ["python"], "locale": "en", "license": "CC0-1.0", "authors": ["A test"], "category": "Tests", "difficulty": "beginner", "hours": 1
    });
    file("pack.json", &pack.to_string());
    let lesson = json!({ "title": "Doubling", "summary": "Twice as much.", "kind": "theory", "minutes": 5, "required": false, "exercises": ["look-inside", "double"] });
    file("lessons/01-doubling/lesson.json", &lesson.to_string());
    file("lessons/01-doubling/lesson.md", "## Twice\n\nTwice two is four.\n");
    let by_data = json!({ "kind": "data", "cases": [{ "name": "two", "call": "double(2)", "gives": "4" }] });
    let inside = json!({ "kind": "python", "files": ["tests/test_main.py"] });
    for (slug, title, tests) in [("look-inside", "Look inside", &inside), ("double", "Double it", &by_data)] {
        let place = format!("lessons/01-doubling/exercises/{slug}");
        let described = json!({
            "title": title, "kind": "code", "difficulty": "beginner", "concepts": ["functions"], "mistakes": [],
            "hints": [{ "rung": "concept", "text": "Twice is `2 *`." }, { "rung": "approach", "text": "Give back twice `x`." }]
        });
        file(&format!("{place}/exercise.json"), &described.to_string());
        file(&format!("{place}/instructions.md"), "Write a function `double(x)` that gives back twice `x`.\n");
        file(&format!("{place}/starter/main.py"), "def double(x):\n    pass\n");
        file(&format!("{place}/solution/main.py"), DOUBLE);
        file(&format!("{place}/tests.json"), &tests.to_string());
    }
    file("lessons/01-doubling/exercises/look-inside/tests/test_main.py", INSIDE);
}
