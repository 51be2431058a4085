"""Receiving and storing files, in an order that loses nothing when the machine stops halfway."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.conf import settings

from core.files.models import StoredFile
from core.files.rules import inspect, kind_for, safe_name
from core.lifecycles.rules import Refused, refuse


def address_of(sha256: str) -> Path:
    """Where content with this fingerprint lies."""
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256


def receive(*, chunks: Iterable[bytes], name: str, received_from: str, now: datetime) -> StoredFile:
    """Take in an upload from outside: check it, store it, answer its row.

    Raises Refused with what to do when it is empty, too large, of another type than its name says, broken or active.
    Nothing is left behind then.
    """
    name = safe_name(name)

    def check(path: Path) -> str:
        with path.open("rb") as file:
            head = file.read(16)
        kind = kind_for(name, head)
        inspect(kind, path, name)
        return kind.media_type

    return _store(chunks, name, received_from, now, check)


def keep(*, content: bytes, name: str, media_type: str, made_by: str, now: datetime) -> StoredFile:
    """Store a file that the system made itself."""
    return _store([content], name, made_by, now, lambda path: media_type)


def _store(chunks: Iterable[bytes], name: str, received_from: str, now: datetime, check) -> StoredFile:  # type: ignore[no-untyped-def]
    root = Path(settings.FILES_ROOT)
    incoming = root / "incoming"
    incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle, temporary = tempfile.mkstemp(dir=incoming)
    path = Path(temporary)
    try:
        digest, size = hashlib.sha256(), 0
        with os.fdopen(handle, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > settings.MAX_UPLOAD_BYTES:
                    limit = settings.MAX_UPLOAD_BYTES // 1_000_000
                    raise Refused(refuse(f"'{name}' is te groot. Een bestand mag hoogstens {limit} MB zijn."))
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        if size == 0:
            raise Refused(refuse(f"'{name}' is leeg. Kies het goede bestand."))
        media_type = check(path)
        address = address_of(digest.hexdigest())
        address.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.rename(address)
        _sync_folder(address.parent)
    finally:
        path.unlink(missing_ok=True)
    return StoredFile.objects.create(
        sha256=digest.hexdigest(),
        size=size,
        name=name,
        media_type=media_type,
        received_at=now,
        received_from=received_from,
    )


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
