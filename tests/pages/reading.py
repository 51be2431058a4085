"""Reading a page as a person does: its words, its links, its fields and what is wrong with them."""

import html
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def source(answer: Any) -> str:
    """The page as HTML."""
    text: str = answer.content.decode()
    return text


def text_of(fragment: str) -> str:
    """What stands in a piece of HTML, on one line."""
    bare = re.sub(r"<(script|style)\b.*?</\1>", " ", fragment, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split()).replace(" .", ".").replace(" ,", ",")


def main(answer: Any) -> str:
    """The part of a page that is its own."""
    found = re.search(r"<main\b.*?</main>", source(answer), re.DOTALL)
    assert found, source(answer)[:300]
    return found[0]


def words(answer: Any) -> str:
    """What a page itself says."""
    return text_of(main(answer))


def section(answer: Any, title: str) -> str:
    """The HTML from a heading up to the next of the same level."""
    parts = re.split(r"(?=<h2\b)", main(answer))
    found = [part for part in parts if part.startswith("<h2") and text_of(part.split("</h2>")[0]).startswith(title)]
    assert found, f"no heading '{title}' among {[text_of(part.split('</h2>')[0]) for part in parts[1:]]}"
    return found[0]


def said(answer: Any, title: str) -> str:
    """What a section says."""
    return text_of(section(answer, title))


def links(fragment: str) -> dict[str, str]:
    """The links of a piece of HTML: their words and where they lead."""
    found = re.findall(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', fragment, re.DOTALL)
    return {text_of(label): html.unescape(address) for address, label in found}


def messages(answer: Any) -> str:
    """What the page reports about the last step."""
    found = re.search(
        r'<div class="messages"[^>]*>(.*?)</div>\s*</div>|<div class="messages"[^>]*>(.*?)</div>',
        source(answer),
        re.DOTALL,
    )
    return text_of(found[0]) if found else ""


@dataclass
class Page(HTMLParser):
    """The fields of a page: attributes by id, values by name, and the text of every element with an id."""

    elements: dict[str, dict[str, str]] = field(default_factory=dict)
    values: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    controls: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, str]] = []
        self._area = ""
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what has an id or a name."""
        given = {name: value or "" for name, value in attrs} | {"tag": tag}
        if tag not in VOID:
            self._open.append((tag, given.get("id", "")))
        if given.get("id"):
            self.elements[given["id"]] = given
            self.texts.setdefault(given["id"], "")
        name = given.get("name", "")
        if tag in {"input", "textarea", "select"} and name:
            self.controls.append(given)
        if tag == "input" and name and (given.get("type") not in {"checkbox", "radio"} or "checked" in given):
            self.values.setdefault(name, []).append(given.get("value", ""))
        self._area = name if tag == "textarea" else self._area
        if tag == "textarea":
            self.values[name] = [""]
        self._select = name if tag == "select" else self._select
        if tag == "option" and "selected" in given:
            self.values.setdefault(self._select, []).append(given.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        """Close what was open."""
        while self._open and self._open.pop()[0] != tag:
            pass
        self._area = "" if tag == "textarea" else self._area

    def handle_data(self, data: str) -> None:
        """Add the text to every open element with an id."""
        if self._area:
            held = self.values[self._area]
            held[0] += data if held[0] else data.removeprefix("\n")  # the first line break is not part of the text
        for _, name in self._open:
            if name:
                self.texts[name] += data

    @classmethod
    def of(cls, answer: Any) -> "Page":
        """The fields of an answer's own part."""
        page = cls()
        page.feed(main(answer))
        return page

    def error(self, name: str) -> str:
        """What is wrong with a field, as its control points at it; an assertion when it does not."""
        text = " ".join(self.texts.get(f"id_{name}_error", "").split()).removeprefix("Fout: ")
        if text:
            marked = [row for row in self.controls if row.get("name") == name and row.get("aria-invalid") == "true"]
            assert marked, f"{name} is not marked as wrong"
            owners = [*marked, self.elements.get(f"id_{name}", {})]
            assert any(f"id_{name}_error" in row.get("aria-describedby", "").split() for row in owners), name
        return text

    @property
    def errors(self) -> dict[str, str]:
        """What is wrong, by field."""
        wrong = [name[3:-6] for name in self.texts if name.startswith("id_") and name.endswith("_error")]
        return {name: self.error(name) for name in wrong}

    def filled_in(self) -> dict[str, Any]:
        """What the form would send as it stands."""
        skipped = {"csrfmiddlewaretoken", "opslaan"}
        return {
            name: given if len(given) > 1 else given[0] for name, given in self.values.items() if name not in skipped
        }
