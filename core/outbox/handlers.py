"""Which function delivers which topic."""

from collections.abc import Callable, Mapping
from typing import Any

Handler = Callable[[Mapping[str, Any]], None]
_handlers: dict[str, Handler] = {}


def delivers(topic: str) -> Callable[[Handler], Handler]:
    """Register the decorated function as the handler of `topic`."""

    def decorate(handler: Handler) -> Handler:
        if topic in _handlers:
            raise ValueError(f"'{topic}' has two handlers")
        _handlers[topic] = handler
        return handler

    return decorate


def handler_of(topic: str) -> Handler:
    """The handler of `topic`; raises KeyError when nobody delivers it."""
    return _handlers[topic]


@delivers("mail")
def send_mail(payload: Mapping[str, Any]) -> None:
    """Send one plain-text mail: {subject, body, to}. Confidential words do not belong in it."""
    from django.core.mail import EmailMessage

    EmailMessage(subject=payload["subject"], body=payload["body"], to=[payload["to"]]).send()
