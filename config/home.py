"""The folder with everything made at run time: who works in it, its secret, its ports and files."""

import fcntl
import json
import os
import secrets
import socket
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from config.bootstrap import Stop


class Home:
    """`var/`, or the folder in INKOOPKOMPAS_VAR. One command at a time may start services in it."""

    def __init__(self, var: Path) -> None:
        self.var = var.resolve()
        self.run, self.log, self.static = self.var / "run", self.var / "log", self.var / "static"
        for folder in (self.run, self.log, self.static, self.var / "mail", self.var / "files"):
            folder.mkdir(parents=True, exist_ok=True)
        self.register = self.run / "children.json"
        self.state = self.run / "state.json"

    def lock(self) -> IO[str] | None:
        """The right to start services here, held until the handle closes; None when somebody else has it."""
        handle = (self.run / "lock").open("a+")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            handle.close()
            return None
        return handle

    def running(self) -> dict[str, str]:
        """What the command that holds the lock says: process, address, and the environment of its services."""
        try:
            return dict(json.loads(self.state.read_text()))
        except (OSError, ValueError):
            return {}

    def publish(self, address: str, environment: dict[str, str]) -> None:
        """Tells other commands who works here; no address means: not (yet) to be used by others."""
        partial = self.state.with_suffix(".partial")
        partial.write_text(json.dumps({"pid": str(os.getpid()), "address": address} | environment))
        partial.replace(self.state)

    def secret_key(self) -> str:
        """Made once and kept, so that people stay signed in over a restart."""
        file = self.run / "secret_key"
        if not file.exists():
            partial = file.with_suffix(".partial")
            partial.touch(mode=0o600)
            partial.write_text(secrets.token_urlsafe(64))
            partial.replace(file)
        return file.read_text()

    def files(self, database: str) -> Path:
        """Each database has its own uploaded files."""
        return self.var / "files" / database


def lock_or_stop(home: Home, patience: float = 1) -> IO[str]:
    """The lock for `bin/run`, or a sentence that names who has it."""
    deadline = time.monotonic() + patience
    while (handle := home.lock()) is None:
        if time.monotonic() > deadline:
            raise already_running(home.running())
        time.sleep(0.1)
    return handle


def already_running(facts: dict[str, str]) -> Stop:
    pid = facts.get("pid", "unknown")
    if address := facts.get("address"):
        return Stop(f"Inkoopkompas already runs here: {address}\nTo stop it: Ctrl-C where it runs, or kill {pid}")
    return Stop(f"Another bin/run or bin/manage (process {pid}) is busy in this folder. Try again when it is done.")


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def refuse_taken_port(port: int, candidates: Iterable[int] = ()) -> None:
    """Before anything starts: the port must be ours to take."""
    if not 1024 <= port <= 65535:
        raise Stop(f"Port {port} can't be used: choose a number from 1024 to 65535, for example bin/run --port 8000")
    if not is_free(port):
        following = candidates or range(port + 1, min(port + 200, 65536))
        other = next((candidate for candidate in following if is_free(candidate)), None)
        how = f"A free one: bin/run --port {other}" if other else "Choose another: bin/run --port N"
        raise Stop(f"Port {port} is taken by another program. {how}")
