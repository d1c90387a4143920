"""The supervisor and its children, with real processes."""

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import psutil
import pytest

from tools.processes import RESTARTS_PER_MINUTE, Child, Stop, Supervisor
from tools.steps import Screen, StepError, step

ROOT = Path(__file__).resolve().parent.parent.parent
SLEEPER = "import os, sys, time; open(sys.argv[1], 'a').write(f'{os.getpid()}\\n'); time.sleep(300)\n"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + SLEEPER
PARENT = (
    "import subprocess, sys; subprocess.Popen([sys.executable, '-c', sys.argv[2], sys.argv[1]])\n" + SLEEPER
)
FAILING = "import sys; sys.exit('no luck')\n"


def wait_until(condition, seconds=20):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.02)


def pids(path: Path) -> list[int]:
    return [int(line) for line in path.read_text().split()] if path.exists() else []


def is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.fixture
def trace(tmp_path):
    """Where children write their numbers; whatever a test leaves is killed."""
    path = tmp_path / "pids"
    yield path
    for pid in pids(path):
        if is_running(pid):
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def supervise(tmp_path, trace):
    said = []
    made = []

    def start(code: str, *arguments: str) -> Supervisor:
        program = tmp_path / "program.py"
        program.write_text(code)
        child = Child("program", [str(program), str(trace), *arguments], tmp_path / "log")
        supervisor = Supervisor([child], folder=ROOT, environment=os.environ, say=said.append)
        supervisor.said = said
        made.append(supervisor)
        supervisor.start()
        return supervisor

    yield start
    for supervisor in made:
        if all(child.is_dead() for child in supervisor.children):
            continue
        supervisor.stop()


def test_a_dead_child_is_started_again_with_a_sentence(supervise, trace, tmp_path):
    supervisor = supervise(SLEEPER)
    wait_until(lambda: len(pids(trace)) == 1)
    os.kill(pids(trace)[0], signal.SIGKILL)
    wait_until(supervisor.children[0].is_dead)
    assert supervisor.check()
    wait_until(lambda: len(pids(trace)) == 2)
    log = tmp_path / "log"
    assert supervisor.said == [f"The program stopped (status -9); starting it again. See {log}."]
    supervisor.stop()
    assert not any(map(is_running, pids(trace)))


def test_a_child_that_keeps_dying_is_given_up(supervise):
    supervisor = supervise(FAILING)
    assert supervisor.run(Stop()) is False
    assert len(supervisor.said) == RESTARTS_PER_MINUTE + 1
    assert supervisor.said[-1].startswith("The program keeps stopping (last status 1).")
    supervisor.stop()


def test_stopping_ends_a_child_that_ignores_it(supervise, trace, monkeypatch):
    monkeypatch.setattr("tools.processes.STOP_SECONDS", 0.3)
    supervisor = supervise(STUBBORN)
    wait_until(lambda: pids(trace))
    supervisor.stop()
    assert not any(map(is_running, pids(trace)))


def test_stopping_ends_the_children_of_children(supervise, trace):
    supervisor = supervise(PARENT, SLEEPER)
    wait_until(lambda: len(pids(trace)) == 2)
    supervisor.stop()
    wait_until(lambda: not any(map(is_running, pids(trace))))


SUPERVISING = """
    import os, sys
    from pathlib import Path
    from tools.processes import Child, Stop, Supervisor

    folder = Path(sys.argv[1])
    child = Child("program", [str(folder / "program.py"), str(folder / "pids")], folder / "log")
    with Stop().on_signals() as stop:
        supervisor = Supervisor([child], folder=Path.cwd(), environment=os.environ)
        supervisor.start()
        supervisor.run(stop)
        supervisor.stop()
"""


@pytest.fixture
def supervising(tmp_path, trace):
    """A process that supervises one child, started by a shell as make would."""
    (tmp_path / "program.py").write_text(SLEEPER)
    (tmp_path / "supervising.py").write_text(textwrap.dedent(SUPERVISING))
    command = f"{sys.executable} {tmp_path}/supervising.py {tmp_path}; true"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(["sh", "-c", command], cwd=ROOT, env=environment, start_new_session=True) as shell:
        wait_until(lambda: pids(trace))
        (supervisor,) = psutil.Process(shell.pid).children()
        yield shell, supervisor
        # It may stop by itself while we look.
        with contextlib.suppress(psutil.NoSuchProcess):
            for process in (*supervisor.children(recursive=True), supervisor):
                process.kill()
        shell.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_supervisor_and_child(supervising, trace, number):
    _shell, supervisor = supervising
    supervisor.send_signal(number)
    wait_until(lambda: not is_running(supervisor.pid))
    assert not any(map(is_running, pids(trace)))


def test_the_death_of_the_starter_stops_everything(supervising, trace):
    shell, supervisor = supervising
    shell.kill()
    wait_until(lambda: not is_running(supervisor.pid))
    wait_until(lambda: not any(map(is_running, pids(trace))))


def test_kill_9_of_the_supervisor_leaves_no_orphan(supervising, trace):
    _shell, supervisor = supervising
    supervisor.kill()
    wait_until(lambda: not any(map(is_running, pids(trace))))


@pytest.fixture
def run_step(tmp_path):
    def run(code: str, stop: Stop | None = None) -> str:
        command = [sys.executable, "-c", code]
        log = tmp_path / "step.log"
        step(
            "Doing it",
            command,
            log=log,
            stop=stop or Stop(),
            folder=ROOT,
            environment=os.environ,
            screen=Screen(),
        )
        return log.read_text()

    return run


def test_a_step_prints_one_line_and_logs_the_rest(run_step, capfd):
    said = run_step("import sys; print('out'); print('err', file=sys.stderr)")
    assert capfd.readouterr().out == "Doing it\n"
    assert sorted(said.split()) == ["err", "out"]


def test_progress_bars_do_not_fill_the_log(run_step):
    said = run_step(
        "import sys; [sys.stderr.write(f'\\r{n}%|##| {n}/100') for n in range(100)]; print('\\ndone')"
    )
    assert said == "done\n"


def test_a_failed_step_says_its_last_words_and_no_traceback(run_step, capfd, tmp_path):
    with pytest.raises(StepError) as failure:
        run_step("raise SystemExit('CommandError: the file is missing')")
    assert str(failure.value) == (f"Doing it failed: the file is missing\nDetails: {tmp_path / 'step.log'}")
    assert "Traceback" not in capfd.readouterr().out


def test_a_step_ends_when_asked(run_step):
    stop = Stop()
    stop.ask()
    began = time.monotonic()
    with pytest.raises(StepError, match="Stopped"):
        run_step("import time; time.sleep(60)", stop)
    assert time.monotonic() - began < 15
