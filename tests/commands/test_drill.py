"""The whole of bin/run, played for real: start, neat end, kill -9, recovery, a child that dies. Takes minutes."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from config.bootstrap import ROOT

pytestmark = pytest.mark.full
SERVICES = {"postgres", "redis", "web", "worker", "beat"}
OURS = ("DATABASE_URL", "REDIS_URL", "FILES_ROOT", "STATIC_ROOT", "EMAIL_URL", "ENVIRONMENT", "SECRET_KEY", "SITE_URL")


class Run:
    """One bin/run in its own folder and on its own port."""

    def __init__(self, var: Path, port: int) -> None:
        self.var, self.port = var, port
        kept = {name: value for name, value in os.environ.items() if name not in OURS and "PYTEST" not in name}
        self.environment = kept | {"INKOOPKOMPAS_VAR": str(var)}
        self.process: subprocess.Popen[str] | None = None
        self.seen: set[psutil.Process] = set()

    def start(self, *options: str, patience: float = 420) -> str:
        """Starts and waits for the address; what was printed until then."""
        self.process = subprocess.Popen(
            [str(ROOT / "bin" / "run"), "--port", str(self.port), *options],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        printed: list[str] = []
        deadline = time.monotonic() + patience
        assert self.process.stdout is not None
        for line in self.process.stdout:
            printed.append(line)
            if "Stop: Ctrl-C" in line:
                break
            assert time.monotonic() < deadline, "".join(printed)
        text = "".join(printed)
        assert "Stop: Ctrl-C" in text, text
        self.seen |= set(psutil.Process(self.process.pid).children(recursive=True))
        return text

    def child(self, label: str) -> int:
        records = json.loads((self.var / "run" / "children.json").read_text())
        return next(int(record["pid"]) for record in records if record["label"] == label)

    def answer(self) -> int:
        with urllib.request.urlopen(f"http://localhost:{self.port}/gezond/", timeout=10) as answer:
            return int(answer.status)

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Sends a signal and waits; the exit code and what was still printed."""
        assert self.process is not None
        self.seen |= set(psutil.Process(self.process.pid).children(recursive=True))
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=60)
        return self.process.returncode, rest

    def left(self, within: float = 0) -> list[psutil.Process]:
        """What it started and still lives."""
        _gone, alive = psutil.wait_procs(list(self.seen), timeout=within)
        return [process for process in alive if process.status() != psutil.STATUS_ZOMBIE]


@pytest.fixture
def drill(short_folder: Path) -> Iterator[Run]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    run = Run(short_folder, port)
    yield run
    if run.process and run.process.poll() is None:
        run.end(signal.SIGTERM)


def test_start_stop_kill_and_recover(drill: Run) -> None:
    first = drill.start()
    assert f"http://localhost:{drill.port}/" in first
    assert drill.answer() == 200
    assert set(_labels(drill)) == SERVICES

    second = subprocess.run(
        [str(ROOT / "bin" / "run")], env=drill.environment, capture_output=True, text=True, check=False
    )
    assert second.returncode == 1
    assert f"already runs here: http://localhost:{drill.port}/" in second.stderr

    command = [str(ROOT / "bin" / "manage"), "shell", "-c", "import os; print(os.environ['DATABASE_URL'])"]
    beside = subprocess.run(command, env=drill.environment, capture_output=True, text=True, check=True)
    assert beside.stdout.strip().endswith("/inkoopkompas_example")

    code, rest = drill.end(signal.SIGTERM)
    assert code == 0
    assert rest.rstrip().endswith("Stopped.")
    assert drill.left(within=1) == []

    began = time.monotonic()
    drill.start()
    assert time.monotonic() - began < 30, "a second start takes seconds"
    code, _ = drill.end(signal.SIGKILL)
    assert code == -signal.SIGKILL

    drill.start("--fresh")
    assert drill.answer() == 200
    code, _ = drill.end(signal.SIGINT)
    assert code == 0
    assert drill.left(within=1) == []


@pytest.mark.parametrize("label", ["beat", "redis", "postgres"])
def test_a_service_that_dies_takes_all_down_and_is_named(drill: Run, label: str) -> None:
    drill.start("--bare")
    os.kill(drill.child(label), signal.SIGKILL)
    assert drill.process is not None
    rest, _ = drill.process.communicate(timeout=60)
    assert drill.process.returncode == 1
    assert "stopped by itself" in rest
    assert drill.left(within=1) == []
    drill.start("--bare")
    assert drill.answer() == 200


def test_the_example_steps_into_a_stage_with_and_without_a_running_house(drill: Run) -> None:
    command = [str(ROOT / "bin" / "manage"), "load_example", "--stage"]
    options: dict[str, Any] = {"env": drill.environment, "capture_output": True, "text": True, "check": False}
    first = subprocess.run([*command, "aanbod"], **options)
    assert first.returncode == 0, first.stderr
    assert "Fase 2: de producten worden beschreven, 05-12-2022" in first.stdout
    drill.start()
    beside = subprocess.run([*command, "opdracht"], **options)
    assert "Fase 1: het bestuur besluit over het strategisch inkoopdocument, 05-10-2022" in beside.stdout
    assert "Playing" not in beside.stdout, "this stage was kept on the way to the first"
    assert drill.answer() == 200
    unknown = subprocess.run([*command, "kwartaal"], **options)
    assert unknown.returncode == 2
    assert "invalid choice: 'kwartaal'" in unknown.stderr


def _labels(run: Run) -> list[str]:
    return [record["label"] for record in json.loads((run.var / "run" / "children.json").read_text())]
