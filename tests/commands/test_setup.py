"""bin/setup: quick when nothing changed, and a sentence with what to do when the machine falls short."""

import errno
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from config import bootstrap
from config.bootstrap import ROOT, Machine, Setup, Stop, failed, library_command, no_browser, refuse_full_disk

SetupOn = Callable[..., subprocess.CompletedProcess[str]]
PLENTY = 10 * bootstrap.GIGABYTE


def machine(*, free: int = PLENTY, root: bool = False, apt: bool = True, system: str = "Linux") -> Machine:
    return Machine(free_bytes=free, is_root=root, has_apt=apt, system=system)


# --- Python -----------------------------------------------------------------------------------------------------------
def test_an_old_python_is_named_with_what_to_install(setup_on: SetupOn) -> None:
    result = setup_on(python3="old 3.9.18")
    assert result.returncode == 1
    assert "Python 3.11 or newer is needed; found only Python 3.9.18" in result.stderr
    assert "apt-get install python3" in result.stderr
    assert result.stdout == ""


def test_a_python_without_venv_is_named_with_the_package_that_is_missing(setup_on: SetupOn) -> None:
    result = setup_on(python3="bare 3.11.2")
    assert result.returncode == 1
    assert "has no venv module" in result.stderr
    assert "apt-get install python3.11-venv" in result.stderr


def test_no_python_at_all(setup_on: SetupOn) -> None:
    result = setup_on()
    assert result.returncode == 1
    assert "there is no Python on the PATH" in result.stderr


def test_a_python_that_lacks_something_gives_way_to_one_that_does_not(setup_on: SetupOn) -> None:
    result = setup_on(python3_12="bare 3.12.1", python3="good 3.11.7")
    assert result.returncode == 0
    assert result.stderr == ""


def test_the_question_to_python_is_answered_by_a_real_one() -> None:
    text = (ROOT / "bin" / "setup").read_text()
    probe = text.split("probe='")[1].split("'\n")[0]
    answer = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout
    assert answer.split()[0] == "good"
    assert answer.split()[1] == ".".join(str(part) for part in sys.version_info[:3])


# --- Disk, libraries, browser -----------------------------------------------------------------------------------------
def test_a_full_disk_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(Stop, match=r"has 0\.5 GB left and 2\.0 GB is needed") as stop:
        refuse_full_disk(500_000_000, bootstrap.NEEDED_TO_INSTALL, tmp_path)
    assert "Make room and run this command again" in str(stop.value)
    refuse_full_disk(PLENTY, bootstrap.NEEDED_TO_INSTALL, tmp_path)


def test_setup_on_a_full_disk_leaves_the_checkout_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "local.txt").write_text("")
    with pytest.raises(Stop, match="is needed"):
        Setup(tmp_path, machine(free=bootstrap.GIGABYTE)).run("local", browser=False)
    assert not (tmp_path / ".venv").exists()


@pytest.mark.parametrize("line", ["OSError: [Errno 28] No space left on device", "npm error code ENOSPC"])
def test_a_disk_that_fills_up_while_installing_is_called_by_its_name(line: str, tmp_path: Path) -> None:
    stop = failed("The Python packages", f"Collecting x\n{line}", tmp_path / "setup.log", tmp_path)
    assert "is full. Make room" in str(stop)


def test_a_failing_installer_shows_its_last_lines_and_where_all_are(tmp_path: Path) -> None:
    output = "\n".join(f"line {number}" for number in range(50))
    sentence = str(failed("The front-end packages", output, tmp_path / "setup.log", tmp_path))
    assert "line 49" in sentence
    assert "line 20" not in sentence
    assert "setup.log" in sentence
    assert "network" in sentence


def test_main_turns_a_full_disk_into_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(self: Setup, kind: str, *, browser: bool) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Setup, "run", full)
    assert bootstrap.main(["local"]) == 1
    assert "is full. Make room" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("facts", "command"),
    [
        (machine(), "sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0"),
        (machine(apt=False, system="Darwin"), "brew install pango"),
        (machine(apt=False), "sudo dnf install pango"),
    ],
)
def test_a_missing_library_is_named_with_the_exact_command(facts: Machine, command: str, tmp_path: Path) -> None:
    assert command in library_command(facts)
    with pytest.raises(Stop, match="PDF reports need Pango") as stop:
        Setup(tmp_path, facts)._install_libraries(["libpango-1.0.so.0"])
    assert command in str(stop.value)


