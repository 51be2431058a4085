"""Files are stored under their own fingerprint; what is refused leaves nothing behind."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest
from django.conf import LazySettings
from django.db import IntegrityError, transaction
from django.http import Http404
from PIL import Image

from core.files.answers import download
from core.files.models import StoredFile
from core.files.services import address_of, keep, receive
from core.history.tracking import events_of
from core.lifecycles.rules import Refused

NOW = datetime(2022, 2, 7, 9, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def store(settings: LazySettings, tmp_path: Path) -> Path:
    """A store of its own."""
    settings.FILES_ROOT = tmp_path / "files"
    settings.MAX_UPLOAD_BYTES = 1_000_000
    return tmp_path / "files"


def pdf(*, script: bool = False, attachment: bool = False, **options: object) -> bytes:
    document = pikepdf.new()
    document.add_blank_page()
    if script:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    if attachment:
        document.attachments["bijlage.txt"] = b"hallo"
    target = io.BytesIO()
    document.save(target, **options)  # type: ignore[arg-type]
    return target.getvalue()


def docx(*, more: str = "word/styles.xml") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", more):
            archive.writestr(name, "<x/>")
    return target.getvalue()


def bomb() -> bytes:
    """A docx of a kilobyte that says it unpacks to four gigabytes."""
    content = bytearray(docx())
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = (0xFFFFFFF0).to_bytes(4, "little")
    return bytes(content)


def png() -> bytes:
    target = io.BytesIO()
    Image.effect_noise((60, 60), 90).save(target, "PNG")
    return target.getvalue()


def received(content: bytes, name: str) -> StoredFile:
    """Received in small chunks."""
    chunks = (content[start : start + 1000] for start in range(0, len(content), 1000))
    return receive(chunks=chunks, name=name, received_from="Sanne Proef", now=NOW)


def files_in(store: Path) -> list[Path]:
    return [path for path in store.rglob("*") if path.is_file()]


# --- Stored -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("verslag.pdf", pdf(), "application/pdf"),
        ("verslag.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("foto.png", png(), "image/png"),
    ],
)
def test_content_lies_under_its_fingerprint(store: Path, name: str, content: bytes, media_type: str) -> None:
    row = received(content, name)
    fingerprint = hashlib.sha256(content).hexdigest()
    assert (row.sha256, row.size, row.name, row.media_type) == (fingerprint, len(content), name, media_type)
    assert (row.received_at, row.received_from) == (NOW, "Sanne Proef")
    assert files_in(store) == [address_of(fingerprint)] == [store / fingerprint[:2] / fingerprint]
    assert address_of(fingerprint).read_bytes() == content


def test_the_same_content_twice_is_two_rows_and_one_file(store: Path) -> None:
    first, second = received(pdf(), "een.pdf"), received(pdf(), "twee.pdf")
    assert first.sha256 == second.sha256
    assert [first.name, second.name] == ["een.pdf", "twee.pdf"]
    assert files_in(store) == [address_of(first.sha256)]


def test_what_the_system_made_is_kept_as_it_is(store: Path) -> None:
    row = keep(content=b"\x00", name="rapport.pdf", media_type="application/pdf", made_by="Rapporten", now=NOW)
    assert address_of(row.sha256).read_bytes() == b"\x00"
    assert (row.media_type, row.received_from) == ("application/pdf", "Rapporten")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../../etc/verslag.pdf", "verslag.pdf"),
        ("..\\..\\verslag.pdf", "verslag.pdf"),
        ("/etc/cron.d/verslag.pdf", "verslag.pdf"),
        ("versl\x00ag.pdf", "verslag.pdf"),
        ("verslag\r\nX-Kwaad: ja.pdf", "verslagX-Kwaad: ja.pdf"),
        ("verslag\u202efdp.pdf", "verslagfdp.pdf"),
        ("a" * 10_000 + ".pdf", "a" * 251 + ".pdf"),
        ("de\u0301ja\u0300.pdf", "d\u00e9j\u00e0.pdf"),
    ],
    ids=["path", "windows", "root", "nul", "crlf", "bidi", "long", "accents"],
)
def test_a_name_is_made_safe_and_never_leads_out_of_the_store(store: Path, name: str, kept: str) -> None:
    row = received(pdf(), name)
    assert row.name == kept
    assert files_in(store) == [address_of(row.sha256)]
    assert [path.name for path in store.parent.iterdir()] == ["files"]


# --- Refused ----------------------------------------------------------------------------------------------------------
ACTIVE = (
    "'a.pdf' bevat een script, een bijlage of een automatische actie. "
    "Druk het bestand af naar een nieuwe pdf en kies die."
)
BROKEN = "kan niet worden gelezen. Controleer of het bestand heel is."
LOCKED = pikepdf.Encryption(owner="o", user="geheim")
REFUSED = {
    "empty": ("a.pdf", b"", "'a.pdf' is leeg. Kies het goede bestand."),
    "too large": ("a.pdf", pdf() + b" " * 1_000_000, "'a.pdf' is te groot. Een bestand mag hoogstens 1 MB zijn."),
    "other type": ("a.exe", b"MZ", "'a.exe' kan niet: kies een bestand van het type pdf, docx, xlsx, png of jpg."),
    "other content": ("a.pdf", png(), "De inhoud van 'a.pdf' is geen pdf. Sla het bestand opnieuw op als pdf."),
    "html called png": (
        "a.png",
        b"<script>alert(1)</script>",
        "De inhoud van 'a.png' is geen png. Sla het bestand opnieuw op als png.",
    ),
    "pdf behind something": (
        "a.pdf",
        b"\n" + pdf(),
        "De inhoud van 'a.pdf' is geen pdf. Sla het bestand opnieuw op als pdf.",
    ),
    "pdf and zip": ("a.pdf", pdf() + docx(), "'a.pdf' is ook een zipbestand. Sla het opnieuw op als pdf."),
    "locked": ("a.pdf", pdf(encryption=LOCKED), "'a.pdf' heeft een wachtwoord. Haal het wachtwoord eraf."),
    "script": ("a.pdf", pdf(script=True), ACTIVE),
    "attachment": ("a.pdf", pdf(attachment=True), ACTIVE),
    "truncated pdf": ("a.pdf", pdf()[:-40], f"'a.pdf' {BROKEN}"),
    "truncated png": ("a.png", png()[:-40], f"'a.png' {BROKEN}"),
    "zip bomb": ("a.docx", bomb(), "'a.docx' is uitgepakt te groot."),
    "macros": ("a.docx", docx(more="word/vbaProject.bin"), "'a.docx' bevat macro's. Sla het op zonder macro's."),
}


@pytest.mark.parametrize(("name", "content", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_leaves_nothing_behind(store: Path, name: str, content: bytes, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        received(content, name)
    assert refused.value.verdict.reason == reason
    assert files_in(store) == []
    assert StoredFile.objects.count() == 0
    assert events_of(StoredFile).objects.count() == 0


def test_an_upload_that_stops_halfway_leaves_nothing_behind(store: Path) -> None:
    def chunks() -> Iterator[bytes]:
        yield pdf()[:100]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        receive(chunks=chunks(), name="a.pdf", received_from="Sanne Proef", now=NOW)
    assert (files_in(store), StoredFile.objects.count()) == ([], 0)


def test_an_endless_upload_is_refused_while_it_comes_in(store: Path) -> None:
    taken = []

    def chunks() -> Iterator[bytes]:
        while True:
            taken.append(1)
            yield b"%PDF-" * 20_000

    with pytest.raises(Refused, match="te groot"):
        receive(chunks=chunks(), name="a.pdf", received_from="Sanne Proef", now=NOW)
    assert (len(taken), files_in(store)) == (11, [])


def test_a_refused_file_does_not_touch_the_same_content_that_was_accepted(store: Path) -> None:
    row = received(pdf(), "goed.pdf")
    with pytest.raises(Refused):
        received(pdf(), "fout.exe")
    assert files_in(store) == [address_of(row.sha256)]


# --- Kept -------------------------------------------------------------------------------------------------------------
def test_the_database_refuses_rows_without_content_or_with_another_address(store: Path) -> None:
    values = {"name": "a.pdf", "media_type": "application/pdf", "received_at": NOW, "received_from": "x"}
    for sha256, size, constraint in (
        ("0" * 64, 0, "file_not_empty"),
        ("../" + "0" * 61, 1, "file_fingerprint"),
        ("A" * 64, 1, "file_fingerprint"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            StoredFile.objects.create(sha256=sha256, size=size, **values)


def test_a_download_is_an_attachment_with_a_name_that_cannot_break_out(store: Path) -> None:
    row = received(pdf(), 'd\u00e9j\u00e0 "vu".pdf')
    response = download(row)
    assert b"".join(response.streaming_content) == pdf()  # type: ignore[arg-type]
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''d%C3%A9j%C3%A0%20%22vu%22.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    response.close()


def test_a_report_of_our_own_may_be_shown_in_the_page(store: Path) -> None:
    row = keep(content=pdf(), name="rapport.pdf", media_type="application/pdf", made_by="Rapporten", now=NOW)
    response = download(row, inline=True)
    assert response["Content-Disposition"] == 'inline; filename="rapport.pdf"'
    response.close()


def test_content_that_is_gone_is_not_found(store: Path) -> None:
    row = received(pdf(), "a.pdf")
    address_of(row.sha256).unlink()
    with pytest.raises(Http404):
        download(row)
