"""What a file may be called and may be."""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

from core.files.rules import KINDS, MAX_UNPACKED_BYTES, MAX_ZIP_MEMBERS, inspect, jpg_is_whole, kind_for, safe_name
from core.lifecycles.rules import Refused

ACTIVE = "bevat een script, een bijlage of een automatische actie"


# --- Names ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("verslag.pdf", "verslag.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Sanne\\verslag.pdf", "verslag.pdf"),
        ("verslag\x00.pdf", "verslag.pdf"),
        ("verslag.pdf\r\nSet-Cookie: a=b", "verslag.pdfSet-Cookie: a=b"),
        ("verslag\u202efdp.exe", "verslagfdp.exe"),
        ("e\u0301e\u0301n.pdf", "\u00e9\u00e9n.pdf"),
        ("e\u200d\u0301.pdf", "\u00e9.pdf"),
        ("  spaties.pdf ", "spaties.pdf"),
        ("..", "bestand"),
        ("/", "bestand"),
        ("", "bestand"),
        ("<h1>.pdf", "<h1>.pdf"),
    ],
)
def test_a_name_is_only_data(given_name: str, kept: str) -> None:
    assert safe_name(given_name) == kept


def test_a_name_of_ten_thousand_characters_keeps_its_extension() -> None:
    assert safe_name("a" * 10_000 + ".docx") == "a" * 250 + ".docx"
    assert safe_name("a" * 10_000) == "a" * 255


@given(st.text(max_size=400))
@example("a\u200d" * 200 + "\u0301.pdf")
@example("." * 300)
def test_no_name_is_empty_long_decomposed_or_holds_a_path_or_a_control_character(name: str) -> None:
    kept = safe_name(name)
    assert 1 <= len(kept) <= 255
    assert kept == unicodedata.normalize("NFC", kept)
    assert not {"/", "\\", "\0", "\r", "\n", "\u202e"} & set(kept)
    assert {unicodedata.category(char) for char in kept} & {"Cc", "Cf", "Cs"} == set()


# --- Kinds ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.label)
def test_a_kind_is_what_extension_and_first_bytes_both_say(kind: object) -> None:
    for extension in kind.extensions:  # type: ignore[attr-defined]
        for written in (extension, extension.upper()):
            assert kind_for(f"stuk{written}", kind.magic + b"rest") == kind  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.label)
@pytest.mark.parametrize("head", [b"", b"<html>", b"MZ\x90\x00", b" %PDF-1.7", b"GIF89a", b"PK\x05\x06"])
def test_other_first_bytes_are_refused_with_what_to_do(kind: object, head: bytes) -> None:
    name = f"stuk{kind.extensions[0]}"  # type: ignore[attr-defined]
    with pytest.raises(Refused) as refused:
        kind_for(name, head)
    label = kind.label  # type: ignore[attr-defined]
    assert str(refused.value) == f"De inhoud van '{name}' is geen {label}. Sla het bestand opnieuw op als {label}."


@pytest.mark.parametrize("name", ["stuk.exe", "stuk.html", "stuk.svg", "stuk.docm", "stuk.pdf.js", "stuk", ".pdf"])
def test_other_extensions_are_refused_with_what_is_possible(name: str) -> None:
    with pytest.raises(Refused) as refused:
        kind_for(name, b"%PDF-1.7")
    assert str(refused.value) == f"'{name}' kan niet: kies een bestand van het type pdf, docx, xlsx, png of jpg."


# --- Inside -----------------------------------------------------------------------------------------------------------
@pytest.fixture
def verdict_on(tmp_path: Path) -> Callable[[str, bytes], str]:
    """Answers with the refusal of a file, or nothing when it is accepted."""

    def judge(name: str, content: bytes) -> str:
        path = tmp_path / "upload"
        path.write_bytes(content)
        try:
            inspect(kind_for(name, content[:16]), path, name)
        except Refused as refusal:
            return refusal.verdict.reason
        return ""

    return judge


def pdf(change: Callable[[pikepdf.Pdf], None] = lambda document: None, **options: object) -> bytes:
    """A page, changed."""
    document = pikepdf.new()
    document.add_blank_page()
    change(document)
    target = io.BytesIO()
    document.save(target, **options)  # type: ignore[arg-type]
    return target.getvalue()


