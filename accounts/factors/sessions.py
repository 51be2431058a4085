"""The marks that one browser session carries: when somebody proved who they are, and what they may still read."""

import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.http import HttpRequest

from accounts.factors.rules import ACTIVE_SECONDS, SHOWN_SECONDS, is_fresh

ACTIVE = "factors.active"  # when "last seen" was written
HAS_FACTOR = "factors.has"  # whether the required second factor was found, so that it is asked once
FRESH_CODES = "factors.codes"  # when new recovery codes were made
BY_PROVIDER = "factors.provider"  # whether a provider of single sign-on answered for this person


def begin(request: HttpRequest) -> None:
    """Mark a session that somebody just signed in to."""
    records = get_authentication_records(request, request.user)
    request.session[ACTIVE] = time.time()
    methods = {record.get("method") for record in records}
    if "socialaccount" in methods and "password" not in methods:
        request.session[BY_PROVIDER] = True


def proved_lately(request: HttpRequest) -> bool:
    """Whether this person signed in or proved who they are just now, or has no way to do it again here.

    Somebody who only comes in through a provider of single sign-on has neither a password nor a code.
    """
    records = get_authentication_records(request, request.user)
    if records and is_fresh(records[-1].get("at"), time.time()):
        return True
    return not get_reauthentication_flows(request.user)


def active_again(request: HttpRequest) -> bool:
    """Whether "last seen" of this session should be written; marks it when so.

    Only sessions that were started by signing in carry the mark.
    """
    marked, now = request.session.get(ACTIVE), time.time()
    if marked is None or is_fresh(marked, now, ACTIVE_SECONDS):
        return False
    request.session[ACTIVE] = now
    return True


def show_codes(request: HttpRequest) -> None:
    """Let new recovery codes be read for a while."""
    request.session[FRESH_CODES] = time.time()


def hide_codes(request: HttpRequest) -> None:
    """They were saved."""
    request.session.pop(FRESH_CODES, None)


def may_read_codes(request: HttpRequest) -> bool:
    """Whether the codes were made just now in this session."""
    return is_fresh(request.session.get(FRESH_CODES), time.time(), SHOWN_SECONDS)
