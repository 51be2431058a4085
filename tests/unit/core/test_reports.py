"""The content of reports, and typesetting with our own files only."""

import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pikepdf
import pytest
from django.conf import LazySettings

from core.reports.rules import canonical, canonical_json, ensure_complete, file_name, fingerprint_of
from core.reports.typesetting import HOUSE, AssetError, asset, typeset


def test_content_has_one_form() -> None:
    content = {
        "b": (1, True, None),
        "a": date(2027, 5, 12),
        "c": Decimal("12.50"),
        "d": UUID(int=7),
        "e": datetime(2027, 5, 12, 9, tzinfo=UTC),
    }
    assert canonical(content)["a"] == "2027-05-12"
    assert list(json.loads(canonical_json(content))) == ["a", "b", "c", "d", "e"]
    assert fingerprint_of(content) == fingerprint_of(json.loads(canonical_json(content)))
    assert fingerprint_of(content) != fingerprint_of(content | {"c": Decimal("12.51")})


@pytest.mark.parametrize("wrong", [0.1, object(), {1: "x"}, [float("nan")], {"x": {3}}])
def test_what_has_no_exact_form_is_refused(wrong: object) -> None:
    with pytest.raises(TypeError):
        fingerprint_of({"x": wrong} if not isinstance(wrong, dict) else wrong)


def test_a_moment_needs_a_zone() -> None:
    with pytest.raises(ValueError, match="time zone"):
        canonical(datetime(2027, 5, 12))


def test_content_names_report_and_subject() -> None:
    with pytest.raises(ValueError, match="subject_name"):
        ensure_complete({"title": "Voortgang", "subject_name": " "})


def test_file_name_has_no_path() -> None:
    assert file_name("Voortgang: a/b 'c'", date(2022, 2, 7)) == "Voortgang a b c 07-02-2022.pdf"


def test_own_files_are_found() -> None:
    assert asset(f"{HOUSE}/static/css/report.css")
    assert asset(f"{HOUSE}/static/npm/fonts/source-sans-3-400.woff2")


@pytest.mark.parametrize(
    "url",
    [
        "https://elders.example/x.png",
        "http://169.254.169.254/latest/",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        f"{HOUSE}/static/../config/settings.py",
        f"{HOUSE}/static/%2e%2e/config/settings.py",
        f"{HOUSE}/etc/passwd",
        f"{HOUSE}/static/css/bestaat-niet.css",
        f"{HOUSE}.elders.example/static/css/report.css",
    ],
)
def test_everything_else_ends_the_typesetting(url: str, settings: LazySettings, tmp_path: Path) -> None:
    assert asset(url) is None
    settings.TEMPLATES = [settings.TEMPLATES[0] | {"DIRS": [tmp_path], "APP_DIRS": False}]
    for html in (f'<img alt="x" src="{url}">', f'<link rel="stylesheet" href="{url}">'):
        (tmp_path / "bad.html").write_text(f"<html lang='nl'><title>x</title><body>{html}")
        with pytest.raises(AssetError):
            typeset("bad.html", {})


def test_a_report_is_a_tagged_document_in_dutch() -> None:
    report = {
        "title": "Voortgang Jeugdhulp 2025",
        "organisation": "OZJT",
        "kind_label": "Voortgangsrapport",
        "as_of": date(2022, 2, 7),
        "fingerprint": "ab" * 32,
        "summary": ["Een.", "Twee.", "Drie."],
    }
    document = typeset("reports/base.html", {"report": report})
    with pikepdf.open(io.BytesIO(document.pdf)) as pdf:
        assert len(pdf.pages) == document.pages
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "nl"
        assert str(pdf.docinfo.Title) == report["title"]
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
