"""The installer: what it says when something is missing, and when it has nothing to do."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import install

ROOT = Path(__file__).resolve().parent.parent.parent
BOOTSTRAP = ROOT / "tools" / "bootstrap.py"


NO_ROOM = "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device"
NO_NETWORK = "NewConnectionError('Failed to establish')\nERROR: No matching distribution found for x"
NO_COMPILER = "ERROR: Failed building wheel for PyStemmer\nerror: command 'gcc' failed"
UNNAMED = "error: command '/usr/bin/x86_64-linux-gnu-gcc' failed with exit code 1"
NOT_OURS = "PermissionError: [Errno 13] Permission denied: '.venv/bin'"


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (NO_ROOM, "no room left"),
        (NO_NETWORK, "package index"),
        ("ReadTimeoutError: Read timed out.", "package index"),
        (NO_COMPILER, "ready-made build of PyStemmer"),
        (UNNAMED, "ready-made build of a package"),
        ("ERROR: No matching distribution found for torch==2.13.0", "offers no torch==2.13.0"),
        (NOT_OURS, "belongs to someone else"),
        ("something\nERROR: of another kind\n", "The installation failed: ERROR: of another kind"),
        ("", "no message"),
    ],
)
def test_each_failure_has_its_sentence(said, sentence):
    answer = install.explain(said)
    assert sentence in answer
    assert "Traceback" not in answer


def test_the_door_parses_under_an_old_python():
    """Nothing in bootstrap.py may be newer than Python 2.7: no f-string, no annotation."""
    tree = ast.parse(BOOTSTRAP.read_text("utf-8"))
    newer = (
        ast.JoinedStr,
        ast.AnnAssign,
        ast.NamedExpr,
        ast.Match,
        ast.Nonlocal,
        ast.Starred,
        ast.AsyncFunctionDef,
    )
    assert not [node for node in ast.walk(tree) if isinstance(node, newer)]
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            assert node.returns is None
            assert not node.args.kwonlyargs
            assert not any(argument.annotation for argument in node.args.args)
        if isinstance(node, ast.Raise):
            assert node.cause is None


@pytest.fixture
def old_python(tmp_path: Path) -> Path:
    """A Python that believes it is 3.9, alone on its PATH."""
    program = tmp_path / "old.py"
    program.write_text(
        "import runpy, sys\n"
        "sys.version_info = (3, 9, 1, 'final', 0)\n"
        f"sys.argv = [{str(BOOTSTRAP)!r}]\n"
        f"runpy.run_path({str(BOOTSTRAP)!r}, run_name='__main__')\n"
    )
    return program


def test_a_too_old_python_gets_a_sentence(old_python, tmp_path):
    done = subprocess.run(
        [sys.executable, old_python], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Faubourg needs Python 3.11 or newer; ")
    assert "is Python 3.9" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_too_old_python_hands_over_to_a_newer_one(old_python, tmp_path):
    newer = tmp_path / "python3.12"
    newer.write_text('#!/bin/sh\ncase "$1" in -c) exit 0;; *) echo "handed over: $*";; esac\n')
    newer.chmod(0o755)
    environment = {"PATH": f"{tmp_path}{os.pathsep}/bin{os.pathsep}/usr/bin"}
    if any(Path(folder, "python3.13").exists() for folder in ("/bin", "/usr/bin")):
        pytest.fail("this test expects no python3.13 in /usr/bin")
    done = subprocess.run(
        [sys.executable, old_python], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == f"handed over: {BOOTSTRAP}"


@pytest.fixture
def empty_root(tmp_path, monkeypatch) -> Path:
    """A folder with the project's declarations and no .venv."""
    for name in ("pyproject.toml", "constraints.txt"):
        (tmp_path / name).write_bytes((ROOT / name).read_bytes())
    monkeypatch.setattr(install, "ROOT", tmp_path)
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(install, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    monkeypatch.setattr(install, "LOG", tmp_path / "var" / "log" / "install.log")
    monkeypatch.delenv("TORCH", raising=False)
    return tmp_path


def test_a_full_disk_is_said_before_anything_is_made(empty_root, monkeypatch, capsys):
    monkeypatch.setattr(install, "NEEDED_BYTES", 2**60)
    assert install.main([]) == 1
    assert "There is not enough room on the disk" in capsys.readouterr().err
    assert not (empty_root / ".venv").exists()


def test_a_python_without_venv_names_the_package(empty_root, monkeypatch, capsys):
    fake = empty_root / "python-without-venv"
    fake.write_text("#!/bin/sh\nexit 1\n")
    fake.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(fake))
    assert install.main([]) == 1
    assert f"apt install python3.{sys.version_info.minor}-venv" in capsys.readouterr().err


def test_an_unreachable_index_is_one_sentence(empty_root, monkeypatch, capsys):
    for name, value in {
        "PIP_INDEX_URL": "http://127.0.0.1:9/simple",
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_FIND_LINKS": "",
        "PIP_RETRIES": "1",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_CACHE_DIR": "1",
    }.items():
        monkeypatch.setenv(name, value)
    assert install.main([]) == 1
    said = capsys.readouterr()
    assert "The package index could not be reached" in said.err
    assert "Details: var/log/install.log" in said.err
    assert "Traceback" not in said.err
    assert "127.0.0.1:9" in install.LOG.read_text("utf-8")
    assert not install.is_stamped("")


def test_nothing_is_done_twice_and_a_changed_lock_is_noticed(empty_root, monkeypatch):
    calls = []
    monkeypatch.setattr(install, "venv_works", lambda: True)
    monkeypatch.setattr(install, "pip_install", lambda arguments, total: calls.append(arguments))
    (empty_root / ".venv").mkdir()
    assert install.main(["dev"]) == 0
    assert install.main(["dev"]) == 0
    assert install.main([]) == 0, "the tools' environment serves the demonstration too"
    assert calls == [["-c", "constraints.txt", "-e", ".[dev]"]]
    with (empty_root / "constraints.txt").open("a") as lock:
        lock.write("another==1.0\n")
    assert install.main([]) == 0
    assert calls[1:] == [["-c", "constraints.txt", "-e", "."]]


def test_cpu_torch_comes_from_its_own_index_once(empty_root, monkeypatch):
    calls = []
    packages = empty_root / ".venv" / "lib" / "python3.11" / "site-packages"
    monkeypatch.setenv("TORCH", "cpu")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(install, "venv_works", lambda: True)

    def pip(arguments, total):
        calls.append(arguments)
        version = install.locked_versions()["torch"]
        (packages / f"torch-{version}+cpu.dist-info").mkdir(parents=True, exist_ok=True)

    monkeypatch.setattr(install, "pip_install", pip)
    assert install.main([]) == 0
    assert install.main([]) == 0
    version = install.locked_versions()["torch"]
    assert calls == [
        ["--no-deps", "--index-url", install.TORCH_CPU_INDEX, f"torch=={version}+cpu"],
        ["-c", "constraints.txt", "-e", "."],
    ]


def test_an_unknown_torch_is_refused(empty_root, monkeypatch, capsys):
    monkeypatch.setenv("TORCH", "gpu")
    assert install.main([]) == 1
    assert "TORCH can be cpu or left out; it is 'gpu'." in capsys.readouterr().err