def test_a_library_that_is_not_there_is_found_missing() -> None:
    assert bootstrap.missing_libraries(["libsurely-not-there-9.so.0"]) == ["libsurely-not-there-9.so.0"]
    assert bootstrap.missing_libraries() == []


def test_a_missing_browser_is_named_and_never_skipped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert bootstrap.find_browser() == ""
    assert "sudo apt-get install chromium" in no_browser(machine())


def test_a_browser_test_without_browser_fails_by_name(tmp_path: Path) -> None:
    test = tmp_path / "test_page.py"
    test.write_text("def test_a_page(page):\n    pass\n")
    environment = os.environ | {"PATH": str(tmp_path), "INKOOPKOMPAS_VAR": str(tmp_path)}
    environment.pop("CHROMIUM", None)
    environment["PYTEST_XDIST_WORKER"] = "gw9"
    command = [sys.executable, "-m", "pytest", "-p", "tests.cluster", "-p", "no:cacheprovider", "-q", str(test)]
    result = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert result.returncode == 1, result.stdout + result.stderr
    assert "Browser tests need Chromium" in result.stdout
    assert "1 error" in result.stdout


# --- Stamps -----------------------------------------------------------------------------------------------------------
def checkout(folder: Path) -> Setup:
    (folder / "requirements").mkdir()
    for kind in ("local", "dev"):
        (folder / "requirements" / f"{kind}.txt").write_text(kind)
    (folder / ".venv").mkdir()
    return Setup(folder, machine())


def test_the_development_packages_satisfy_a_plain_run(tmp_path: Path) -> None:
    setup = checkout(tmp_path)
    assert not setup._packages_current("local")
    setup.stamp.write_text(json.dumps({"dev": setup._lock_hash("dev")}))
    assert setup._packages_current("local")
    assert setup._packages_current("dev")


def test_a_changed_lock_asks_for_installing_again(tmp_path: Path) -> None:
    setup = checkout(tmp_path)
    setup.stamp.write_text(json.dumps({"local": setup._lock_hash("local")}))
    assert setup._packages_current("local")
    assert not setup._packages_current("dev")
    (tmp_path / "requirements" / "local.txt").write_text("another version")
    assert not setup._packages_current("local")


def test_a_torn_stamp_counts_as_none(tmp_path: Path) -> None:
    setup = checkout(tmp_path)
    setup.stamp.write_text("{")
    assert not setup._packages_current("local")


def test_front_end_packages_follow_their_lock(tmp_path: Path) -> None:
    setup = checkout(tmp_path)
    assert setup._modules_current(), "nothing to install without a lock"
    (tmp_path / "package-lock.json").write_text("{}")
    assert not setup._modules_current()
    setup.modules_stamp.parent.mkdir()
    setup.modules_stamp.write_text(setup._modules_hash())
    assert setup._modules_current()


def test_a_second_setup_takes_less_than_half_a_second() -> None:
    command = [str(ROOT / "bin" / "setup"), "dev"]
    subprocess.run(command, check=True)
    times = []
    for _ in range(3):
        began = time.monotonic()
        subprocess.run(command, check=True)
        times.append(time.monotonic() - began)
    assert min(times) < 0.5


# --- The scripts ------------------------------------------------------------------------------------------------------
def test_ci_runs_the_tests_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    assert lines[0] == "#!/bin/sh"
    assert lines[1:] == ['exec "$(dirname -- "$0")/../bin/test"']


@pytest.mark.parametrize("path", [*sorted((ROOT / "bin").iterdir()), ROOT / ".ci" / "run"], ids=lambda path: path.name)
def test_every_command_can_be_executed_and_is_sound_shell(path: Path) -> None:
    assert os.access(path, os.X_OK)
    assert subprocess.run(["sh", "-n", str(path)], check=False).returncode == 0


def test_no_lock_holds_an_address() -> None:
    for lock in [*(ROOT / "requirements").glob("*.txt"), ROOT / ".npmrc"]:
        assert "://" not in lock.read_text(), lock.name
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()
