"""HTML to a tagged PDF/UA, with nothing from outside the house in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from mimetypes import guess_type
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

HOUSE = "https://inkoopkompas.invalid"  # never reached: only our own fetcher reads it
OPTIONS = {"pdf_variant": "pdf/ua-1"}
TYPES = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


class AssetError(ValueError):
    """A report named a file that is not one of our own, or that is not there."""


class OwnAssets(URLFetcher):
    """Fetches our own static files and fonts; everything else ends the typesetting.

    A missing style or font would otherwise only be a line in a log and a poor document.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("https",), allow_redirects=False, fail_on_errors=True)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Answer with the content of a static file."""
        path = asset(url)
        if path is None:
            raise FatalURLFetchingError(f"Not one of our own files: {url[:200]}")
        media_type = TYPES.get(path.suffix) or guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": media_type})


def asset(url: str) -> Path | None:
    """The static file behind an address in a report, or None."""
    parts = urlsplit(url)
    if f"{parts.scheme}://{parts.netloc}" != HOUSE or not parts.path.startswith(settings.STATIC_URL):
        return None
    name = unquote(parts.path.removeprefix(settings.STATIC_URL))
    if ".." in name.split("/") or "\\" in name:
        return None
    for candidate in (name, _name_without_hash(name)):
        found = finders.find(candidate) if candidate else None
        if isinstance(found, str) and Path(found).is_file():
            return Path(found)
    return None


def _name_without_hash(name: str) -> str:
    """The name of a file before collectstatic gave it one with a hash."""
    hashed = getattr(staticfiles_storage, "hashed_files", {})
    return next((source for source, made in hashed.items() if made == name), "")


@dataclass(frozen=True)
class Typeset:
    """A finished document."""

    pdf: bytes
    pages: int


def typeset(template: str, context: Mapping[str, Any], *, is_tagged: bool = True) -> Typeset:
    """Typeset a template as a PDF/UA-1 with tags, bookmarks and embedded fonts.

    Without tags it is only good for being laid over the pages of another document. Raises AssetError when the document
    asks for anything that is not ours.
    """
    html = render_to_string(template, dict(context))
    options = OPTIONS if is_tagged else {}
    try:
        document = HTML(string=html, base_url=f"{HOUSE}/", url_fetcher=OwnAssets()).render(**options)
        pdf = document.write_pdf(**options)
    except FatalURLFetchingError as error:
        raise AssetError(str(error)) from error
    assert isinstance(pdf, bytes)
    return Typeset(pdf=pdf, pages=len(document.pages))
