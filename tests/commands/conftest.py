"""Helpers for tests of the commands: a checkout in miniature, and processes that are surely gone."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.bootstrap import ROOT


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder that every user may enter, with a path short enough for sockets."""
    folder = Path(tempfile.mkdtemp(prefix="ik-", dir="/var/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def setup_on(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs bin/setup of a checkout without .venv on a machine that has only the given Pythons.

    Each Python is a program that answers the question of bin/setup as such a Python would.
    """
    checkout, machine = tmp_path / "checkout", tmp_path / "machine"
    for folder in (checkout / "bin", checkout / "config", machine):
        folder.mkdir(parents=True)
    shutil.copy(ROOT / "bin" / "setup", checkout / "bin")
    shutil.copy(ROOT / "config" / "bootstrap.py", checkout / "config")
    for program in ("sh", "dirname"):
        os.symlink(shutil.which(program) or f"/bin/{program}", machine / program)

    def run(**pythons: str) -> subprocess.CompletedProcess[str]:
        for name, answer in pythons.items():
            path = machine / name.replace("_", ".")
            path.write_text(f"#!/bin/sh\necho '{answer}'\n")
            path.chmod(0o755)
        return subprocess.run(
            [str(checkout / "bin" / "setup")],
            env={"PATH": str(machine)},
            capture_output=True,
            text=True,
            check=False,
        )

    return run