def script() -> Dictionary:
    """A harmless script."""
    return Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))


def annotation(**values: object) -> Callable[[pikepdf.Pdf], None]:
    """Puts an annotation on the page, as a dictionary inside it."""

    def change(document: pikepdf.Pdf) -> None:
        box = Array([0, 0, 9, 9])
        document.pages[0].Annots = Array([Dictionary(Type=Name.Annot, Rect=box, **values)])  # type: ignore[arg-type]

    return change


def in_root(**values: object) -> Callable[[pikepdf.Pdf], None]:
    """Puts values in the root of the document."""

    def change(document: pikepdf.Pdf) -> None:
        for key, value in values.items():
            document.Root[f"/{key}"] = value() if callable(value) else value

    return change


def attached_to_page(document: pikepdf.Pdf) -> None:
    stream = document.make_stream(b"MZ", Type=Name.EmbeddedFile)
    file = Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=stream))
    annotation(Subtype=Name.FileAttachment, FS=file)(document)


ACTIVE_PDFS: dict[str, Callable[[pikepdf.Pdf], None]] = {
    "opens with a script": in_root(OpenAction=script),
    "opens by launching": in_root(OpenAction=lambda: Dictionary(S=Name.Launch, F=String("cmd.exe"))),
    "scripts by name": in_root(Names=lambda: Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script()])))),
    "acts by itself": in_root(AA=lambda: Dictionary(WC=script())),
    "link with a script": annotation(Subtype=Name.Link, A=Dictionary(S=Name.JavaScript, JS=String("x"))),
    "link that sends": annotation(Subtype=Name.Link, A=Dictionary(S=Name.SubmitForm, F=String("http://x.example"))),
    "script after a link": annotation(
        Subtype=Name.Link,
        A=Dictionary(S=Name.URI, URI=String("https://x.example"), Next=Array([Dictionary(S=Name.Launch)])),
    ),
    "film": annotation(Subtype=Name.Screen, RichMedia=Dictionary()),
    "xfa form": in_root(AcroForm=lambda: Dictionary(Fields=Array([]), XFA=String("<xdp/>"))),
    "embedded file": lambda document: document.attachments.__setitem__("a.txt", b"hallo"),
    "file on the page": attached_to_page,
}


@pytest.mark.parametrize("change", ACTIVE_PDFS.values(), ids=ACTIVE_PDFS.keys())
@pytest.mark.parametrize("packed", [False, True])
def test_a_pdf_that_does_or_carries_something_is_refused(
    change: Callable[[pikepdf.Pdf], None], packed: bool, verdict_on: Callable[[str, bytes], str]
) -> None:
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    reason = verdict_on("stuk.pdf", pdf(change, object_stream_mode=mode))
    assert reason == f"'stuk.pdf' {ACTIVE}. Druk het bestand af naar een nieuwe pdf en kies die."


def test_a_pdf_that_opens_at_a_page_or_links_to_a_site_is_accepted(verdict_on: Callable[[str, bytes], str]) -> None:
    link = annotation(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://www.ozjt.nl")))

    def change(document: pikepdf.Pdf) -> None:
        link(document)
        document.Root.OpenAction = Array([document.pages[0].obj, Name.Fit])

    assert verdict_on("stuk.pdf", pdf(change)) == ""


def test_a_locked_pdf_is_refused(verdict_on: Callable[[str, bytes], str]) -> None:
    locked = pdf(encryption=pikepdf.Encryption(owner="o", user="geheim"))
    assert verdict_on("stuk.pdf", locked) == "'stuk.pdf' heeft een wachtwoord. Haal het wachtwoord eraf."


UNREADABLE = "kan niet worden gelezen. Controleer of het bestand heel is."


def picture(form: str) -> bytes:
    """A picture with noise, so that half of it is really half."""
    target = io.BytesIO()
    Image.effect_noise((80, 80), 90).save(target, form)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [("stuk.pdf", pdf()), ("stuk.png", picture("PNG")), ("stuk.jpg", picture("JPEG"))],
    ids=["pdf", "png", "jpg"],
)
@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_truncated_file_is_refused_and_the_whole_one_accepted(
    name: str, content: bytes, part: float, verdict_on: Callable[[str, bytes], str]
) -> None:
    assert verdict_on(name, content) == ""
    assert verdict_on(name, content[: int(len(content) * part)]) == f"'{name}' {UNREADABLE}"


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpg_is_whole_only_with_its_own_end(progressive: bool) -> None:
    thumbnail = picture("JPEG")  # which has an end mark itself
    target = io.BytesIO()
    noise = Image.effect_noise((160, 160), 90)
    noise.save(target, "JPEG", progressive=progressive, exif=b"Exif\x00\x00" + thumbnail, restart_marker_rows=2)
    content = target.getvalue()
    assert jpg_is_whole(content)
    assert jpg_is_whole(content + b"what a camera adds")
    assert not [cut for cut in range(2, len(content) - 1, 97) if jpg_is_whole(content[:cut])]


