"""What a file may be called and may be; pure, except that `inspect` reads the file it is given."""

import unicodedata
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf
from PIL import Image

from core.lifecycles.rules import Refused, refuse

MAX_UNPACKED_BYTES = 200_000_000
MAX_ZIP_MEMBERS = 5_000
MAX_PIXELS = 60_000_000
_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is accepted: its extensions, media type and first bytes."""

    extensions: tuple[str, ...]
    media_type: str
    magic: bytes
    label: str


KINDS = (
    FileKind((".pdf",), "application/pdf", b"%PDF-", "pdf"),
    FileKind((".docx",), f"{_OFFICE}wordprocessingml.document", b"PK\x03\x04", "Word (docx)"),
    FileKind((".xlsx",), f"{_OFFICE}spreadsheetml.sheet", b"PK\x03\x04", "Excel (xlsx)"),
    FileKind((".png",), "image/png", b"\x89PNG\r\n\x1a\n", "png"),
    FileKind((".jpg", ".jpeg"), "image/jpeg", b"\xff\xd8\xff", "jpg"),
)
ACCEPTED = "pdf, docx, xlsx, png of jpg"
# Keys in a PDF that make it do something by itself or carry something else along.
ACTIVE_KEYS = frozenset(
    {"/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch", "/EmbeddedFiles", "/EF", "/XFA", "/RichMedia"}
)
ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE"})


def safe_name(name: str) -> str:
    """A file name as data: composed accents, no path, no control or direction characters, at most 255 characters."""
    composed = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in composed if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    kept = unicodedata.normalize("NFC", kept).strip().strip(".") or "bestand"
    if len(kept) <= 255:
        return kept
    stem, dot, extension = kept.rpartition(".")
    return f"{stem[: 254 - len(extension)]}.{extension}" if dot and len(extension) < 10 else kept[:255]


def kind_for(name: str, head: bytes) -> FileKind:
    """The kind that both the extension and the first bytes say; raises Refused with what to do when they don't."""
    extension = Path(name).suffix.lower()
    for kind in KINDS:
        if extension in kind.extensions:
            if head.startswith(kind.magic):
                return kind
            raise Refused(
                refuse(f"De inhoud van '{name}' is geen {kind.label}. Sla het bestand opnieuw op als {kind.label}.")
            )
    raise Refused(refuse(f"'{name}' kan niet: kies een bestand van het type {ACCEPTED}."))


def inspect(kind: FileKind, path: Path, name: str) -> None:
    """Look inside the file at `path`; raises Refused when it is broken, locked, too large inside, or active."""
    try:
        if kind.media_type.startswith(_OFFICE):
            _inspect_office(path, name)
        elif zipfile.is_zipfile(path):
            raise Refused(refuse(f"'{name}' is ook een zipbestand. Sla het opnieuw op als {kind.label}."))
        elif kind.media_type == "application/pdf":
            _inspect_pdf(path, name)
        else:
            _inspect_image(path, name)
    except Refused:
        raise
    except Exception as error:
        raise Refused(refuse(f"'{name}' kan niet worden gelezen. Controleer of het bestand heel is.")) from error


def _inspect_pdf(path: Path, name: str) -> None:
    try:
        document = pikepdf.open(path, attempt_recovery=False)
    except pikepdf.PasswordError as error:
        raise Refused(refuse(f"'{name}' heeft een wachtwoord. Haal het wachtwoord eraf.")) from error
    with document:
        for item in document.objects:
            for part in _parts(item):
                active = ACTIVE_KEYS.intersection(part.keys())
                action = part.get("/S")
                # Opening at a page is harmless; opening with an action is not.
                if active == {"/OpenAction"} and isinstance(part["/OpenAction"], pikepdf.Array):
                    active = frozenset()
                if active or (isinstance(action, pikepdf.Name) and str(action) in ACTIVE_ACTIONS):
                    raise Refused(
                        refuse(
                            f"'{name}' bevat een script, een bijlage of een automatische actie. "
                            "Druk het bestand af naar een nieuwe pdf en kies die."
                        )
                    )


def _parts(item: Any) -> Iterator[Any]:
    """Every dictionary of a PDF object, also those that lie inside it; what it refers to is an object of its own."""
    waiting = [item]
    while waiting:
        part = waiting.pop()
        if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
            yield part
            inner = [part.get(key) for key in part.keys()]  # noqa: SIM118  (a stream cannot be walked otherwise)
        elif isinstance(part, pikepdf.Array):
            inner = list(part)
        else:
            continue
        waiting += [value for value in inner if not getattr(value, "is_indirect", False)]


def _inspect_office(path: Path, name: str) -> None:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if len(members) > MAX_ZIP_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
            raise Refused(refuse(f"'{name}' is uitgepakt te groot."))
        names = {member.filename for member in members}
        if "[Content_Types].xml" not in names:
            raise Refused(refuse(f"'{name}' is geen Office-document."))
        if any(member.lower().endswith("vbaproject.bin") for member in names):
            raise Refused(refuse(f"'{name}' bevat macro's. Sla het op zonder macro's."))
        folder = "word/" if path.suffix == ".docx" or name.lower().endswith(".docx") else "xl/"
        if not any(member.startswith(folder) for member in names):
            raise Refused(refuse(f"De inhoud van '{name}' past niet bij de naam."))


def _inspect_image(path: Path, name: str) -> None:
    with Image.open(path) as image:
        if image.width * image.height > MAX_PIXELS:
            raise Refused(refuse(f"'{name}' heeft te veel beeldpunten. Maak de afbeelding kleiner."))
        image.verify()
        is_jpg = image.format in {"JPEG", "MPO"}
    if is_jpg and not jpg_is_whole(path.read_bytes()):
        raise ValueError("The jpg stops halfway.")  # which verifying does not see


def jpg_is_whole(content: bytes) -> bool:
    """Whether the segments of a jpg lead to its end mark; marks inside a segment, as of a thumbnail, do not count."""
    place = content.find(b"\xff", 2)
    while place != -1 and place + 1 < len(content):
        mark = content[place + 1]
        if mark == 0xD9:
            return True
        if mark == 0xFF:
            place += 1
        elif mark <= 0x01 or 0xD0 <= mark <= 0xD8:  # marks without a segment, and plain picture data
            place += 2
        else:
            place += 2 + int.from_bytes(content[place + 2 : place + 4])
        place = content.find(b"\xff", place)
    return False
