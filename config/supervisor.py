"""`bin/run` and `bin/manage`: the services of one checkout, in order up and in order down.

Up: leftovers of a killed run, PostgreSQL, Redis, database and static files, then web, worker and beat. Down: beat, web
and worker; then Redis; then PostgreSQL. One child that dies takes all down.
"""

import argparse
import errno
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

import environ

from config.bootstrap import NEEDED_TO_RUN, ROOT, Stop, disk_full, refuse_full_disk
from config.embedded import Postgres, Redis, database_home
from config.home import Home, already_running, lock_or_stop, refuse_taken_port
from config.processes import Family, Owner, end_leftovers, follow_parent, last_lines
from config.world import EMPTY, EXAMPLE, World, stage_slugs

READY_WITHIN = 90
SHARED = ("DATABASE_URL", "REDIS_URL", "FILES_ROOT", "EXAMPLE_WORLD")


class Interrupted(Exception):
    """Ctrl-C, SIGTERM, or a closed terminal."""


class Supervisor:
    """Everything one `bin/run` or `bin/manage` starts, until it ends."""

    def __init__(self, home: Home, *, bare: bool, port: int = 8000) -> None:
        self.home = home
        self.family = Family(home.register)
        self.port = port
        self.address = f"http://localhost:{port}/"
        self.environment = basic_environment(home, bare=bare, address=self.address)
        self.is_example = self.environment["EXAMPLE_WORLD"] == "true"
        self.postgres: Postgres | None = None
        self.signals = 0
        self.stopping = False

    # --- Up -----------------------------------------------------------------------------------------------------------
    def catch_signals(self) -> None:
        """The first signal asks for a neat end, a second one for a quick one."""

        def on_signal(_number: int, _frame: FrameType | None) -> None:
            self.signals += 1
            if self.signals == 1 and not self.stopping:
                raise Interrupted

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, on_signal)

    def recover(self) -> None:
        """Ends what a killed run left behind."""
        if leftovers := end_leftovers(self.home.register):
            say(f"Ended what a killed run left behind: {', '.join(leftovers)}.")

    def start_services(self) -> None:
        """Databases and queue, unless the environment names others."""
        if not os.environ.get("DATABASE_URL"):
            self._start_postgres()
        if not os.environ.get("REDIS_URL"):
            redis = Redis(self.home.var / "redis")
            redis.start(self.family, self.home.log / "redis.log")
            self.environment["REDIS_URL"] = redis.url
        self.publish("")

    def _start_postgres(self) -> None:
        place = database_home(self.home.var, Owner.for_databases())
        if self.home.var not in place.parents and not place.exists():
            say(f"The database's user can't enter {self.home.var}: the database goes to {place}.")
        self.postgres = Postgres(place)
        self.postgres.start(self.family, self.home.log / "postgres.log")
        self.environment["DATABASE_URL"] = self.postgres.url(EXAMPLE if self.is_example else EMPTY)

    def publish(self, address: str) -> None:
        self.home.publish(address, {name: self.environment[name] for name in SHARED})

    def prepare(self, *, fresh: bool) -> str:
        """Database and static files; returns who can sign in."""
        world = World(self.home, self.family, self.environment, say)
        static = world.start_static()
        if self.postgres is None:
            people = world.external(example=self.is_example, fresh=fresh)
        elif self.is_example:
            people = world.example(self.postgres, fresh=fresh)
        else:
            people = world.empty(self.postgres, fresh=fresh)
        world.finish_static(static)
        return people

    def start_processes(self) -> None:
        celery = [sys.executable, "-m", "celery", "-A", "config"]
        schedule = str(self.home.run / "beat-schedule")
        commands: dict[str, list[str]] = {
            "web": [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "-b", f"127.0.0.1:{self.port}"],
            "worker": [*celery, "worker", "--concurrency", "2", "--without-gossip", "--without-mingle"],
            "beat": [*celery, "beat", "--pidfile=", "--schedule", schedule],
        }
        for label, command in commands.items():
            log = self.home.log / f"{label}.log"
            self.family.start(label, command, log=log, environment=self.environment, folder=ROOT)

    def wait_until_healthy(self) -> None:
        """The web answers, and with it the database."""
        deadline = time.monotonic() + READY_WITHIN
        while not answers(f"http://127.0.0.1:{self.port}/gezond/"):
            self.refuse_dead()
            if time.monotonic() > deadline:
                log = self.home.log / "web.log"
                raise Stop(f"The web does not answer. The last lines of {log}:\n{last_lines(log)}")
            time.sleep(0.1)

    def refuse_dead(self) -> None:
        for child in self.family.children:
            if child.ended:
                raise Stop(f"{child.label} stopped by itself. The last lines of {child.log}:\n{last_lines(child.log)}")

    # --- Commands -----------------------------------------------------------------------------------------------------
    def run(self, *, fresh: bool) -> None:
        """From nothing to a running system, and on until a signal or a dead child."""
        began = time.monotonic()
        self.recover()
        refuse_taken_port(self.port)
        self.start_services()
        people = self.prepare(fresh=fresh)
        self.start_processes()
        self.wait_until_healthy()
        self.publish(self.address)
        world = "The example world. Sign in as:" if self.is_example else "Your own database, without example."
        seconds = f"Ready in {time.monotonic() - began:.0f} seconds. Logs: {self.home.log}. Stop: Ctrl-C"
        say(block(f"Inkoopkompas runs at  {self.address}", world, people, seconds))
        while True:
            self.refuse_dead()
            time.sleep(0.25)

    def manage(self, arguments: Sequence[str]) -> int:
        """One management command, with services that live as long as it does."""
        self.recover()
        self.start_services()
        name = EXAMPLE if self.is_example else EMPTY
        if self.postgres and not self.postgres.exists(name):
            self.postgres.create(name)
        command = [sys.executable, "manage.py", *arguments]
        process = subprocess.Popen(command, cwd=ROOT, env=self.environment, preexec_fn=follow_parent(signal.SIGTERM))

        def pass_on(number: int, _frame: FrameType | None) -> None:
            if number != signal.SIGINT or not sys.stdin.isatty():  # a terminal sends Ctrl-C to both of us
                process.send_signal(number)

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, pass_on)
        return process.wait()

    # --- Down ---------------------------------------------------------------------------------------------------------
    def stop_services(self) -> None:
        """In tiers, each only when the one above it is gone."""
        self.stopping = True
        below = self.family.labelled("redis", "postgres")
        top = [child for child in self.family.children if child not in below]
        tiers = ((top, 15), (self.family.labelled("redis"), 10), (self.family.labelled("postgres"), 20))
        for children, patience in tiers:
            self.family.stop(children, patience, hurry=lambda: self.signals > 1)
        self.home.state.unlink(missing_ok=True)


