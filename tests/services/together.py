"""Doing things at the same time, each on a connection of its own; for tests with real transactions."""

import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, connections, transaction


class Beside:
    """A call in a thread of its own; `outcome()` waits for it and answers with what it gave or raised."""

    def __init__(self, call: Callable[[], Any], start: threading.Barrier | None = None) -> None:
        self._call, self._start, self._outcome = call, start, None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            connection.ensure_connection()
            if self._start:
                self._start.wait(30)
            self._outcome = self._call()
        except Exception as error:
            self._outcome = error  # type: ignore[assignment]
        finally:
            connections.close_all()

    @property
    def ended(self) -> bool:
        return not self._thread.is_alive()

    def outcome(self) -> Any:
        self._thread.join(30)
        if not self.ended:
            raise TimeoutError("It does not end; two transactions may wait for each other.")
        return self._outcome


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Let all calls go at the same moment; answers with what each gave or raised."""
    start = threading.Barrier(len(calls))
    running = [Beside(call, start) for call in calls]
    return [one.outcome() for one in running]


def until(condition: Callable[[], object], *, seconds: float = 30) -> None:
    """Go on when `condition` holds; raises TimeoutError when it does not come."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("What the test waits for does not happen.")
        time.sleep(0.02)


def somebody_waits() -> bool:
    """Whether a transaction in this database waits for the lock of another one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT exists (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0)"
        )
        return bool(cursor.fetchone()[0])


def in_the_middle_of(first: Callable[[], Any], second: Callable[[], Any]) -> tuple[Any, Any]:
    """Let `second` begin after `first` has written and before it commits; answers with what both gave or raised."""
    with transaction.atomic():
        outcome = first()
        other = Beside(second)
        until(lambda: other.ended or somebody_waits())
    return outcome, other.outcome()
