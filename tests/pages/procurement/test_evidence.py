"""Adding, opening and withdrawing evidence; what is confidential and who tried to see it."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.looks.models import Look
from core.files.models import StoredFile
from procurement.checks import services as checking
from procurement.trajectory.models import Check, Evidence
from tests.access.table import Furnished, kept_report, small_pdf
from tests.conftest import NOW
from tests.pages.procurement.walking import LINK, phase_of
from tests.pages.reading import Page, links, main, messages, said, source, words

pytestmark = pytest.mark.django_db(databases=["default", "looks"])
Opener = Callable[[str], Client]
PILOT = "/trajecten/proefpilot/"


@pytest.fixture(autouse=True)
def own_files(settings: LazySettings, tmp_path: Path) -> Path:
    """A folder for the files of one test."""
    settings.FILES_ROOT = tmp_path
    return tmp_path


def files_in(folder: Path) -> list[Path]:
    """Every file that was stored or left behind."""
    return [path for path in folder.rglob("*") if path.is_file()]


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    """A file as a browser sends it; what it says about the type is not believed."""
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def png() -> bytes:
    """A small picture."""
    content = io.BytesIO()
    Image.new("RGB", (4, 4), "white").save(content, "PNG")
    return content.getvalue()


def page_of(house: Furnished) -> str:
    """The page of the check."""
    return f"{PILOT}controlepunten/{house.check.id}/"


def confidential(house: Furnished) -> Evidence:
    """A confidential file of OZJT in the full trajectory, in which Enschede takes part."""
    phase = phase_of(house.walk.trajectory, "0")
    return checking.add_evidence(
        phase_id=phase.id,
        check_id=Check.objects.get(phase=phase, code="0.1-b").id,
        title="Vertrouwelijk advies",
        upload=checking.Upload("advies.pdf", [small_pdf()]),
        is_confidential=True,
        who=house.cast.who("sanne"),
        now=NOW,
    )


def looks() -> list[tuple[str, str, str, bool]]:
    """What was noted of looks, in order."""
    rows = Look.objects.using("looks").order_by("moment")
    return list(rows.values_list("person_name", "subject_name", "context_key", "allowed"))


# --- Adding -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [("verslag 2.pdf", small_pdf(), "application/pdf"), ("Foto.PNG", png(), "image/png")],
)
def test_adding_a_file(house: Furnished, signed_in: Opener, name: str, content: bytes, media_type: str) -> None:
    sent = {"title": "Nieuw stuk", "kind": "file", "file": upload(name, content)}
    answer = signed_in("anouk").post(f"{page_of(house)}bewijs/", sent, follow=True)
    assert messages(answer) == "Het bewijs is toegevoegd."
    assert "Nieuw stuk" in links(main(answer))
    assert "Anouk Proef (Almelo), 7 februari 2022" in said(answer, "Bewijs")
    row = Evidence.objects.select_related("file").get(title="Nieuw stuk")
    assert row.file is not None
    assert (row.file.name, row.file.size, row.file.media_type) == (name, len(content), media_type)


def test_adding_a_link(house: Furnished, signed_in: Opener) -> None:
    sent = {"title": "Website", "kind": "link", "url": "voorbeeld.example/stuk"}
    answer = signed_in("anouk").post(f"{page_of(house)}bewijs/", sent, follow=True)
    assert links(main(answer))["Website"] == LINK, "without a scheme it is https"
    assert 'rel="noopener noreferrer"' in main(answer)


def test_adding_a_kept_report(house: Furnished, signed_in: Opener) -> None:
    report = kept_report(house.cast, house.walk.pilot, number=5)
    client = signed_in("anouk")
    assert "Voortgang Proefpilot, peildatum 02-02-2022" in words(client.get(f"{page_of(house)}bewijs/"))
    sent = {"title": "Stand van zaken", "kind": "record", "report": str(report.id)}
    answer = client.post(f"{page_of(house)}bewijs/", sent, follow=True)
    assert links(main(answer))["Stand van zaken"] == f"/rapporten/{report.id}/"
    assert f"vastgelegd rapport, vingerafdruk {report.fingerprint[:12]}" in said(answer, "Bewijs")


def test_only_what_was_chosen_counts(house: Furnished, signed_in: Opener) -> None:
    sent = {"title": "Beide", "kind": "link", "url": LINK, "file": upload("x.pdf", b"geen pdf")}
    assert signed_in("anouk").post(f"{page_of(house)}bewijs/", sent).status_code == 302
    row = Evidence.objects.get(title="Beide")
    assert (row.kind, row.url, row.file) == ("link", LINK, None)
    sent = {"title": "Andersom", "kind": "file", "url": "javascript:alert(1)", "file": upload("x.pdf", small_pdf())}
    assert signed_in("anouk").post(f"{page_of(house)}bewijs/", sent).status_code == 302
    row = Evidence.objects.get(title="Andersom")
    assert (row.kind, row.url) == ("file", "")


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"kind": "file"}, {"file": "Kies een bestand."}),
        ({"kind": "link"}, {"url": "Vul een webadres in dat begint met https://."}),
        ({"kind": "record"}, {"report": "Kies een vastgelegd rapport."}),
        ({"kind": "link", "url": "javascript:alert(1)"}, {"url": "Vul een webadres in dat begint met https://."}),
        ({"kind": "link", "url": "data:text/html,x"}, {"url": "Vul een webadres in dat begint met https://."}),
        ({"kind": "link", "url": "geen adres"}, {"url": "Vul een webadres in dat begint met https://."}),
        ({"kind": "link", "url": "ftp://voorbeeld.example/x"}, {"url": "Vul een webadres in dat begint met https://."}),
        ({"kind": "file", "title": ""}, {"title": "Vul ‘Naam van het bewijs’ in.", "file": "Kies een bestand."}),
    ],
)
def test_what_is_missing_or_wrong_stands_at_its_field(
    house: Furnished, signed_in: Opener, sent: dict[str, str], errors: dict[str, str]
) -> None:
    answer = signed_in("anouk").post(f"{page_of(house)}bewijs/", {"title": "Stuk", "url": "", "report": ""} | sent)
    assert answer.status_code == 422
    assert Page.of(answer).errors == errors
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        ("leeg.pdf", b"", "'leeg.pdf' is leeg. Kies het goede bestand."),
        ("virus.exe", b"MZ...", "'virus.exe' kan niet: kies een bestand van het type pdf, docx, xlsx, png of jpg."),
        (
            "pagina.html",
            b"<script>",
            "'pagina.html' kan niet: kies een bestand van het type pdf, docx, xlsx, png of jpg.",
        ),
        ("tekst.pdf", b"alleen tekst", "De inhoud van 'tekst.pdf' is geen pdf. Sla het bestand opnieuw op als pdf."),
        ("foto.png", small_pdf(), "De inhoud van 'foto.png' is geen png. Sla het bestand opnieuw op als png."),
        ("half.pdf", b"%PDF-1.7 half", "'half.pdf' kan niet worden gelezen. Controleer of het bestand heel is."),
    ],
)
def test_a_file_that_is_refused_leaves_nothing_behind(
    house: Furnished, signed_in: Opener, own_files: Path, name: str, content: bytes, refusal: str
) -> None:
    before = files_in(own_files)
    sent = {"title": "Stuk", "kind": "file", "file": upload(name, content)}
    answer = signed_in("anouk").post(f"{page_of(house)}bewijs/", sent)
    assert answer.status_code in {409, 422}
    assert refusal in words(answer)
    assert Page.of(answer).filled_in()["title"] == "Stuk"
    assert (Evidence.objects.count(), StoredFile.objects.count()) == (1, 5), "those of the house"
    assert files_in(own_files) == before


def test_a_file_that_is_too_large_is_refused(
    house: Furnished, signed_in: Opener, own_files: Path, settings: LazySettings
) -> None:
    settings.MAX_UPLOAD_BYTES = 1_000_000
    before = files_in(own_files)
    sent = {"title": "Stuk", "kind": "file", "file": upload("groot.pdf", small_pdf() + b"x" * 1_000_001)}
    answer = signed_in("anouk").post(f"{page_of(house)}bewijs/", sent)
    assert answer.status_code in {409, 413, 422}
    assert "1 MB" in words(answer)
    assert (Evidence.objects.count(), files_in(own_files)) == (1, before)


def test_a_report_of_another_trajectory_cannot_be_chosen(house: Furnished, signed_in: Opener) -> None:
    foreign = kept_report(house.cast, house.walk.trajectory, number=7)
    sent = {"title": "Stuk", "kind": "record", "report": str(foreign.id)}
    answer = signed_in("anouk").post(f"{page_of(house)}bewijs/", sent)
    assert (answer.status_code, list(Page.of(answer).errors)) == (422, ["report"])


# --- Opening ----------------------------------------------------------------------------------------------------------
def test_a_file_comes_as_an_attachment_that_is_not_guessed_at(house: Furnished, signed_in: Opener) -> None:
    answer = signed_in("anouk").get(f"/bewijs/{house.evidence.id}/bestand/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == small_pdf()  # type: ignore[attr-defined]
    assert {name: answer[name] for name in ("Content-Disposition", "X-Content-Type-Options", "Cache-Control")} == {
        "Content-Disposition": 'attachment; filename="verslag.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    assert answer["Content-Type"] == "application/pdf"
    assert looks() == [], "it is not confidential"


def test_a_confidential_file_is_opened_by_an_auditor_and_noted(house: Furnished, signed_in: Opener) -> None:
    piece = confidential(house)
    answer = signed_in("iris").get(f"/bewijs/{piece.id}/bestand/")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == small_pdf()  # type: ignore[attr-defined]
    assert answer["Content-Disposition"] == 'attachment; filename="advies.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert looks() == [("Iris Proef", "Vertrouwelijk advies", "traject:inkoop-proef-2025", True)]


@pytest.mark.parametrize("name", ["emre", "teun", "daan"])
def test_a_confidential_file_does_not_exist_for_others_and_the_try_is_noted(
    house: Furnished, signed_in: Opener, name: str
) -> None:
    piece = confidential(house)
    person = getattr(house.cast, name).name
    answer = signed_in(name).get(f"/bewijs/{piece.id}/bestand/")
    assert answer.status_code == 404
    assert "Vertrouwelijk advies" not in source(answer)
    answer = signed_in(name).post(f"/bewijs/{piece.id}/intrekken/", {"reason": "x"})
    assert answer.status_code == 404
    assert looks() == [(person, "Vertrouwelijk advies", "traject:inkoop-proef-2025", False)] * 2


def test_a_stranger_is_asked_to_sign_in_and_not_noted(house: Furnished, client: Client) -> None:
    piece = confidential(house)
    assert client.get(f"/bewijs/{piece.id}/bestand/").status_code == 302
    assert looks() == []


def test_what_is_confidential_is_on_no_page_of_others(house: Furnished, signed_in: Opener) -> None:
    piece = confidential(house)
    assert piece.check_point is not None
    full = "/trajecten/inkoop-proef-2025/"
    addresses = [
        f"{full}controlepunten/{piece.check_point.id}/", f"{full}fasen/0/", full, f"{full}tijdlijn/", "/",
    ]  # fmt: skip
    for address in addresses:
        assert "Vertrouwelijk advies" not in source(signed_in("emre").get(address)), address
    check, phase = addresses[:2]
    assert "Vertrouwelijk advies vertrouwelijk advies.pdf" in words(signed_in("iris").get(check))
    for name, told in (("iris", True), ("mila", True), ("emre", False), ("teun", False)):
        assert ("0.1-b nog geen eigenaar 1 bewijsstuk" in words(signed_in(name).get(phase))) == told, name


def test_a_municipality_sees_its_own_confidential_evidence_and_not_that_of_another(
    house: Furnished, signed_in: Opener
) -> None:
    phase = phase_of(house.walk.trajectory, "0")
    check = Check.objects.get(phase=phase, code="0.1-b")
    checking.assign_check(
        check_id=check.id, owner_id=house.cast.anouk.id, who=house.cast.who("sanne"), today=NOW.date()
    )
    piece = checking.add_evidence(
        phase_id=phase.id,
        check_id=check.id,
        title="Cijfers van Almelo",
        upload=checking.Upload("cijfers.pdf", [small_pdf()]),
        is_confidential=True,
        who=house.cast.who("anouk"),
        now=NOW,
    )
    answers: dict[str, Any] = {}
    for name in ("anouk", "emre", "sanne", "teun"):
        answer = signed_in(name).get(f"/bewijs/{piece.id}/bestand/")
        answers[name] = answer.status_code
        b"".join(getattr(answer, "streaming_content", []))
    assert answers == {"anouk": 200, "emre": 404, "sanne": 200, "teun": 404}
    assert [(name, allowed) for name, _, _, allowed in looks()] == [
        ("Anouk Proef", True),
        ("Emre Proef", False),
        ("Sanne Proef", True),
        ("Teun Proef", False),
    ]


def test_a_link_opens_where_it_leads(house: Furnished, signed_in: Opener) -> None:
    row = checking.add_evidence(
        phase_id=house.phase.id, check_id=house.check.id, title="Link", url=LINK, who=house.cast.who("sanne"), now=NOW
    )
    answer = signed_in("sanne").get(f"/bewijs/{row.id}/bestand/")
    assert (answer.status_code, answer["Location"]) == (302, LINK)


def test_a_confidential_link_is_opened_through_a_noted_look(house: Furnished, signed_in: Opener) -> None:
    row = checking.add_evidence(
        phase_id=house.phase.id,
        check_id=house.check.id,
        title="Geheime link",
        url=LINK,
        is_confidential=True,
        who=house.cast.who("sanne"),
        now=NOW,
    )
    page = signed_in("iris").get(page_of(house))
    assert links(main(page))["Geheime link"] == f"/bewijs/{row.id}/bestand/"
    assert LINK not in source(page)
    assert looks() == []
    answer = signed_in("iris").get(f"/bewijs/{row.id}/bestand/")
    assert (answer.status_code, answer["Location"]) == (302, LINK)
    assert looks() == [("Iris Proef", "Geheime link", "traject:proefpilot", True)]


# --- Withdrawing ------------------------------------------------------------------------------------------------------
def test_withdrawing_the_last_piece_opens_the_check_again(house: Furnished, signed_in: Opener) -> None:
    client = signed_in("anouk")
    client.post(f"{page_of(house)}stand/finish/", {"reason": ""})
    address = f"/bewijs/{house.evidence.id}/intrekken/"
    assert address in links(main(client.get(page_of(house)))).values()
    empty = client.post(address, {"reason": " "})
    assert (empty.status_code, list(Page.of(empty).errors)) == (422, ["reason"])
    answer = client.post(address, {"reason": "Verkeerde versie"}, follow=True)
    assert answer.redirect_chain == [(page_of(house), 302)]
    assert messages(answer) == "Het bewijs is ingetrokken. De tijdlijn bewaart dat het er was."
    assert "Nog geen bewijs." in said(answer, "Bewijs")
    assert words(answer).count("Gereed melden") == 1, "it is open again"
    assert client.get(address).status_code == 404
    assert client.get(f"/bewijs/{house.evidence.id}/bestand/").status_code == 404
    told = words(client.get(f"{PILOT}tijdlijn/"))
    assert "Trok bewijs in bij controlepunt 0.1-b van fase 0" in told
    assert "Verkeerde versie" in told