def basic_environment(home: Home, *, bare: bool, address: str) -> dict[str, str]:
    """What the person set wins; the rest follows from the checkout.

    In somebody else's database the example world is only assumed when EXAMPLE_WORLD says so.
    """
    external = bool(os.environ.get("DATABASE_URL"))
    wished = os.environ.get("EXAMPLE_WORLD", "").lower() in {"1", "true", "yes"}
    example = wished if external else not bare
    ours = {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "ENVIRONMENT": "local",
        "INKOOPKOMPAS_VAR": str(home.var),
        "FILES_ROOT": str(home.files(EXAMPLE if example else EMPTY)),
        "STATIC_ROOT": str(home.static),
        "SITE_URL": address.rstrip("/"),
        "PYTHONUNBUFFERED": "1",
    }
    if not os.environ.get("SECRET_KEY"):
        ours["SECRET_KEY"] = home.secret_key()
    set_by_person = {name: value for name, value in os.environ.items() if value or name not in ours}
    return ours | set_by_person | {"EXAMPLE_WORLD": str(example).lower()}


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:  # noqa: S310 (our own address)
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def block(*parts: str) -> str:
    """The parts with room around them."""
    return "\n" + "\n\n".join("\n".join(f"  {line}" for line in part.splitlines()) for part in parts) + "\n"


def say(text: str) -> None:
    print(text, flush=True)


def run(arguments: Sequence[str], home: Home) -> int:
    parser = argparse.ArgumentParser(prog="bin/run", description="Starts databases, web and workers.")
    parser.add_argument("--port", type=int, default=8000, help="where the web listens (default 8000)")
    parser.add_argument("--fresh", action="store_true", help="start over with the example world as it was at first")
    parser.add_argument("--bare", action="store_true", help="an empty real database with one administrator, no example")
    options = parser.parse_args(arguments)
    with lock_or_stop(home):
        refuse_full_disk(shutil.disk_usage(home.var).free, NEEDED_TO_RUN, home.var)
        supervisor = Supervisor(home, bare=options.bare, port=options.port)
        supervisor.catch_signals()
        try:
            supervisor.run(fresh=options.fresh)
        except Interrupted:
            say("Stopping …")
        finally:
            supervisor.stop_services()
    say("Stopped.")
    return 0


