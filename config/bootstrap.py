"""What runs before `.venv` exists: makes it and `node_modules` from the locks. Standard library only.

Safe to repeat. A stamp beside what was installed holds the hash of its lock, so that a second call only compares
two hashes. Whatever can go wrong on somebody's machine ends in a sentence that says what to do.
"""

import argparse
import contextlib
import ctypes
import ctypes.util
import errno
import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GIGABYTE = 1_000_000_000
NEEDED_TO_INSTALL = 2 * GIGABYTE
NEEDED_TO_RUN = GIGABYTE // 4
LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libfontconfig.so.1")
APT_LIBRARIES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_SPACE = ("no space left on device", "enospc", "errno 28")


class Stop(Exception):
    """A sentence for the person at the keyboard: what is wrong and what to do. Ends the command with exit code 1."""


@dataclass(frozen=True)
class Machine:
    """The facts about this machine on which the set-up depends."""

    free_bytes: int
    is_root: bool
    has_apt: bool
    system: str

    @classmethod
    def look(cls, folder: Path) -> "Machine":
        apt = bool(shutil.which("apt-get")) and Path("/etc/debian_version").exists()
        return cls(shutil.disk_usage(folder).free, os.geteuid() == 0, apt, os.uname().sysname)


# --- Sentences --------------------------------------------------------------------------------------------------------
def refuse_full_disk(free_bytes: int, needed: int, folder: Path) -> None:
    """Stops before anything is written halfway."""
    if free_bytes < needed:
        raise Stop(
            f"The disk of {folder} has {free_bytes / GIGABYTE:.1f} GB left and {needed / GIGABYTE:.1f} GB is needed. "
            "Make room and run this command again; nothing was changed."
        )


def disk_full(folder: Path) -> Stop:
    """The disk filled up while something was being written."""
    return Stop(
        f"The disk of {folder} is full. Make room ({NEEDED_TO_INSTALL / GIGABYTE:.0f} GB is enough) and run this "
        "command again: it goes on where it stopped."
    )


def library_command(machine: Machine) -> str:
    """The exact command that installs Pango here, for a person."""
    if machine.has_apt:
        return f"sudo apt-get install {' '.join(APT_LIBRARIES)}"
    if machine.system == "Darwin":
        return "brew install pango"
    return "sudo dnf install pango fontconfig  (Fedora)  or  apk add pango fontconfig ttf-dejavu  (Alpine)"


def failed(what: str, output: str, log: Path, folder: Path) -> Stop:
    """Why a package installer failed, with the last lines it said."""
    if any(sign in output.lower() for sign in NO_SPACE):
        return disk_full(folder)
    lines = "\n".join(f"    {line}" for line in output.strip().splitlines()[-12:])
    return Stop(
        f"{what} could not be installed. The last lines were:\n{lines}\n"
        f"Check the network (and a proxy, if there is one) and run this command again. All lines: {log}"
    )


