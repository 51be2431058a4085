"""Child processes that never outlive their parent: started, written down, and ended as a group.

Each child leads its own session, so that one signal to its group reaches everything it made. On Linux the kernel
signals it when the parent dies. What a killed run nevertheless left behind is recognised by name, process id and
moment of creation, never by its id alone.
"""

import ctypes
import json
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import psutil

_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None
_PR_SET_PDEATHSIG = 1
_LARGE_LOG = 5_000_000


@dataclass(frozen=True)
class Owner:
    """The ordinary user as whom a child runs when we are root."""

    name: str
    uid: int
    gid: int

    @classmethod
    def for_databases(cls) -> "Owner | None":
        """PostgreSQL refuses to run as root; for anybody else it runs as that person."""
        if os.geteuid() != 0:
            return None
        for name in ("postgres", "nobody"):
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            return cls(name, entry.pw_uid, entry.pw_gid)
        raise RuntimeError("this machine has neither a user postgres nor nobody")

    @property
    def identity(self) -> dict[str, Any]:
        """The arguments that make `subprocess` run a program as this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def take(self, path: Path) -> None:
        os.chown(path, self.uid, self.gid)

    def may_enter(self, folder: Path) -> bool:
        """Whether every folder on the way lets this user pass."""
        for part in (folder, *folder.parents):
            facts = part.stat()
            shift = 6 if facts.st_uid == self.uid else 3 if facts.st_gid == self.gid else 0
            if not facts.st_mode >> shift & 0o1:
                return False
        return True


@dataclass(frozen=True)
class Record:
    """What is written down about a child, enough to know it again in a later run."""

    label: str
    name: str
    pid: int
    created: float


@dataclass
class Child:
    """A running child: its process, its log and the signal that ends it neatly."""

    label: str
    process: subprocess.Popen[bytes]
    log: Path
    stop_signal: signal.Signals
    record: Record

    @property
    def ended(self) -> bool:
        return self.process.poll() is not None


class Family:
    """The children of this process, written down in a register while they live."""

    def __init__(self, register: Path) -> None:
        self.register = register
        self.children: list[Child] = []

    def start(
        self,
        label: str,
        command: Sequence[str | Path],
        *,
        log: Path,
        output: Path | None = None,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        owner: Owner | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> Child:
        """Starts a child in its own session; only from the main thread, whose end the kernel watches.

        No signal can come between its start and its place in the register.
        """
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > _LARGE_LOG:
            log.replace(log.with_suffix(".log.1"))
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
        try:
            with log.open("ab") as errors, (output or log).open("wb" if output else "ab") as sink:
                process = subprocess.Popen(
                    [str(part) for part in command],
                    stdin=subprocess.DEVNULL,
                    stdout=sink,
                    stderr=errors,
                    cwd=folder,
                    env=dict(environment) if environment is not None else None,
                    start_new_session=True,
                    preexec_fn=follow_parent(stop_signal),
                    **(owner.identity if owner else {}),
                )
            child = Child(label, process, log, stop_signal, _record(label, process.pid))
            self.children.append(child)
            self._write_down()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return child

    def stop(self, children: Sequence[Child], patience: float, hurry: Callable[[], bool] = lambda: False) -> None:
        """Ends children that may end together: neatly first, after `patience` seconds (or in a hurry) by force."""
        for child in children:
            if not child.ended:
                child.process.send_signal(child.stop_signal)
        deadline = time.monotonic() + patience
        while any(not child.ended for child in children) and time.monotonic() < deadline and not hurry():
            time.sleep(0.05)
        for child in children:
            _end_group(child.process.pid)
            child.process.wait()
        self.children = [child for child in self.children if child not in children]
        self._write_down()

    def finish(self, child: Child) -> int:
        """Waits for a child that ends by itself; its exit code."""
        code = child.process.wait()
        self.children.remove(child)
        self._write_down()
        return code

    def labelled(self, *labels: str) -> list[Child]:
        return [child for child in self.children if child.label in labels]

    def _write_down(self) -> None:
        if not self.children:
            self.register.unlink(missing_ok=True)
            return
        partial = self.register.with_suffix(".partial")
        partial.write_text(json.dumps([asdict(child.record) for child in self.children]))
        partial.replace(self.register)


def _record(label: str, pid: int) -> Record:
    try:
        facts = psutil.Process(pid)
        return Record(label, facts.name(), pid, facts.create_time())
    except psutil.NoSuchProcess:
        return Record(label, "", pid, time.time())


def follow_parent(stop_signal: signal.Signals) -> Callable[[], None]:
    """What a new child does first: take all signals, and ask the kernel for one at the parent's death."""
    parent = os.getpid()

    def ask() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, [])
        if _LIBC is not None:
            _LIBC.prctl(_PR_SET_PDEATHSIG, int(stop_signal))
            if os.getppid() != parent:
                os._exit(1)

    return ask


def _end_group(leader: int) -> None:
    """Whatever is left of a child's group; nothing is left when it stopped neatly."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return


# --- What a killed run left behind ------------------------------------------------------------------------------------
def end_leftovers(register: Path, patience: float = 10.0) -> list[str]:
    """Ends what an earlier run wrote down and didn't stop; returns the labels of what was still there."""
    try:
        records = [Record(**entry) for entry in json.loads(register.read_text())]
    except (OSError, ValueError, TypeError):
        return []
    found = {record.label: members for record in records if (members := _left_of(record))}
    processes = [process for members in found.values() for process in members]
    for process in processes:
        _signal(process, signal.SIGINT if process.name() == "postgres" else signal.SIGTERM)
    _, alive = psutil.wait_procs(processes, timeout=patience)
    for process in alive:
        _signal(process, signal.SIGKILL)
    psutil.wait_procs(alive, timeout=5)
    register.unlink(missing_ok=True)
    return list(found)


def _left_of(record: Record) -> list[psutil.Process]:
    """The child itself, or what it made in its session; nothing when its id now belongs to somebody else."""
    try:
        leader = psutil.Process(record.pid)
        with leader.oneshot():
            if leader.status() != psutil.STATUS_ZOMBIE and not _same(leader, record):
                return []
    except psutil.NoSuchProcess:
        pass
    return [
        process
        for process in psutil.process_iter(["name", "create_time", "status"])
        if process.info["status"] != psutil.STATUS_ZOMBIE
        and _session(process.pid) == record.pid
        and process.info["name"] == record.name
        and process.info["create_time"] >= record.created - 1
    ]


def _same(process: psutil.Process, record: Record) -> bool:
    return process.name() == record.name and abs(process.create_time() - record.created) < 1


def _session(pid: int) -> int:
    try:
        return os.getsid(pid)
    except (ProcessLookupError, PermissionError):
        return -1


def _signal(process: psutil.Process, number: signal.Signals) -> None:
    try:
        process.send_signal(number)
    except psutil.NoSuchProcess:
        return


# --- Reading ----------------------------------------------------------------------------------------------------------
def last_lines(log: Path, count: int = 15) -> str:
    """The end of a log, indented for the terminal."""
    try:
        text = log.read_text(errors="replace")[-20_000:]
    except OSError:
        return ""
    return "\n".join(f"    {line}" for line in text.rstrip().splitlines()[-count:])