def manage(arguments: Sequence[str], home: Home) -> int:
    bare = list(arguments[:1]) == ["--bare"]
    command = list(arguments[1:] if bare else arguments)
    if command[:1] == ["load_example"]:
        return load_example(command[1:], home)
    if os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL"):
        return become_django(basic_environment(home, bare=bare, address="http://localhost:8000/"), command)
    deadline = time.monotonic() + 120
    while (lock := home.lock()) is None:
        if address := home.running().get("address"):
            return become_django(borrowed_environment(home, bare=bare, address=address), command)
        if time.monotonic() > deadline:
            raise already_running(home.running())
        time.sleep(0.2)
    with lock:
        supervisor = Supervisor(home, bare=bare)
        supervisor.catch_signals()
        try:
            code = supervisor.manage(command)
            return code if code >= 0 else 128 - code
        finally:
            supervisor.stop_services()


def load_example(arguments: Sequence[str], home: Home) -> int:
    """`bin/manage load_example --stage NAME`: the example world at a named stage, also while bin/run runs."""
    parser = argparse.ArgumentParser(prog="bin/manage load_example", description="Puts the example at a stage.")
    parser.add_argument("--stage", required=True, choices=stage_slugs(), help="where in the round to step in")
    slug = parser.parse_args(arguments).stage
    if os.environ.get("DATABASE_URL"):
        raise Stop("load_example keeps its stages in our own PostgreSQL. Unset DATABASE_URL first.")
    began = time.monotonic()
    lock = home.lock()
    if lock is None:
        people = load_beside(home, slug)
    else:
        with lock:
            supervisor = Supervisor(home, bare=False)
            supervisor.catch_signals()
            try:
                supervisor.recover()
                supervisor.start_services()
                assert supervisor.postgres is not None
                world = World(home, supervisor.family, supervisor.environment, say)
                people = world.stage(supervisor.postgres, slug)
            finally:
                supervisor.stop_services()
    seconds = f"Ready in {time.monotonic() - began:.0f} seconds. Everybody has to sign in again."
    say(block(f"The example world stands at '{slug}'. Sign in as:", people, seconds))
    return 0


def load_beside(home: Home, slug: str) -> str:
    """The same with the services of a running `bin/run`; its web and workers find the new database by themselves."""
    running = home.running()
    if not running.get("address"):
        raise already_running(running)
    if running.get("EXAMPLE_WORLD") != "true":
        raise Stop("bin/run runs without the example here. Stop it first; your own database is never touched.")
    environment = borrowed_environment(home, bare=False, address=running["address"])
    world = World(home, Family(home.run / "stage-children.json"), environment, say)
    return world.stage(Postgres(database_home(home.var, Owner.for_databases())), slug)


def borrowed_environment(home: Home, *, bare: bool, address: str) -> dict[str, str]:
    """That of the running `bin/run`; with --bare the other database of the same server."""
    environment = basic_environment(home, bare=bare, address=address)
    running = {name: value for name, value in home.running().items() if name in SHARED}
    if bare:
        server = running["DATABASE_URL"].rpartition("/")[0]
        running |= {"DATABASE_URL": f"{server}/{EMPTY}", "FILES_ROOT": str(home.files(EMPTY)), "EXAMPLE_WORLD": "false"}
    return environment | running


def become_django(environment: dict[str, str], command: Sequence[str]) -> int:
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "manage.py", *command], environment)  # noqa: S606


def main() -> int:
    environ.Env.read_env(ROOT / ".env", overwrite=False)
    home = Home(Path(os.environ.get("INKOOPKOMPAS_VAR") or ROOT / "var"))
    try:
        return {"run": run, "manage": manage}[sys.argv[1]](sys.argv[2:], home)
    except Stop as sentence:
        print(sentence, file=sys.stderr, flush=True)
        return 1
    except Interrupted:
        return 130
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        print(disk_full(home.var), file=sys.stderr, flush=True)
        return 1


if __name__ == "__main__":
    sys.exit(main())
