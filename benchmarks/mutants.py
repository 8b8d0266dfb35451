"""What a run of mutation testing came to, by folder; every survivor with what was changed.

python -m benchmarks.mutants [--list]   after `mutmut run`

Must never count as noticed what no test noticed. Two kinds are counted by themselves: what
mypy refuses, which was not run, and SQL in another letter case, which is the same SQL.
"""

import ast
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

MUTANTS = Path("mutants/src/mglog")
FOLDERS = ("reading", "diary", "analysis", "entering")
_SQL = re.compile(
    r"\b(SELECT|INSERT|UPDATE|DELETE|PRAGMA|ORDER BY|JOIN|WHERE|UNION|IS (NOT )?NULL"
    r"|BEGIN( IMMEDIATE)?|COMMIT|ROLLBACK)\b",
    re.IGNORECASE,
)
_AROUND = 40
# mutmut's exit codes: 0 the tests passed, 33 none ran it, 37 mypy refused it, none: not run yet.
_STATES = {0: "survived", 33: "survived", 37: "refused by mypy", None: "not run"}


def functions(source: str) -> dict[str, ast.AST]:
    """Every function of a module, methods too, by its name."""
    found = ast.walk(ast.parse(source))
    return {node.name: node for node in found if isinstance(node, ast.FunctionDef)}


def _text(node: ast.AST, name: str) -> str:
    return ast.unparse(node).replace(name, "f")


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _changed(before: str, after: str) -> str:
    """Where two texts differ, with a few characters around it."""
    same = _alike(before, after)
    rest = _alike(before[same:][::-1], after[same:][::-1])
    start = max(same - _AROUND, before.rfind("\n", 0, same) + 1)
    ends = [(text, len(text) - rest) for text in (before, after)]
    return "\n".join(
        f"{sign} {text[start : end + _AROUND]!r}"
        for sign, (text, end) in zip("-+", ends, strict=True)
    )


def _strings(node: ast.AST) -> list[str]:
    nodes = ast.walk(node)
    return [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def same_sql(before: ast.AST, after: ast.AST) -> bool:
    """Whether two functions differ only in the letter case of SQL outside its quotes."""
    pairs = list(zip(_strings(before), _strings(after), strict=False))
    changed = [(one, other) for one, other in pairs if one != other]
    outside = [re.sub("'[^']*'", "", one) for one, _ in changed]
    quoted = all(re.findall("'[^']*'", one) == re.findall("'[^']*'", two) for one, two in changed)
    return (
        bool(changed)
        and all(one.lower() == other.lower() for one, other in changed)
        and quoted
        and all(_SQL.search(text) for text in outside)
    )


def survivors(folder: str) -> Iterator[tuple[str, str, str]]:
    """Each mutant of a folder: its state, its name, and what was changed if it survived."""
    for meta in sorted((MUTANTS / folder).glob("*.meta")):
        codes = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
        found = functions(meta.with_suffix("").read_text(encoding="utf-8"))
        for name, code in codes.items():
            state, short = _STATES.get(code, "noticed"), name.rpartition(".")[2]
            if state != "survived":
                yield state, name, ""
                continue
            original = f"{short.rpartition('__mutmut_')[0]}__mutmut_orig"
            before, after = found[original], found[short]
            shown = _changed(_text(before, original), _text(after, short))
            yield ("same SQL" if same_sql(before, after) else state), name, shown


def main() -> None:
    """A line for each folder, of the mutants that were run."""
    for folder in FOLDERS:
        listed = list(survivors(folder))
        counts = Counter(state for state, _, _ in listed)
        run = counts["noticed"] + counts["survived"]
        share = counts["noticed"] / run if run else 0
        print(f"{folder}: noticed {counts['noticed']:,} of {run:,} ({share:.1%}); {dict(counts)}")
        if "--list" in sys.argv:
            for state, name, shown in listed:
                if state == "survived":
                    print(f"{name}\n{shown}\n")


if __name__ == "__main__":
    main()
