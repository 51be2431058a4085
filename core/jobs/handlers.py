"""Which function does which kind of job."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol


class Progress(Protocol):
    """How a running job tells where it is; raises Cancelled when somebody asked it to stop."""

    def __call__(self, percent: int, step: str) -> None: ...


class Cancelled(Exception):
    """Somebody asked the running job to stop."""


Work = Callable[[Any, Progress], Mapping[str, Any]]
_handlers: dict[str, Work] = {}


def does(kind: str) -> Callable[[Work], Work]:
    """Register the decorated function `(job, progress) -> result` as the one that does `kind`.

    It may run twice when a worker dies, so its lasting effect must be safe to repeat.
    """

    def decorate(work: Work) -> Work:
        if kind in _handlers:
            raise ValueError(f"'{kind}' is done by two functions")
        _handlers[kind] = work
        return work

    return decorate


def work_of(kind: str) -> Work:
    """The function that does `kind`; raises KeyError when there is none."""
    return _handlers[kind]
