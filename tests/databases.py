"""The databases of tests: a copy of a template for each worker, and the example world for those that ask.

After a test with real transactions the database is copied anew instead of flushed: reference data stays. The plugin
`tests.cluster` registers this module after pytest-django, so that its fixtures win over those of the same name.
"""

import contextlib
import os
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest

from config.bootstrap import find_browser
from tests.cluster import EXAMPLE, PREPARED, WORKER


class Databases:
    """The databases of one worker process, each a copy of a template."""

    def __init__(self) -> None:
        from django.conf import settings

        self.server = {
            "host": settings.DATABASES["default"]["HOST"],
            "user": settings.DATABASES["default"]["USER"],
            "dbname": "postgres",
        }
        self.main = f"test_{WORKER}"
        self.spare = f"test_example_{WORKER}"
        self.clean = False

    def copy(self, template: str, database: str) -> None:
        """A new copy; whoever was still connected to the old one is cut off."""
        connection = psycopg2.connect(**self.server)
        connection.autocommit = True
        with contextlib.closing(connection), connection.cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}" STRATEGY FILE_COPY')

    def use(self, database: str) -> None:
        """Points every alias at a database, for this thread and for threads that connect later."""
        from django.db import connections

        for alias in connections:
            connections[alias].close()
            connections[alias].settings_dict["NAME"] = database
            connections.settings[alias]["NAME"] = database

    def renew(self) -> None:
        """What Django's flush is for, but with the reference data in place afterwards."""
        if self.clean:
            self.clean = False
            return
        self.use(self.main)
        self.copy(PREPARED, self.main)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_modify_db_settings: None) -> Iterator[Databases]:
    """A copy of the prepared template as the database of this worker."""
    from django.test import TransactionTestCase

    errors = os.environ.get("INKOOPKOMPAS_TEST_ERRORS", "")
    if errors.startswith("manage.py prepare"):
        pytest.fail(f"There is no test database: {errors}", pytrace=False)
    databases = Databases()
    databases.copy(PREPARED, databases.main)
    databases.use(databases.main)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: databases.renew())
        yield databases
    databases.use(databases.main)


@pytest.fixture
def example_database(django_db_setup: Databases, transactional_db: None) -> Iterator[str]:
    """The example world, new for this test, as the default database; its name. For browser tests and long flows.

    `settings.EXAMPLE_WORLD` is true meanwhile, as it is under `bin/run`.
    """
    from django.test import override_settings

    if errors := os.environ.get("INKOOPKOMPAS_TEST_ERRORS"):
        pytest.fail(f"There is no example world: {errors}", pytrace=False)
    databases = django_db_setup
    databases.copy(EXAMPLE, databases.spare)
    databases.use(databases.spare)
    databases.clean = True
    with override_settings(EXAMPLE_WORLD=True):
        yield databases.spare
    databases.use(databases.main)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium; root needs --no-sandbox."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    arguments = [*browser_type_launch_args.get("args", []), *sandbox, "--disable-dev-shm-usage"]
    return {**browser_type_launch_args, "executable_path": find_browser(), "args": arguments}
