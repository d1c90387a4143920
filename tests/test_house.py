"""The house rules that no linter knows: sizes, paths, and commands that documents promise."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SOURCE_LINES = 300
TEST_LINES = 500
FUNCTION_LINES = 40
POSITIONAL_PARAMETERS = 5
TEXT_SUFFIXES = {
    *(".py", ".html", ".txt", ".css", ".js", ".md", ".toml", ".yml", ".yaml", ".po", ""),
    *(".json", ".jsonl", ".tsv", ".csv"),
}
SIZED_SUFFIXES = {".py", ".html", ".css", ".js"}
MACHINE_PATH = re.compile(r"/(?:home|Users|root|work)/[\w.-]+|\b[A-Z]:\\\\Users")


def tracked() -> list[Path]:
    """Every file that git would commit, ignored ones aside."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in names.split("\0") if name and (path := ROOT / name).is_file()]


FILES = tracked()
PYTHON = [path for path in FILES if path.suffix == ".py" and "migrations" not in path.parts]
DOCUMENTS = [path for path in FILES if path.suffix == ".md"]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_test(path: Path) -> bool:
    return path.relative_to(ROOT).parts[0] == "tests"


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body, without the signature, the docstring and the functions inside it."""
    body = function.body[1:] if ast.get_docstring(function, clean=False) is not None else function.body
    if not body:
        return 0
    inner = sum(
        node.end_lineno - node.lineno + 1
        for node in ast.walk(function)
        if node is not function and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return body[-1].end_lineno - body[0].lineno + 1 - inner


def test_files_stay_small():
    long = {}
    for path in FILES:
        if path.suffix not in SIZED_SUFFIXES or "migrations" in path.parts:
            continue
        lines = len(path.read_text("utf-8").splitlines())
        if lines > (TEST_LINES if is_test(path) else SOURCE_LINES):
            long[name(path)] = lines
    assert not long


def test_functions_stay_small():
    long = {
        f"{name(path)}: {function.name}": length(function)
        for path in PYTHON
        for function in functions(path)
        if length(function) > FUNCTION_LINES
    }
    assert not long


def test_positional_parameters_stay_few():
    many = {}
    for path in PYTHON:
        for function in functions(path):
            parameters = [p.arg for p in (*function.args.posonlyargs, *function.args.args)]
            count = len(parameters) - (parameters[:1] in (["self"], ["cls"]))
            # pytest fills a test's and a fixture's parameters by name.
            is_filled = is_test(path) and (function.name.startswith("test_") or function.decorator_list)
            if count > POSITIONAL_PARAMETERS and not is_filled:
                many[f"{name(path)}: {function.name}"] = count
    assert not many


def test_every_module_says_what_belongs_in_it():
    silent = [
        name(path)
        for path in PYTHON
        if path.read_text("utf-8").strip() and not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    ]
    assert not silent


def test_no_file_names_a_place_on_somebody_s_machine():
    found = {}
    for path in FILES:
        if path.suffix in TEXT_SUFFIXES and path != Path(__file__):
            for match in MACHINE_PATH.findall(path.read_text("utf-8", errors="replace")):
                found.setdefault(name(path), match)
    assert not found


def test_suppressions_say_why():
    """`noqa: CODE -- reason`, `type: ignore[code]  # reason`."""
    bare = []
    for path in PYTHON:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            mark = re.search(r"#\s*(noqa\b(?!:?`)|type:\s*ignore)(.*)", line)
            if mark and path != Path(__file__) and not re.search(r"(--|#|- )\s*\w", mark[2]):
                bare.append(f"{name(path)}:{number}")
    assert not bare


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def code_in(document: Path) -> str:
    """The commands of a document: its fenced blocks and what stands between backquotes."""
    text = document.read_text("utf-8")
    blocks = re.findall(r"^```.*?^```", text, re.MULTILINE | re.DOTALL)
    rest = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return "\n".join(blocks + re.findall(r"`([^`\n]+)`", rest))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_documents_name_make_targets_that_exist(document):
    named = set(re.findall(r"(?<![\w/-])make ([a-z]+)", code_in(document)))
    assert named <= make_targets()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_documents_name_commands_that_exist(document):
    from django.core.management import get_commands

    named = set(re.findall(r"manage\.py ([a-z_]+)", code_in(document)))
    assert named <= set(get_commands())


def management_commands() -> list[tuple[str, str]]:
    """Every whole `manage.py …` line of a document's blocks, without the placeholders of a synopsis."""
    return [
        (name(document), line.removesuffix("\\").strip())
        for document in DOCUMENTS
        for line in re.findall(r"manage\.py ([a-z_]+(?: [^`\n|]*)?)", code_in(document))
        if not re.search(r"[\[…]", line)
    ]


@pytest.mark.parametrize(("document", "line"), management_commands())
def test_documented_commands_take_the_options_they_are_given(document, line):
    from django.core.management import get_commands, load_command_class

    command, *words = line.split()
    if not words:
        return
    found = load_command_class(get_commands()[command], command)
    found.create_parser("manage.py", command).parse_args(words)


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_documents_link_to_files_that_exist(document):
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", document.read_text("utf-8"))
    local = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in local if not (document.parent / link).exists()] == []


def test_the_readme_gives_the_commands_that_ci_runs():
    named = set(re.findall(r"make ([a-z]+)", code_in(ROOT / "README.md")))
    run = set(re.findall(r"^make ([a-z]+)$", (ROOT / ".ci" / "run").read_text("utf-8"), re.MULTILINE))
    assert run == {"check", "test"}
    assert run | {"demo"} <= named


def test_help_lists_every_target():
    said = subprocess.run(["make", "--silent"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^make ([a-z]+)", said, re.MULTILINE)) == make_targets()
