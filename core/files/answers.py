"""Handing a stored file to a browser: always as an attachment, never guessed at."""

from django.http import FileResponse, Http404

from core.files.models import StoredFile
from core.files.services import address_of


def download(file: StoredFile, *, inline: bool = False) -> FileResponse:
    """The file as an answer; call it only from a view that has asked access.

    `inline` is for PDFs that the system made itself. Raises Http404 when the content is gone.
    """
    try:
        content = address_of(file.sha256).open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    response = FileResponse(content, as_attachment=not inline, filename=file.name, content_type=file.media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
