"""The embedded services and their family: up, down, and nothing left behind."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from config.bootstrap import ROOT, Stop
from config.embedded import Postgres, Redis, database_home, world_key
from config.home import Home, already_running, is_free, lock_or_stop, refuse_taken_port
from config.processes import Family, Owner, Record, end_leftovers
from config.world import static_key

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]


def gone(pid: int, within: float = 10) -> bool:
    """Whether a process ends in time; a zombie has ended."""
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.05)
    return False


def family_of(folder: Path) -> Family:
    return Family(folder / "children.json")


# --- PostgreSQL and Redis ---------------------------------------------------------------------------------------------
def test_services_start_keep_their_data_and_leave_no_process(short_folder: Path) -> None:
    family = family_of(short_folder)
    postgres = Postgres(database_home(short_folder, Owner.for_databases()))
    redis = Redis(short_folder / "redis")
    for attempt in range(2):
        postgres.start(family, short_folder / "postgres.log")
        redis.start(family, short_folder / "redis.log")
        if attempt == 0:
            postgres.create("kept")
            postgres.write_note("kept", "made once")
        assert postgres.note("kept") == "made once"
        everything = [child.process.pid for child in family.children]
        everything += [made.pid for pid in list(everything) for made in psutil.Process(pid).children(recursive=True)]
        family.stop(family.children, 20)
        assert all(gone(pid) for pid in everything)
    assert not family.register.exists()


def test_a_copy_of_a_database_is_made_while_somebody_is_connected_to_the_template(short_folder: Path) -> None:
    family = family_of(short_folder)
    postgres = Postgres(database_home(short_folder, Owner.for_databases()))
    postgres.start(family, short_folder / "postgres.log")
    try:
        postgres.create("template")
        with postgres.connection("template") as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE mark (id int)")
            postgres.create("copy", "template")
        with postgres.connection("copy") as connection, connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM mark")
    finally:
        family.stop(family.children, 20)


def test_a_stale_process_id_of_another_program_does_not_stop_postgres(short_folder: Path) -> None:
    family = family_of(short_folder)
    postgres = Postgres(database_home(short_folder, Owner.for_databases()))
    postgres.initialise()
    (postgres.data / "postmaster.pid").write_text(f"{os.getpid()}\n{postgres.data}\n")
    postgres.start(family, short_folder / "postgres.log")
    family.stop(family.children, 20)


def test_a_cluster_of_another_version_is_named(short_folder: Path) -> None:
    postgres = Postgres(database_home(short_folder, Owner.for_databases()))
    postgres.data.mkdir()
    (postgres.data / "PG_VERSION").write_text("9\n")
    with pytest.raises(Stop, match="was made by PostgreSQL 9"):
        postgres.initialise()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has another user for the database")
def test_a_checkout_that_the_database_user_cannot_enter_keeps_its_data_elsewhere(short_folder: Path) -> None:
    closed = short_folder / "closed"
    closed.mkdir(mode=0o700)
    owner = Owner.for_databases()
    assert owner is not None
    home = database_home(closed, owner)
    try:
        assert closed not in home.parents
        assert owner.may_enter(home.parent)
        assert home == database_home(closed, owner)
    finally:
        home.parent.rmdir()


# --- Leftovers --------------------------------------------------------------------------------------------------------
def test_what_a_killed_run_left_is_ended(tmp_path: Path) -> None:
    left = subprocess.Popen(SLEEP, start_new_session=True)
    facts = psutil.Process(left.pid)
    record = {"label": "web", "name": facts.name(), "pid": left.pid, "created": facts.create_time()}
    (tmp_path / "children.json").write_text(json.dumps([record]))
    assert end_leftovers(tmp_path / "children.json") == ["web"]
    assert left.wait(5) is not None
    assert not (tmp_path / "children.json").exists()


@pytest.mark.parametrize("difference", [{"created": 3600.0}, {"name": "something-else"}])
def test_another_program_with_the_same_process_id_is_left_alone(tmp_path: Path, difference: dict[str, object]) -> None:
    other = subprocess.Popen(SLEEP, start_new_session=True)
    try:
        facts = psutil.Process(other.pid)
        record = {"label": "web", "name": facts.name(), "pid": other.pid, "created": facts.create_time()}
        (tmp_path / "children.json").write_text(json.dumps([record | difference]))
        assert end_leftovers(tmp_path / "children.json") == []
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


@pytest.mark.parametrize("text", ["", "{", "[1]", '[{"pid": 1}]'])
def test_a_torn_register_is_no_reason_to_fail(tmp_path: Path, text: str) -> None:
    (tmp_path / "children.json").write_text(text)
    assert end_leftovers(tmp_path / "children.json") == []


def test_orphans_of_a_dead_leader_are_ended_too(tmp_path: Path) -> None:
    code = "import subprocess, sys; print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']).pid)"
    leader = subprocess.Popen([sys.executable, "-c", code], start_new_session=True, stdout=subprocess.PIPE, text=True)
    created, name = psutil.Process(leader.pid).create_time(), psutil.Process(leader.pid).name()
    assert leader.stdout is not None
    with leader:
        orphan = int(leader.stdout.readline())
    record = Record("worker", psutil.Process(orphan).name() or name, leader.pid, created)
    (tmp_path / "children.json").write_text(json.dumps([vars(record)]))
    assert end_leftovers(tmp_path / "children.json") == ["worker"]
    assert gone(orphan)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the kernel's signal at a parent's death is Linux's")
def test_children_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from config.processes import Family;"
        "family = Family(Path(sys.argv[1]) / 'children.json');"
        "child = family.start('sleeper', ['sleep', '600'], log=Path(sys.argv[1]) / 'log');"
        "print(child.process.pid, flush=True); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent:
        child = int(parent.stdout.readline())
        parent.kill()
    assert gone(child)


def test_a_child_that_ignores_the_neat_signal_is_ended_by_force_with_all_it_made(tmp_path: Path) -> None:
    code = (
        "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
        "print(subprocess.Popen([sys.executable, '-c', 'import signal, time; signal.signal(15, signal.SIG_IGN);"
        "time.sleep(600)']).pid, flush=True); time.sleep(600)"
    )
    family = family_of(tmp_path)
    child = family.start("stubborn", [sys.executable, "-c", code], log=tmp_path / "log")
    while not (made := (tmp_path / "log").read_text().strip()):
        time.sleep(0.05)
    family.stop([child], 0.3)
    assert gone(child.process.pid)
    assert gone(int(made))


# --- Ports, lock, keys ------------------------------------------------------------------------------------------------
def test_a_taken_port_is_named_with_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not is_free(port)
        with pytest.raises(Stop, match=rf"Port {port} is taken by another program\. A free one: bin/run --port \d+"):
            refuse_taken_port(port)


@pytest.mark.parametrize("port", [0, -1, 80, 70000])
def test_an_impossible_port_is_refused(port: int) -> None:
    with pytest.raises(Stop, match="choose a number from 1024 to 65535"):
        refuse_taken_port(port)


def test_a_second_start_hears_the_address_of_the_first(short_folder: Path) -> None:
    home = Home(short_folder)
    with lock_or_stop(home):
        home.publish("http://localhost:8123/", {})
        with pytest.raises(Stop, match="already runs here: http://localhost:8123/"):
            lock_or_stop(home, patience=0)
    lock_or_stop(home).close()


def test_a_busy_command_without_address_is_named_by_its_process() -> None:
    assert "process 12" in str(already_running({"pid": "12", "address": ""}))


def test_the_secret_key_is_made_once_and_closed(short_folder: Path) -> None:
    home = Home(short_folder)
    key = home.secret_key()
    assert len(key) >= 50
    assert Home(short_folder).secret_key() == key
    assert (home.run / "secret_key").stat().st_mode & 0o777 == 0o600


def test_the_key_of_static_files_follows_their_sources(tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    before = static_key(tmp_path)
    (tmp_path / "static" / "a.css").write_text("a")
    assert static_key(tmp_path) != before


def test_the_key_of_the_example_world_is_stable() -> None:
    assert world_key() == world_key()


def test_signals_are_taken_by_children_again(tmp_path: Path) -> None:
    """A child started while signals were held back must still hear them."""
    family = family_of(tmp_path)
    child = family.start("sleeper", ["sleep", "600"], log=tmp_path / "log")
    child.process.send_signal(signal.SIGTERM)
    assert child.process.wait(5) == -signal.SIGTERM
    family.stop([child], 1)
