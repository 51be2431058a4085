"""The command that explains a term: its sentences, its JSON, and what it says about mistakes."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command


def told(*options: str) -> str:
    """What the command prints."""
    out = StringIO()
    call_command("explain_term", *options, stdout=out)
    return out.getvalue()


def data(*options: str) -> Any:
    return json.loads(told("--json", *options))


def test_it_explains_in_sentences() -> None:
    lines = told("--from", "2026-03-07", "--weeks", "8", "--provider").splitlines()
    assert lines[0] == "1. De termijn begint op zondag 8 maart 2026, de dag na zaterdag 7 maart 2026."
    assert lines[3] == "4. De laatste dag is maandag 4 mei 2026."
    assert lines[4].startswith("Let op: In deze termijn valt de meivakantie")


def test_the_json_says_due_steps_and_warnings() -> None:
    found = data("--from", "2026-03-07", "--weeks", "8")
    assert (found["from"], found["due"], found["unshifted"]) == ("2026-03-07", "2026-05-04", "2026-05-02")
    assert found["steps"][-1] == {
        "sentence": "De laatste dag is maandag 4 mei 2026.",
        "article": "",
        "day": "2026-05-04",
    }
    assert found["warnings"] == []
    assert found["term"]["policy"] == "law"


@pytest.mark.parametrize(
    ("options", "due"),
    [
        (("--weeks", "8", "--policy", "none"), "2026-05-02"),
        (("--weeks", "8", "--policy", "analogy"), "2026-05-04"),
        (("--months", "2"), "2026-05-07"),
        (("--days", "20"), "2026-03-27"),
        (("--working-days", "10"), "2026-03-20"),
        (("--years", "1"), "2027-03-07"),
        (("--days", "10", "--back"), "2026-02-25"),
        (("--on", "2026-10-01"), "2026-10-01"),
        (("--weeks", "8", "--extend-weeks", "6"), "2026-06-13"),
        (("--weeks", "8", "--suspend", "2026-03-16:2026-03-30"), "2026-05-15"),
        (("--weeks", "8", "--suspend", "2026-03-16:2026-03-20", "--suspend", "2026-04-01:2026-04-05"), "2026-05-08"),
        (("--named", "awb-6-7"), "2026-04-20"),
    ],
)
def test_every_option_does_its_work(options: tuple[str, ...], due: str) -> None:
    assert data("--from", "2026-03-07", *options)["due"] == due


def test_it_lists_the_named_terms() -> None:
    assert any(line.startswith("awb-6-7 ") and "6 weken" in line for line in told("--named", "list").splitlines())


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ((), "Schrijf de dag bij --from als 2026-03-07."),
        (("--from", "2026-02-29", "--weeks", "8"), "Schrijf de dag bij --from als 2026-03-07."),
        (("--from", "7-3-2026", "--weeks", "8"), "Schrijf de dag bij --from als 2026-03-07."),
        (("--from", "2026-03-07"), "Geef één lengte"),
        (("--from", "2026-03-07", "--weeks", "8", "--days", "3"), "Geef één lengte"),
        (("--from", "2026-03-07", "--weeks", "acht"), "Geef bij --weeks een heel getal"),
        (("--from", "2026-03-07", "--weeks", "0"), "van 1 tot en met 520"),
        (("--from", "2026-03-07", "--weeks", "1000000"), "van 1 tot en met 520"),
        (("--from", "2026-03-07", "--weeks", "8", "--policy", "altijd"), "Kies bij --policy law, analogy of none"),
        (("--from", "2026-03-07", "--weeks", "8", "--suspend", "maart"), "Schrijf een opschorting als"),
        (("--from", "2026-03-07", "--weeks", "8", "--suspend", "2026-03-20:2026-03-16"), "eindigt na de dag"),
        (("--from", "2026-03-07", "--weeks", "8", "--extend-weeks", "veel"), "Geef bij --extend-weeks"),
        (("--from", "2026-03-07", "--days", "8", "--back", "--extend-weeks", "1"), "niet opschorten of verlengen"),
        (("--from", "2026-03-07", "--on", "2026-10-01", "--back"), "alleen de datum zelf"),
        (("--from", "2026-03-07", "--named", "awb-99"), "Er is geen termijn ‘awb-99’"),
        (("--from", "2026-03-07", "--named", "awb-6-7", "--weeks", "3"), "Laat de andere opties weg"),
        (("--from", "1950-03-07", "--weeks", "8"), "Reken met dagen van 2000 tot en met 2099."),
    ],
)
def test_a_mistake_ends_with_a_sentence(options: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError) as mistake:
        told(*options)
    assert sentence in str(mistake.value)
