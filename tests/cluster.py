"""Test services, as a pytest plugin: `python -m pytest -p tests.cluster`.

One throw-away PostgreSQL and Redis for the whole run, on memory disk and without fsync, started before the settings
load. The cluster holds two templates, kept in `var/test-cluster` under a key of migrations, reference data and example
loader, so that only the first run after a change builds them:

- `test_template`: migrated and prepared (reference data present), no people, no trajectories;
- `test_example_template`: the same with the example world played into it.

`tests/databases.py` gives tests their copies. Options: `--full` adds tests marked `full`; `--rebuild` makes the
templates anew.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest

from config.bootstrap import ROOT, Machine, Stop, find_browser, no_browser
from config.embedded import FAST_AND_UNSAFE, Postgres, Redis, world_key
from config.processes import Family, Owner, end_leftovers

PREPARED, EXAMPLE = "test_template", "test_example_template"
KEPT = Path(os.environ.get("INKOOPKOMPAS_VAR") or ROOT / "var").resolve() / "test-cluster"
IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
_TERMINAL = os.dup(2)  # pytest captures what is said while settings load, and would print it after its closing line


def say(text: str) -> None:
    os.write(_TERMINAL, f"{text.rstrip()}\n".encode())


# --- The cluster ------------------------------------------------------------------------------------------------------
class TestCluster:
    """PostgreSQL and Redis of one test run, in a folder that carries this process in its name."""

    __test__ = False

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=_prefix(), dir=_memory_disk()))
        self.folder.chmod(0o755)
        self.family = Family(self.folder / "children.json")
        self.postgres = Postgres(self.folder / "postgres", settings=FAST_AND_UNSAFE)
        self.redis = Redis(self.folder / "redis", durable=False)
        self.log = self.folder / "log"

    def start(self, *, rebuild: bool) -> None:
        """Services with both templates: copied from the kept ones, or built and kept."""
        KEPT.mkdir(parents=True, exist_ok=True)
        kept = KEPT / world_key()
        with (KEPT / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if rebuild or not kept.exists():
                self._build(kept)
            else:
                self._copy_from(kept)
        if not self.family.labelled("postgres"):
            self.postgres.start(self.family, self.log / "postgres.log")
        if not self.family.labelled("redis"):
            self.redis.start(self.family, self.log / "redis.log")
        (self.folder / "static").mkdir(exist_ok=True)
        os.environ.update(self._environment())

    def _environment(self) -> dict[str, str]:
        return {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "ENVIRONMENT": "test",
            "SECRET_KEY": "only-for-tests",
            "DATABASE_URL": self.postgres.url(PREPARED),
            "REDIS_URL": self.redis.url,
            "FILES_ROOT": str(self.folder / "files"),
            "STATIC_ROOT": str(self.folder / "static"),
            "EMAIL_URL": "memorymail://",
            "EXAMPLE_WORLD": "false",
            "INKOOPKOMPAS_TEST_FOLDER": str(self.folder),
        }

    def _copy_from(self, kept: Path) -> None:
        shutil.copytree(kept / "data", self.postgres.data, symlinks=True)
        shutil.copytree(kept / "files", self.folder / "files")
        if owner := self.postgres.owner:
            for path in (self.postgres.data, *self.postgres.data.rglob("*")):
                owner.take(path)
        self.postgres.data.chmod(0o700)

    def _build(self, kept: Path) -> None:
        """Migrates and plays once; the result is kept only when all of it went well."""
        say("Building the test databases (once per change of migrations or example) …")
        (self.folder / "files").mkdir()
        self.postgres.start(self.family, self.log / "postgres.log")
        self.redis.start(self.family, self.log / "redis.log")
        errors = self._fill(PREPARED, "template0", "prepare")
        errors = errors or self._fill(EXAMPLE, PREPARED, "build_example")
        if errors:
            os.environ["INKOOPKOMPAS_TEST_ERRORS"] = errors
            return
        self.family.stop(self.family.children, 30)
        shutil.rmtree(kept, ignore_errors=True)
        for older in KEPT.iterdir():
            if older.is_dir():
                shutil.rmtree(older, ignore_errors=True)
        partial = KEPT / f"partial-{os.getpid()}"
        shutil.copytree(self.postgres.data, partial / "data", symlinks=True)
        shutil.copytree(self.folder / "files", partial / "files")
        partial.replace(kept)

    def _fill(self, database: str, template: str, command: str) -> str:
        """Makes one template with a management command; what went wrong, or nothing."""
        self.postgres.create(database, template)
        place = {"DATABASE_URL": self.postgres.url(database), "EXAMPLE_WORLD": str(database == EXAMPLE).lower()}
        result = subprocess.run(
            [sys.executable, "manage.py", command],
            cwd=ROOT,
            env=os.environ | self._environment() | place,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            return f"manage.py {command} failed:\n" + "\n".join(result.stderr.strip().splitlines()[-25:])
        with self.postgres.connection(database) as connection, connection.cursor() as cursor:
            cursor.execute("VACUUM (FREEZE, ANALYZE)")
        return ""

    def stop(self) -> None:
        self.family.stop(self.family.children, 10)
        shutil.rmtree(self.folder, ignore_errors=True)


def _memory_disk() -> str | None:
    """Memory disk where it is large enough, else the ordinary place for temporary files."""
    with contextlib.suppress(OSError):
        if shutil.disk_usage("/dev/shm").free > 1_000_000_000 and os.access("/dev/shm", os.W_OK):
            return "/dev/shm"
    owner = Owner.for_databases()
    return None if owner is None or owner.may_enter(Path(tempfile.gettempdir())) else "/var/tmp"


def _prefix() -> str:
    return f"inkoopkompas-test-{os.getpid()}-{int(psutil.Process().create_time())}-"


def remove_leftovers() -> None:
    """Ends and removes what killed runs left behind; folders of living runs stay."""
    for folder in Path(_memory_disk() or tempfile.gettempdir()).glob("inkoopkompas-test-*"):
        if folder.stat().st_uid == os.geteuid() and not _alive(folder.name):
            end_leftovers(folder / "children.json")
            shutil.rmtree(folder, ignore_errors=True)


def _alive(name: str) -> bool:
    pid, created = name.split("-")[2:4]
    with contextlib.suppress(psutil.NoSuchProcess, ValueError):
        return int(psutil.Process(int(pid)).create_time()) == int(created)
    return False


# --- pytest -----------------------------------------------------------------------------------------------------------
_cluster: TestCluster | None = None
_files_of_worker: Path | None = None


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("inkoopkompas")
    group.addoption("--full", action="store_true", help="also the tests marked full, which take minutes")
    group.addoption("--rebuild", action="store_true", help="make the template databases anew")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config, parser: pytest.Parser, args: list[str]) -> None:
    """Before pytest-django reads the settings: services up, their addresses in the environment."""
    global _cluster
    options = parser.parse_known_args(args)
    if options.help or options.version:
        return
    if IS_WORKER:
        _own_files()
        return
    remove_leftovers()
    try:
        _cluster = TestCluster()
        _cluster.start(rebuild=options.rebuild)
    except BaseException as error:
        _stop_cluster()
        if isinstance(error, Stop):
            raise pytest.UsageError(str(error)) from None
        raise
    _own_files()


def _own_files() -> None:
    """Each worker has its own uploaded files, beginning with those of the example world."""
    if folder := os.environ.get("INKOOPKOMPAS_TEST_FOLDER"):
        own = Path(folder) / f"files-{WORKER}"
        shutil.copytree(Path(folder) / "files", own, dirs_exist_ok=True)
        os.environ["FILES_ROOT"] = str(own)


def _stop_cluster() -> None:
    global _cluster
    if _cluster:
        _cluster.stop()
        _cluster = None


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "full: takes minutes; only with --full")
    if not (config.option.help or config.option.version):
        from tests import databases

        config.pluginmanager.register(databases, "inkoopkompas-databases")
    if not IS_WORKER:
        config.pluginmanager.register(Times(), "inkoopkompas-times")
        _say_what_was_captured(config)


def _say_what_was_captured(config: pytest.Config) -> None:
    capture = config.pluginmanager.getplugin("capturemanager")
    if capture and capture.is_globally_capturing():
        for text in capture.read_global_capture():
            if text:
                say(text)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    _stop_cluster()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Long tests are deselected, not skipped: the closing line counts them."""
    if config.getoption("--full"):
        return
    long = [item for item in items if item.get_closest_marker("full")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if not item.get_closest_marker("full")]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test that needs a browser fails by name when there is none."""
    if {"page", "browser", "context"} & set(getattr(item, "fixturenames", ())) and not find_browser():
        pytest.fail(no_browser(Machine.look(ROOT)), pytrace=False)


# --- Times ------------------------------------------------------------------------------------------------------------
class Times:
    """How long each group of tests took, and the ten slowest, before pytest's closing line."""

    def __init__(self) -> None:
        self.tests: dict[str, float] = defaultdict(float)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.tests[report.nodeid] += report.duration

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if not self.tests:
            return
        groups: dict[str, list[float]] = defaultdict(list)
        for test, seconds in self.tests.items():
            groups[group_of(test)].append(seconds)
        write: Callable[[str], None] = terminalreporter.write_line
        terminalreporter.section("time per group", sep="-")
        for name, times in sorted(groups.items(), key=lambda pair: -sum(pair[1])):
            write(f"{sum(times):8.2f}s  {len(times):5d} tests  {name}")
        terminalreporter.section("ten slowest", sep="-")
        for test, seconds in sorted(self.tests.items(), key=lambda pair: -pair[1])[:10]:
            write(f"{seconds:8.2f}s  {test}")


def group_of(test: str) -> str:
    """tests/pages/desk/test_today.py::test_x belongs to pages."""
    parts = test.split("::")[0].split("/")
    return parts[1] if len(parts) > 2 else parts[0]