def office(folder: str = "word/", more: dict[str, bytes] | None = None) -> bytes:
    """The least that makes an Office document."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        files = {"[Content_Types].xml": b"<Types/>", f"{folder}document.xml": b"<w/>"} | (more or {})
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("stuk.docx", office(), ""),
        ("stuk.xlsx", office("xl/"), ""),
        ("stuk.docx", office("xl/"), "De inhoud van 'stuk.docx' past niet bij de naam."),
        ("stuk.xlsx", office("word/"), "De inhoud van 'stuk.xlsx' past niet bij de naam."),
        (
            "stuk.docx",
            office(more={"word/vbaProject.bin": b"x"}),
            "'stuk.docx' bevat macro's. Sla het op zonder macro's.",
        ),
        ("stuk.docx", office()[:-30], f"'stuk.docx' {UNREADABLE}"),
    ],
    ids=["docx", "xlsx", "sheet called docx", "text called xlsx", "macros", "truncated"],
)
def test_office_documents(name: str, content: bytes, reason: str, verdict_on: Callable[[str, bytes], str]) -> None:
    assert verdict_on(name, content) == reason


def test_a_zip_that_is_no_office_document_is_refused(verdict_on: Callable[[str, bytes], str]) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", "hallo")
    assert verdict_on("stuk.docx", target.getvalue()) == "'stuk.docx' is geen Office-document."


def bomb() -> bytes:
    """An archive of a few kilobytes that says it unpacks to more than is allowed; it is never unpacked."""
    archive = bytearray(office())
    place = archive.rindex(b"PK\x01\x02")  # the entry of the last member in the directory at the end
    archive[place + 24 : place + 28] = (MAX_UNPACKED_BYTES + 1).to_bytes(4, "little")
    return bytes(archive)


@pytest.mark.parametrize(
    "content",
    [bomb(), office(more={f"word/{number}.xml": b"" for number in range(MAX_ZIP_MEMBERS)})],
    ids=["declared size", "members"],
)
def test_a_zip_bomb_is_refused_by_what_it_declares(content: bytes, verdict_on: Callable[[str, bytes], str]) -> None:
    assert verdict_on("stuk.docx", content) == "'stuk.docx' is uitgepakt te groot."


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("stuk.png", picture("PNG") + office()),
        ("stuk.jpg", picture("JPEG") + office()),
        ("stuk.pdf", pdf() + office()),
    ],
    ids=["png", "jpg", "pdf"],
)
def test_a_file_that_is_a_zip_as_well_is_refused(
    name: str, content: bytes, verdict_on: Callable[[str, bytes], str]
) -> None:
    assert verdict_on(name, content) == f"'{name}' is ook een zipbestand. Sla het opnieuw op als {name[-3:]}."


def test_a_picture_of_too_many_points_is_refused_before_it_is_drawn(verdict_on: Callable[[str, bytes], str]) -> None:
    target = io.BytesIO()
    Image.new("1", (8_000, 8_000)).save(target, "PNG")
    reason = verdict_on("stuk.png", target.getvalue())
    assert reason == "'stuk.png' heeft te veel beeldpunten. Maak de afbeelding kleiner."
