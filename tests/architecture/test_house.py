"""The rules of the house, held against its own files: style, types, floors, rooms, words and a safe start."""

import ast
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import LazySettings
from django.core.management import call_command

from accounts.organisations.rules import Role
from config.bootstrap import ROOT
from core.clock.models import World
from core.clock.services import declare_world
from core.rooms.discovery import furniture, house_apps, rooms
from core.rooms.registries import schedules
from core.shell.checks import production_clock, production_settings
from tests.cluster import PREPARED

BIN = Path(sys.executable).parent
APPS = ("core", "accounts", "governance", "segments", "procurement", "desk")


def run(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run something in the checkout, without what browser tests set for themselves."""
    inherited = {name: value for name, value in os.environ.items() if name != "DJANGO_ALLOW_ASYNC_UNSAFE"}
    return subprocess.run(
        command, cwd=ROOT, env=inherited | environment, capture_output=True, text=True, check=False, timeout=300
    )


def tracked() -> list[Path]:
    """The files of the repository, also those that are new and not ignored."""
    listed = run("git", "ls-files", "--cached", "--others", "--exclude-standard").stdout.splitlines()
    return [path for name in sorted(set(listed)) if (path := ROOT / name).is_file()]


FILES = tracked()
OURS = [path for path in FILES if path.relative_to(ROOT).parts[0] in {*APPS, "config"} and path.suffix == ".py"]


def named(path: Path) -> str:
    """A file as the repository calls it."""
    return path.relative_to(ROOT).as_posix()


def lines_with(pattern: str, paths: list[Path]) -> Iterator[str]:
    """Where a pattern stands, as file:line: text."""
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(pattern, line):
                yield f"{named(path)}:{number}: {line.strip()[:120]}"


# --- Tools ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy", "."),
        ("lint-imports", "--no-cache"),
    ],
    ids=" ".join,
)
def test_a_tool_finds_nothing(command: tuple[str, ...]) -> None:
    result = run(str(BIN / command[0]), *command[1:])
    failed = result.returncode != 0
    assert not failed, result.stdout[-3000:] + result.stderr[-1000:]


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("makemigrations", check=True, dry_run=True, interactive=False)
    assert capsys.readouterr().out.strip() == "No changes detected"


@pytest.mark.django_db
def test_the_checks_of_the_framework_find_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check", databases=["default"], fail_level="WARNING")
    assert "no issues" in capsys.readouterr().out


# --- Rooms ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("piece", ["urls", "tasks", "room", "queries", "history", "reference", "search"])
def test_every_room_with_this_piece_is_found(piece: str) -> None:
    there = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for app in APPS
        for path in (ROOT / app).glob(f"*/{piece}.py")
    }
    assert {module.__name__ for _, module in furniture(piece)} == there


def test_the_apps_of_the_house_are_known_by_their_question() -> None:
    assert [config.name for config in house_apps()] == list(APPS)
    assert all(config.question for config in house_apps())
    assert {room.app for room in rooms()} == set(APPS)


def test_every_room_says_what_it_is_for() -> None:
    silent = [
        room.path
        for room in rooms()
        if not (sys.modules.get(room.path) or __import__(room.path, fromlist=["x"])).__doc__
    ]
    assert silent == []


def names_of_tasks() -> set[str]:
    """The names under which tasks are written."""
    found = set()
    for app in APPS:
        for path in (ROOT / app).glob("*/tasks.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "shared_task":
                    found |= {str(ast.literal_eval(word.value)) for word in node.keywords if word.arg == "name"}
    return found


def test_a_worker_knows_every_task_and_the_beat_every_round() -> None:
    code = (
        "from config.celery import app\n"
        "rounds = sorted(row['task'] for row in app.conf.beat_schedule.values())\n"
        "app.finalize()\n"
        "print('tasks', *sorted(name for name in app.tasks if not name.startswith('celery.')))\n"
        "print('rounds', *rounds)"
    )
    result = run(sys.executable, "-c", code)
    assert result.returncode == 0, result.stderr
    told = dict(line.split(" ", 1) for line in result.stdout.splitlines() if line.startswith(("tasks ", "rounds ")))
    tasks = names_of_tasks()
    assert {"jobs.relay", "jobs.run", "outbox.relay", "outbox.deliver"} <= tasks
    assert set(told["tasks"].split()) == tasks
    assert told["rounds"].split() == sorted(schedule.task for schedule in schedules)
    assert set(told["rounds"].split()) <= tasks


# --- Words ------------------------------------------------------------------------------------------------------------
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").lower()
TERMS = " ".join(line.split("|")[1] for line in GLOSSARY.splitlines() if line.startswith("|"))


def spoken(name: str) -> str:
    """GateConfirmation as people say it: gate confirmation."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


@pytest.mark.parametrize(
    "model",
    [
        model.__name__
        for config in house_apps()
        for model in config.get_models()
        if not model.__name__.endswith("Event")
    ],
)
def test_the_glossary_has_a_word_for_every_model(model: str) -> None:
    missing = [word for word in spoken(model).split() if not re.search(rf"\b{word}", TERMS)]
    assert spoken(model) in TERMS or missing == [], f"docs/glossary.md has no English term with {missing}"


@pytest.mark.parametrize("role", [role.value for role in Role])
def test_the_glossary_names_every_role(role: str) -> None:
    assert re.search(rf"^\| {role} \|", GLOSSARY, re.MULTILINE)


def test_names_of_models_are_unique() -> None:
    seen = [model.__name__ for config in house_apps() for model in config.get_models()]
    assert len(seen) == len(set(seen))
    assert all(apps.get_model(model._meta.label) is model for config in house_apps() for model in config.get_models())


# --- Files ------------------------------------------------------------------------------------------------------------
LONG = {
    "desk/example/bench.py": "every page, with somebody who may see it",
    "tests/pages/list_cases.py": "every list, with rows that differ",
    "core/shell/templatetags/shell.py": "every component of the pages, in one library",
    "static/css/parts.css": "every component",
    "static/css/report.css": "the pages of a PDF",
    "static/css/shell.css": "the frame of every page",
    "tests/access/table.py": "every address of the house in one table",
}
GENERATED = ("requirements/", "package-lock.json")


def test_files_are_short() -> None:
    long = {
        named(path)
        for path in FILES
        if path.suffix in {".py", ".css", ".js", ".md", ".sh", ""}
        and "/content/" not in named(path)
        and "/migrations/" not in named(path)
        and not named(path).startswith(GENERATED)
        and len(path.read_bytes().splitlines()) > 400
    }
    assert long == set(LONG)


def test_templates_are_short() -> None:
    templates = [path for path in FILES if named(path).startswith("templates/")]
    assert len(templates) > 50
    assert [named(path) for path in templates if len(path.read_bytes().splitlines()) > 150] == []


def test_nothing_is_left_for_later() -> None:
    assert (
        list(lines_with(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b", [path for path in FILES if path.suffix != ".json"]))
        == []
    )


TRUSTED = {
    "core/charts/drawing.py": "drawings made here; the texts in them are escaped",
    "core/shell/templatetags/shell.py": "icons written here",
    "templates/nlds/field.html": "help texts are written in our forms, never by a user",
    "templates/nlds/layout/help_text.html": "the same",
    "templates/nlds/layout/buttonholder.html": "HTML that crispy rendered",
    "templates/nlds/layout/column.html": "the same",
    "templates/nlds/layout/div.html": "the same",
    "templates/nlds/layout/formactions.html": "the same",
    "templates/nlds/layout/row.html": "the same",
}


def test_text_is_trusted_as_html_only_where_it_is_explained() -> None:
    ours = [path for path in FILES if path in OURS or path.suffix == ".html"]
    found = lines_with(r"\|\s*safe\b|\bmark_safe\(|SafeString\(|autoescape off|\.html_safe\b", ours)
    assert {line.split(":")[0] for line in found} == set(TRUSTED)


def test_pages_write_only_through_services() -> None:
    thin = [path for path in OURS if re.fullmatch(r"(\w+_)?(views|forms|tables|portal|panel)\.py", path.name)]
    assert len(thin) > 20
    writes = r"\.(save|delete|update|bulk_create|get_or_create|update_or_create)\(|\.objects\.create\("
    assert list(lines_with(writes, thin)) == []


def test_queries_and_access_write_nothing() -> None:
    reading = [
        path for path in OURS if path.name in {"queries.py", "access.py", "rules.py", "lifecycle.py", "report.py"}
    ]
    writes = r"\.(save|delete|bulk_create|get_or_create|update_or_create)\(|\.objects\.create\(|select_for_update"
    assert list(lines_with(writes, reading)) == []


def test_no_file_names_this_machine_or_a_registry() -> None:
    hosts = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "deb." + "debian.org"]
    places = ["/ro" + r"ot/\w", "/ho" + r"me/\w", "/Us" + r"ers/\w", r"(?<![\w.*}$\"'])/wo" + r"rk/\w"]
    assert list(lines_with("|".join([*map(re.escape, hosts), *places]), FILES)) == []


# --- A safe start -----------------------------------------------------------------------------------------------------
SAFE = {
    "ENVIRONMENT": "production",
    "DEBUG": "false",
    "SECRET_KEY": "a-key-of-more-than-fifty-characters-for-this-one-test-0123456789",
    "ALLOWED_HOSTS": "kompas.example.nl",
    "MFA_KEYS": "a-key-of-more-than-32-characters-for-this-test",
    "SECURE_COOKIES": "true",
    "EXAMPLE_WORLD": "false",
}
UNSAFE = {
    "DEBUG": ("true", "inkoopkompas.E001", "DEBUG is on."),
    "SECRET_KEY": ("insecure-local-key-for-one-machine-only", "inkoopkompas.E002", "SECRET_KEY is missing"),
    "ALLOWED_HOSTS": ("*", "inkoopkompas.E003", "ALLOWED_HOSTS is missing"),
    "SECURE_COOKIES": ("false", "inkoopkompas.E004", "Cookies may travel"),
    "EXAMPLE_WORLD": ("true", "inkoopkompas.E005", "EXAMPLE_WORLD is on."),
    "MFA_KEYS": ("short", "inkoopkompas.E007", "MFA_KEYS is missing or short."),
}


@pytest.fixture
def start(settings: LazySettings) -> Callable[..., subprocess.CompletedProcess[str]]:
    """What a production start would say, over the database of this test."""
    database = settings.DATABASES["default"]["NAME"]
    url = os.environ["DATABASE_URL"]
    assert PREPARED in url

    def check(**different: str) -> subprocess.CompletedProcess[str]:
        environment = SAFE | {"DATABASE_URL": url.replace(PREPARED, database)} | different
        return run(sys.executable, "manage.py", "check", "--deploy", "--database", "default", **environment)

    return check


@pytest.mark.django_db(transaction=True)
def test_a_safe_production_starts(start: Callable[..., subprocess.CompletedProcess[str]]) -> None:
    result = start()
    assert result.returncode == 0, result.stderr
    assert "inkoopkompas" not in result.stderr
    assert "security.W" not in result.stderr, result.stderr


@pytest.mark.django_db(transaction=True)
def test_an_unsafe_production_names_everything_that_is_wrong(
    start: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    declare_world(kind=World.Kind.EXAMPLE)
    World.objects.update(clock_offset=timedelta(days=-1))
    result = start(**{name: value for name, (value, _, _) in UNSAFE.items()})
    assert result.returncode == 1
    assert "The database holds a world of the kind 'example' with a clock offset." in result.stderr
    assert "inkoopkompas.E006" in result.stderr
    for _, number, problem in UNSAFE.values():
        assert number in result.stderr
        assert problem in result.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS"])
def test_a_production_without_a_key_or_hosts_does_not_start(
    start: Callable[..., subprocess.CompletedProcess[str]], name: str
) -> None:
    result = start(**{name: ""})
    assert result.returncode == 1
    assert name in result.stderr


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("DEBUG", True, 1),
        ("SECRET_KEY", "short", 2),
        ("SECRET_KEY", "insecure-" + "x" * 60, 2),
        ("ALLOWED_HOSTS", [], 3),
        ("ALLOWED_HOSTS", ["kompas.example.nl", "*"], 3),
        ("SESSION_COOKIE_SECURE", False, 4),
        ("CSRF_COOKIE_SECURE", False, 4),
        ("EXAMPLE_WORLD", True, 5),
        ("MFA_KEYS", [], 7),
        ("OIDC", ("OZJT", "", "", ""), 8),
        ("MFA_KEYS", [SAFE["MFA_KEYS"], "short"], 7),
    ],
)
def test_each_unsafe_setting_is_refused_by_itself(
    settings: LazySettings, name: str, value: object, number: int
) -> None:
    settings.DEBUG = settings.EXAMPLE_WORLD = False
    settings.OIDC = ("", "", "", "")
    settings.SECRET_KEY, settings.MFA_KEYS = SAFE["SECRET_KEY"], [SAFE["MFA_KEYS"]]
    settings.ALLOWED_HOSTS = ["kompas.example.nl"]
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    assert production_settings(None) == []
    setattr(settings, name, value)
    assert [error.id for error in production_settings(None)] == [f"inkoopkompas.E{number:03}"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "offset", "refused"),
    [("real", 0, False), ("example", 0, True), ("rehearsal", 0, True), ("example", 1, True)],
)
def test_a_database_that_is_not_real_is_refused(kind: str, offset: int, refused: bool) -> None:
    assert production_clock(None, databases=["default"]) == []
    declare_world(kind=kind)
    World.objects.update(clock_offset=timedelta(hours=offset))
    assert [error.id for error in production_clock(None, databases=["default"])] == ["inkoopkompas.E006"] * refused
    assert production_clock(None, databases=None) == []
