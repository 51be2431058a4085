"""Who needs a second factor, what a browser is called, and how long a proof counts."""

import pytest

from accounts.factors import rules
from accounts.factors.rules import Happened
from accounts.organisations.rules import ROLE_NAMES, Role

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
ANDROID = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (f"{WINDOWS} Chrome/131.0.0.0 Safari/537.36", "Chrome op Windows"),
        (f"{WINDOWS} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0", "Edge op Windows"),
        (f"{WINDOWS} Chrome/131.0.0.0 Safari/537.36 OPR/116.0", "Opera op Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox op Linux"),
        (f"{IPHONE} Version/17.4 Mobile/15E148 Safari/604.1", "Safari op een iPhone"),
        (f"{IPHONE} CriOS/131.0 Mobile/15E148 Safari/604.1", "Chrome op een iPhone"),
        (f"{ANDROID} Chrome/131.0.0.0 Mobile Safari/537.36", "Chrome op een Android-telefoon"),
        (f"{ANDROID} Chrome/131.0.0.0 Safari/537.36", "Chrome op een Android-tablet"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.6 Safari/605.1.15", "Safari op een Mac"),
        ("Mozilla/5.0 (Windows NT 10.0)", "Een browser op Windows"),
        ("curl/8.5.0", "Onbekend apparaat"),
        ("", "Onbekend apparaat"),
    ],
)
def test_a_device_in_plain_words(agent: str, device: str) -> None:
    assert rules.device_of(agent) == device


@pytest.mark.parametrize(
    ("proved", "now", "fresh"),
    [(None, 100.0, False), (100.0, 100.0, True), (100.0, 399.9, True), (100.0, 400.0, False), (500.0, 400.0, False)],
)
def test_a_proof_counts_for_five_minutes(proved: float | None, now: float, fresh: bool) -> None:
    assert rules.is_fresh(proved, now) is fresh


def test_one_role_that_asks_for_a_factor_is_enough() -> None:
    assert rules.needs_factor([Role.PROVIDER_MEMBER, Role.MANAGER], ["manager"])
    assert not rules.needs_factor([Role.PROVIDER_MEMBER], ["manager"])
    assert not rules.needs_factor([], ["manager"])
    assert not rules.needs_factor([Role.MANAGER], [])


def test_everything_that_happens_has_its_sentence() -> None:
    assert set(rules.SENTENCES) == set(Happened)
    assert rules.sentence_of(Happened.KEY_ADDED, "Laptop {naam}") == "Sleutel ‘Laptop {naam}’ toegevoegd."
    assert {Happened.APP_REMOVED, Happened.CODE_USED, Happened.RESET} <= rules.TOLD_BY_MAIL


def test_a_secret_is_read_in_groups_of_four() -> None:
    assert rules.spaced("ABCDEFGHIJ") == "ABCD EFGH IJ"


def test_production_asks_every_colleague_and_municipality(monkeypatch: pytest.MonkeyPatch) -> None:
    """The default of MFA_REQUIRED_ROLES, read from the settings as production would."""
    import ast
    import inspect

    from config import settings

    tree = ast.parse(inspect.getsource(settings))
    default = next(
        word.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and node.args and getattr(node.args[0], "value", "") == "MFA_REQUIRED_ROLES"
        for word in node.keywords
    )
    assert isinstance(default, ast.IfExp)
    assert set(ast.literal_eval(default.body)) == set(ROLE_NAMES) - {Role.PROVIDER_MEMBER}
    assert ast.literal_eval(default.orelse) == []
