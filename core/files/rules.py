"""What a file may be called and may be; pure, except that `inspect` reads the file it is given."""

import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import Path

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
ACTIVE_KEYS = frozenset({"/JavaScript", "/JS", "/OpenAction", "/AA", "/Launch", "/EmbeddedFiles", "/XFA", "/RichMedia"})
ACTIVE_ACTIONS = frozenset({"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToE"})


def safe_name(name: str) -> str:
    """A file name as data: composed accents, no path, no control or direction characters, at most 255 characters."""
    composed = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(char for char in composed if unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    kept = kept.strip().strip(".") or "bestand"
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
        if kind.media_type == "application/pdf":
            _inspect_pdf(path, name)
        elif kind.media_type.startswith(_OFFICE):
            _inspect_office(path, name)
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
            if isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
                active = ACTIVE_KEYS.intersection(item.keys())
                action = str(item.get("/S", ""))
                # Opening at a page is harmless; opening with an action is not.
                if active == {"/OpenAction"} and isinstance(item["/OpenAction"], pikepdf.Array):
                    active = frozenset()
                if active or action in ACTIVE_ACTIONS:
                    raise Refused(
                        refuse(
                            f"'{name}' bevat een script, een bijlage of een automatische actie. "
                            "Druk het bestand af naar een nieuwe pdf en kies die."
                        )
                    )


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
