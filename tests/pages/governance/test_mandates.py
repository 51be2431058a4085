"""The mandate register: what stands there, who may do what on a day, and what is told about bad input."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.organisations.models import Organisation
from governance.mandates.models import Mandate
from governance.mandates.services import MandatePlan, register
from tests.conftest import NOW, TODAY, Cast
from tests.pages.reading import Page, links, main, messages, said, words

pytestmark = pytest.mark.django_db
Opener = Callable[[str], Client]
YESTERDAY = TODAY - timedelta(days=1)
LOOK_UP = "/mandaten/wie-mag-dit/"


def plain(answer: Any) -> str:
    """The words of a page, with ordinary spaces in its dates."""
    return words(answer).replace("\N{NO-BREAK SPACE}", " ")


def places(*slugs: str) -> list[str]:
    rows = Organisation.objects.filter(kind="municipality")
    return [str(row.id) for row in (rows.filter(slug__in=slugs) if slugs else rows)]


def registered(cast: Cast, *slugs: str, **other: Any) -> Mandate:
    values: dict[str, Any] = {
        "title": "Mandaatbesluit",
        "holder_function": "portefeuillehouder OZJT",
        "act_codes": ["award_notice"],
        "organisation_ids": places(*slugs),
        "valid_from": date(2021, 7, 8),
        "valid_until": date(2022, 12, 31),
        "source": "Besluit voor de proef",
    }
    return register(plan=MandatePlan(**values | other), who=cast.who("sanne"), now=NOW)


def asked(client: Client, *slugs: str, **other: str) -> Any:
    return client.get(
        LOOK_UP, {"handeling": "award_notice", "dag": "7-2-2022", "voor": places(*slugs), "zoek": "Opzoeken"} | other
    )


def address(row: Mandate, page: str = "") -> str:
    return f"/mandaten/{row.id}/{page}"


# --- Who may do this today? -------------------------------------------------------------------------------------------
def test_the_empty_question_is_about_everybody_today(cast: Cast, signed_in: Opener) -> None:
    page = Page.of(signed_in("sanne").get(LOOK_UP))
    assert sorted(page.values["voor"]) == sorted(places())
    assert page.values["dag"] == ["07-02-2022"]
    assert page.errors == {}
    assert Page.of(signed_in("anouk").get(LOOK_UP)).values["voor"] == places("almelo")


def test_yes_names_who_and_by_which_mandate(cast: Cast, signed_in: Opener) -> None:
    row = registered(cast, holder_id=cast.mila.id)
    page = asked(signed_in("anouk"))
    assert "portefeuillehouder OZJT (Mila Proef) mag dit op 7 februari 2022." in plain(page)
    assert links(main(page))["Mandaatbesluit"] == address(row)
    assert "wie de functie heeft" not in plain(page)


def test_yes_for_a_function_without_a_name_says_what_is_missing(cast: Cast, signed_in: Opener) -> None:
    row = registered(cast)
    assert "Er staat nog niet bij wie de functie heeft" in plain(asked(signed_in("sanne")))
    assert "Zolang kan niemand op dit mandaat tekenen." in plain(signed_in("sanne").get(address(row)))


def test_nobody_says_so_and_leads_on(cast: Cast, signed_in: Opener) -> None:
    page = asked(signed_in("sanne"))
    assert "Niemand mag dit op 7 februari 2022." in plain(page)
    assert "Niemand heeft mandaat voor deze handeling (gunningsbericht)." in plain(page)
    assert links(main(page))["Mandaat inschrijven"] == "/mandaten/nieuw/"
    assert "Mandaat inschrijven" not in links(main(asked(signed_in("anouk"))))


def test_a_mandate_for_some_names_who_is_missing(cast: Cast, signed_in: Opener) -> None:
    row = registered(cast, "almelo", "borne")
    page = asked(signed_in("sanne"), "almelo", "borne", "enschede")
    assert "Niet voor iedereen op 7 februari 2022." in plain(page)
    assert "Het mandaat 'Mandaatbesluit' geldt niet voor Enschede." in plain(page)
    assert links(main(page))["Bekijk het mandaat"] == address(row)
    assert "mag dit op 7 februari 2022" in plain(asked(signed_in("sanne"), "almelo", "borne"))


def test_a_mandate_that_ended_yesterday_does_not_count(cast: Cast, signed_in: Opener) -> None:
    row = registered(cast, valid_until=YESTERDAY)
    client = signed_in("sanne")
    page = plain(asked(client))
    assert "Niemand mag dit op 7 februari 2022." in page
    assert "Het mandaat 'Mandaatbesluit' liep tot en met 6 februari 2022." in page
    assert "mag dit op 6 februari 2022." in plain(asked(client, dag="6-2-2022"))
    assert "Mandaatbesluit afgelopen" in plain(client.get(address(row)))
    assert "gunningsbericht" in plain(client.get("/mandaten/")).lower()


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"handeling": ""}, "handeling", "Kies een handeling."),
        ({"voor": []}, "voor", "Kies minstens één gemeente of organisatie."),
        ({"dag": "30-2-2022"}, "dag", "Vul de datum in als 31-12-2027."),
    ],
)
def test_a_question_with_a_mistake_gets_no_answer(
    cast: Cast, signed_in: Opener, change: dict[str, Any], field: str, sentence: str
) -> None:
    page = asked(signed_in("sanne"), **change)
    assert page.status_code == 422
    assert Page.of(page).errors == {field: sentence}
    assert said(page, "Nog geen antwoord: kijk dit na")
    assert "Het antwoord" not in plain(page)


# --- Keeping the register ---------------------------------------------------------------------------------------------
def test_registering_with_mistakes_says_what_to_do(cast: Cast, signed_in: Opener) -> None:
    answer = signed_in("sanne").post("/mandaten/nieuw/", {"giver": "colleges", "valid_from": "1-1-2022"})
    assert answer.status_code == 422
    assert Page.of(answer).errors == {
        "title": "Vul ‘Naam van het mandaat’ in.",
        "organisations": "Kies minstens één gemeente of organisatie.",
        "holder_function": "Vul de functie in die het mandaat krijgt.",
        "acts": "Kies minstens één handeling.",
        "source": "Vul in welk besluit dit is: naam, datum en nummer.",
    }
    assert not Mandate.objects.exists()


def test_a_period_that_runs_back_is_refused(cast: Cast, signed_in: Opener) -> None:
    values = Page.of(signed_in("sanne").get("/mandaten/nieuw/")).filled_in() | {
        "giver": "colleges",
        "title": "Mandaat",
        "holder_function": "manager OZJT",
        "acts": ["award_notice"],
        "source": "Besluit",
        "valid_from": "1-3-2022",
        "valid_until": "1-2-2022",
        "url": "https://voorbeeld.example/besluit",
    }
    answer = signed_in("sanne").post("/mandaten/nieuw/", values)
    assert answer.status_code == 409
    assert "De laatste dag (1 februari 2022) ligt voor de eerste dag (1 maart 2022)." in plain(answer)
    answer = signed_in("sanne").post("/mandaten/nieuw/", values | {"valid_until": ""}, follow=True)
    assert messages(answer) == "Het mandaat is ingeschreven."
    assert "geen einddatum" in plain(answer)


def test_renewing_ends_the_old_one_and_tells_of_a_gap(cast: Cast, signed_in: Opener) -> None:
    row = registered(cast, valid_until=date(2022, 2, 28))
    client = signed_in("sanne")
    assert "loopt af op 28 februari 2022 en heeft nog geen opvolger." in plain(client.get(address(row)))
    values = Page.of(client.get(address(row, "vernieuwen/"))).filled_in()
    given = {"valid_from": "3-3-2022", "source": "Nieuw besluit", "url": "https://voorbeeld.example/nieuw"}
    answer = client.post(address(row, "vernieuwen/"), values | given, follow=True)
    assert answer.status_code == 200
    assert messages(answer).startswith("De opvolger is ingeschreven.")
    old = plain(client.get(address(row)))
    assert "Van 1 maart 2022 tot en met 2 maart 2022 heeft niemand dit mandaat." in old
    assert "Vernieuwen" not in old


def test_withdrawing_asks_why_and_ends_it(cast: Cast, signed_in: Opener) -> None:
    row = registered(cast)
    client = signed_in("sanne")
    silent = client.post(address(row, "intrekken/"), {"on": "7-2-2022", "reason": ""})
    assert Page.of(silent).errors == {"reason": "Schrijf op waarom het mandaat wordt ingetrokken."}
    told = plain(client.post(address(row, "intrekken/"), {"on": "7-2-2022", "reason": "Nieuw besluit."}, follow=True))
    assert "Ingetrokken vanaf 7 februari 2022" in told
    assert "Intrekken" not in told
    assert "op 7 februari 2022 ingetrokken" in plain(asked(client))


def test_naming_who_has_the_function(cast: Cast, signed_in: Opener) -> None:
    row = registered(cast)
    client, page = signed_in("sanne"), address(row, "houder/")
    values = Page.of(client.get(page)).filled_in()
    assert client.post(page, values | {"holder": str(cast.anouk.id)}).status_code == 422
    answer = client.post(page, values | {"holder": str(cast.mila.id)}, follow=True)
    assert messages(answer) == "De mandaathouder is opgeslagen."
    assert "portefeuillehouder OZJT (Mila Proef)" in plain(answer)
    assert client.post(page, values | {"holder": str(cast.sanne.id)}).status_code == 409


# --- Access -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("page", ["", "vernieuwen/", "intrekken/", "houder/"])
def test_officials_read_the_register_and_keep_nothing(cast: Cast, signed_in: Opener, page: str) -> None:
    row = registered(cast)
    answer = signed_in("anouk").get(address(row, page))
    assert answer.status_code == (403 if page else 200)
    if not page:
        assert "Intrekken" not in links(main(answer))
    assert signed_in("daan").get(address(row, page)).status_code == 404


def test_a_mandate_without_a_file_has_none(cast: Cast, signed_in: Opener) -> None:
    assert signed_in("sanne").get(address(registered(cast), "besluit/")).status_code == 404
