"""What must be there before people come in: a migrated database, the example world, collected static files.

The example world is played once through the real services, into a template database that carries the key of its
sources as a note. Every start over is a copy of that template, which takes seconds.
"""

import hashlib
import shutil
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path

from config.bootstrap import ROOT, Stop
from config.embedded import Postgres, world_key
from config.home import Home
from config.processes import Child, Family, last_lines

EXAMPLE, EMPTY, TEMPLATE = "inkoopkompas_example", "inkoopkompas", "inkoopkompas_example_template"
ADMINISTRATOR = ("--email", "beheer@inkoopkompas.example", "--name", "Beheerder")
STATIC_SOURCES = (
    "static/**/*",
    "*/static/**/*",
    "core/shell/finders.py",
    "config/settings.py",
    "package-lock.json",
    "requirements/production.txt",
)


class World:
    """Prepares the database and the static files of one start."""

    def __init__(self, home: Home, family: Family, environment: dict[str, str], tell: Callable[[str], None]) -> None:
        self.home = home
        self.family = family
        self.environment = environment
        self.tell = tell

    def django(self, *command: str, **changes: str) -> str:
        """Runs a management command; what it says, or a stop with its last lines."""
        log, answer = self.home.log / f"{command[0]}.log", self.home.run / "answer"
        child = self.family.start(
            command[0],
            [sys.executable, "manage.py", *command],
            log=log,
            output=answer,
            environment=self.environment | changes,
            folder=ROOT,
        )
        code = self.family.finish(child)
        text = answer.read_text(errors="replace").rstrip()
        answer.unlink()
        if code:
            raise Stop(f"manage.py {command[0]} failed. The last lines of {log}:\n{text}\n{last_lines(log)}")
        return text

    # --- The database of `bin/run` ------------------------------------------------------------------------------------
    def example(self, postgres: Postgres, *, fresh: bool) -> str:
        """The example world, kept from the last time unless `fresh`; returns who can sign in."""
        key = world_key()
        if fresh:
            postgres.drop(EXAMPLE)
        if not postgres.exists(EXAMPLE):
            self._copy_template(postgres, key)
        elif postgres.note(EXAMPLE) != key:
            self.django("prepare")
            self.tell("The example world was made by an older version; bin/run --fresh makes it anew.")
        postgres.write_note(EXAMPLE, key)
        return self.django("demo_people")

    def _copy_template(self, postgres: Postgres, key: str) -> None:
        if postgres.note(TEMPLATE) != key:
            self._build_template(postgres, key)
        self.copy(postgres, TEMPLATE, EXAMPLE)

    def copy(self, postgres: Postgres, source: str, target: str) -> None:
        """A database with its files as a copy of another; what had the name before is gone."""
        postgres.drop(target)
        shutil.rmtree(self.home.files(target), ignore_errors=True)
        shutil.copytree(self.home.files(source), self.home.files(target))
        postgres.create(target, source)

    def stage(self, postgres: Postgres, slug: str) -> str:
        """The example world as it stands at a named stage of the round; returns who can sign in.

        Each stage is played once, on top of the one before, and kept as a template until its sources change.
        """
        known = stage_slugs()
        if slug not in known:
            raise Stop(f"There is no stage '{slug}'. Choose from: {', '.join(known)}.")
        key = world_key()
        self.finish_static(self.start_static())  # the papers of the example are typeset with them
        if postgres.note(TEMPLATE) != key:
            self._build_template(postgres, key)
        source = TEMPLATE
        for name in known[1 : known.index(slug) + 1]:
            target = f"{TEMPLATE}_{name}"
            if postgres.note(target) != key:
                self.tell(f"Playing the round on to '{name}' …")
                self.copy(postgres, source, target)
                self.django("build_example", "--stage", name, **self._place(postgres, target))
                postgres.write_note(target, key)
            source = target
        self.copy(postgres, source, EXAMPLE)
        postgres.write_note(EXAMPLE, key)
        return self.django("enter_stage", slug, **self._place(postgres, EXAMPLE))

    def _place(self, postgres: Postgres, database: str) -> dict[str, str]:
        return {"DATABASE_URL": postgres.url(database), "FILES_ROOT": str(self.home.files(database))}

    def _build_template(self, postgres: Postgres, key: str) -> None:
        self.tell("Building the example world; this happens once and takes about a minute …")
        postgres.drop(TEMPLATE)
        shutil.rmtree(self.home.files(TEMPLATE), ignore_errors=True)
        self.home.files(TEMPLATE).mkdir(parents=True)
        postgres.create(TEMPLATE)
        place = self._place(postgres, TEMPLATE)
        self.django("prepare", **place)
        self.django("build_example", **place)
        postgres.write_note(TEMPLATE, key)

    def empty(self, postgres: Postgres, *, fresh: bool) -> str:
        """A real database without example; a fresh one keeps the old one under another name."""
        if fresh and postgres.exists(EMPTY):
            self._put_aside(postgres)
        if not postgres.exists(EMPTY):
            postgres.create(EMPTY)
        self.django("prepare")
        if postgres.note(EMPTY):
            return _ANOTHER_ADMINISTRATOR
        answer = self.django("create_administrator", *ADMINISTRATOR)
        postgres.write_note(EMPTY, "administrator made")
        return answer

    def _put_aside(self, postgres: Postgres) -> None:
        kept = f"{EMPTY}_{time.strftime('%Y%m%d_%H%M%S')}"
        postgres.rename(EMPTY, kept)
        if self.home.files(EMPTY).exists():
            self.home.files(EMPTY).rename(self.home.files(kept))
        self.tell(f"The database that was here is kept under the name {kept}.")

    def external(self, *, example: bool, fresh: bool) -> str:
        """Somebody else's PostgreSQL, named in DATABASE_URL: migrated, never dropped."""
        if fresh:
            raise Stop("--fresh starts over in our own database only, and DATABASE_URL names another. Unset it first.")
        self.django("prepare")
        return self.django("demo_people") if example else _ANOTHER_ADMINISTRATOR

    # --- Static files -------------------------------------------------------------------------------------------------
    def start_static(self) -> Child | None:
        """Collects them beside the database work, and only when a source changed."""
        key = self.home.run / "static_key"
        if key.exists() and key.read_text() == static_key():
            return None
        key.unlink(missing_ok=True)
        command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--clear", "--verbosity", "0"]
        log = self.home.log / "collectstatic.log"
        return self.family.start("collectstatic", command, log=log, environment=self.environment, folder=ROOT)

    def finish_static(self, child: Child | None) -> None:
        if child is None:
            return
        key = static_key()
        if self.family.finish(child):
            raise Stop(f"collectstatic failed. The last lines of {child.log}:\n{last_lines(child.log)}")
        (self.home.run / "static_key").write_text(key)


_ANOTHER_ADMINISTRATOR = (
    "Sign in as an administrator made before.\nAnother one: bin/manage --bare create_administrator --email … --name …"
)


def stage_slugs() -> list[str]:
    """The names of the stages of the example round, from early to late."""
    content = ROOT / "desk" / "example" / "content" / "round_2025.toml"
    return [row["slug"] for row in tomllib.loads(content.read_text(encoding="utf-8"))["stage"]]


def static_key(root: Path = ROOT) -> str:
    """Changes when a source of static files changes (name, size or moment)."""
    digest = hashlib.sha256()
    found = {path for pattern in STATIC_SOURCES for path in root.glob(pattern)}
    for path in sorted(found):
        place = path.relative_to(root)
        if place.parts[0] not in {"var", "node_modules", ".venv"} and path.is_file():
            facts = path.stat()
            digest.update(f"{place} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