# --- Steps ------------------------------------------------------------------------------------------------------------
class Setup:
    """One run of the set-up in one checkout."""

    def __init__(self, root: Path, machine: Machine | None = None) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.python = self.venv / "bin" / "python"
        self.stamp = self.venv / ".installed.json"
        self.modules_stamp = root / "node_modules" / ".installed"
        self.log = Path(os.environ.get("INKOOPKOMPAS_VAR", root / "var")) / "log" / "setup.log"
        self.machine = machine or Machine.look(root)

    def run(self, kind: str, *, browser: bool) -> None:
        """Brings Python packages, front-end packages, Pango and, for tests, a browser to what the locks say."""
        work = [step for step, needed in self._steps(kind) if needed]
        refuse_full_disk(self.machine.free_bytes, NEEDED_TO_INSTALL if work else NEEDED_TO_RUN, self.root)
        if work:
            with self._alone():
                for step, needed in self._steps(kind):
                    if needed:
                        step()
        if missing := missing_libraries():
            self._install_libraries(missing)
        if browser and not find_browser():
            self._install_browser()

    def _steps(self, kind: str) -> Iterator[tuple[Callable[[], None], bool]]:
        """Lazily, as each step can make the next one necessary."""
        yield self._make_venv, not self._venv_works()
        yield lambda: self._install_packages(kind), not self._packages_current(kind)
        yield self._install_modules, not self._modules_current()

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Two commands at once (bin/run and bin/test) install one after the other."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with (self.log.parent / "setup.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _venv_works(self) -> bool:
        return self.stamp.exists() or (self.python.exists() and _answers(self.python, "import pip"))

    def _make_venv(self) -> None:
        say("Making .venv …")
        base = getattr(sys, "_base_executable", None) or sys.executable
        result = subprocess.run(
            [base, "-m", "venv", "--clear", str(self.venv)], capture_output=True, text=True, check=False
        )
        if result.returncode:
            raise failed("A virtual environment (.venv)", result.stdout + result.stderr, self.log, self.root)

    def _lock_hash(self, kind: str) -> str:
        return hashlib.sha256((self.root / "requirements" / f"{kind}.txt").read_bytes()).hexdigest()

    def _packages_current(self, kind: str) -> bool:
        """dev holds everything of local in the same versions, so either satisfies local."""
        try:
            installed = json.loads(self.stamp.read_text())
        except (OSError, ValueError):
            return False
        return any(installed.get(name) == self._lock_hash(name) for name in {kind, "dev"})

    def _install_packages(self, kind: str) -> None:
        say("Installing the Python packages (about a minute the first time) …")
        self.stamp.unlink(missing_ok=True)
        lock = str(self.root / "requirements" / f"{kind}.txt")
        command = [str(self.python), "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
        output = self._call([*command, "--require-hashes", "-r", lock])
        if output is not None:
            raise failed("The Python packages", output, self.log, self.root)
        _write(self.stamp, json.dumps({kind: self._lock_hash(kind)}))

    def _modules_hash(self) -> str:
        lock = self.root / "package-lock.json"
        return hashlib.sha256(lock.read_bytes()).hexdigest() if lock.exists() else ""

    def _modules_current(self) -> bool:
        expected = self._modules_hash()
        return not expected or (self.modules_stamp.exists() and self.modules_stamp.read_text() == expected)

    def _install_modules(self) -> None:
        say("Installing the front-end packages …")
        output: str | None = "npm is neither on the PATH nor in .venv"
        for npm in self._npms():
            output = self._call([*npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"])
            if output is None:
                _write(self.modules_stamp, self._modules_hash())
                return
        raise failed("The front-end packages", output or "", self.log, self.root)

    def _npms(self) -> Iterator[Sequence[str]]:
        """npm of the machine first, then the one from a Python package."""
        if found := shutil.which("npm"):
            yield [found]
        if (self.venv / "bin" / "npm").exists():
            yield [str(self.python), str(self.venv / "bin" / "npm")]

    def _install_libraries(self, missing: Iterable[str]) -> None:
        sentence = f"PDF reports need Pango, and {', '.join(missing)} is missing here."
        if self.machine.is_root and self.machine.has_apt:
            say(f"{sentence} Installing it with apt-get …")
            self._apt(APT_LIBRARIES)
            missing = missing_libraries()
        if missing:
            raise Stop(f"{sentence} Install it and run this command again:\n    {library_command(self.machine)}")

    def _install_browser(self) -> None:
        """Without a browser the tests still run; those that need one fail by name (tests/cluster.py)."""
        if self.machine.is_root and self.machine.has_apt:
            say("Installing Chromium for the browser tests with apt-get …")
            self._apt(["chromium"])
        if not find_browser():
            say(no_browser(self.machine))

    def _apt(self, packages: Iterable[str]) -> None:
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        self._call(["apt-get", "update"], environment)
        command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
        if (output := self._call(command, environment)) is not None:
            say("\n".join(output.strip().splitlines()[-5:]))

    def _call(self, command: Sequence[str], environment: dict[str, str] | None = None) -> str | None:
        """Runs a command, keeps what it says in the log; None when it went well, else all it said."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        result = subprocess.run(
            command,
            cwd=self.root,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        with self.log.open("a") as log:
            log.write(f"$ {' '.join(command)}\n{result.stdout}\n")
        return result.stdout if result.returncode else None


# --- Looking ----------------------------------------------------------------------------------------------------------
def missing_libraries(names: Iterable[str] = LIBRARIES) -> list[str]:
    """The system libraries of WeasyPrint that can't be loaded here."""
    return [name for name in names if not _loads(name)]


def _loads(name: str) -> bool:
    plain = name.removeprefix("lib").split(".so")[0]
    for candidate in (name, f"lib{plain}.0.dylib", f"/opt/homebrew/lib/lib{plain}.0.dylib", None):
        path = candidate or ctypes.util.find_library(plain)
        if path:
            with contextlib.suppress(OSError):
                ctypes.CDLL(path)
                return True
    return False


def find_browser() -> str:
    """The Chromium for browser tests: the variable CHROMIUM, else one on the PATH; empty when there is none."""
    named = os.environ.get("CHROMIUM", "")
    return named or next((path for name in BROWSERS if (path := shutil.which(name))), "")


def no_browser(machine: Machine) -> str:
    """What to do about a missing browser."""
    how = "sudo apt-get install chromium" if machine.has_apt else "install Chromium or Google Chrome"
    return f"Browser tests need Chromium, and there is none on the PATH: {how}, or name it in the variable CHROMIUM."


def _answers(python: Path, code: str) -> bool:
    with contextlib.suppress(OSError):
        return subprocess.run([str(python), "-c", code], capture_output=True, check=False).returncode == 0
    return False


def _write(path: Path, text: str) -> None:
    """Whole or not at all, so that a stamp never lies."""
    partial = path.with_suffix(".partial")
    partial.write_text(text)
    partial.replace(path)


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="bin/setup", description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "kind", nargs="?", choices=["local", "dev"], default="local", help="which lock (default: local)"
    )
    parser.add_argument("--browser", action="store_true", help="also look for Chromium, for the tests")
    options = parser.parse_args(arguments)
    try:
        Setup(ROOT).run(options.kind, browser=options.browser)
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        say("Stopped. Run this command again to go on.")
        return 130
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        say(str(disk_full(ROOT)))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
