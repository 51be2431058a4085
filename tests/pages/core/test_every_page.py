"""What every page promises: a strict policy, nothing inline, text shown literally, ids that are not guessed at."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from core.history.services import recorded
from procurement.checks import services as checking
from procurement.trajectory.models import Check, Milestone, Phase, Trajectory
from tests.access.table import ALLAUTH, ALLAUTH_KWARGS, POSTS, TABLE, Furnished, expected
from tests.conftest import NOW
from tests.pages.reading import Page, source

pytestmark = pytest.mark.django_db(databases=["default", "looks"])
Opener = Callable[[str], Client]
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}
INLINE = {
    "a style attribute": r"<[^>]+\sstyle\s*=",
    "a style element": r"<style\b",
    "a script of its own": r'<script\b(?![^>]*\bsrc=)(?![^>]*type="application/json")',
    "a handler": r"<[^>]+\son[a-z]+\s*=",
    "an address that runs": r'(?:href|src|action)\s*=\s*["\']?\s*(?:javascript|data|vbscript):',
    "something from elsewhere": r'<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)="(?:https?:)?//',
    "evaluated markup": r"\bhx-(?:on|vals=.js:)",
}
SHOWN_TO = {"daan": ["portal:home"], "teun": [name for name in TABLE if name.startswith("people:")]}


def pages(house: Furnished, signed_in: Opener) -> Iterator[tuple[str, Any]]:
    """Every page that somebody gets to see, and the refusals of one who sees little."""
    for name in TABLE:
        person = next((who for who, status in expected(name).items() if status == 200 and who != "a stranger"), None)
        for who in {person, *[who for who, names in SHOWN_TO.items() if name in names]} - {None}:
            yield f"{name} for {who}", signed_in(str(who)).get(house.address(name))
    for name in ("trajectory:trajectory", "looks:list"):
        yield f"{name} refused", signed_in("emre").get(house.address(name))
    for name in ALLAUTH:
        address = reverse(name, kwargs=ALLAUTH_KWARGS.get(name))
        for client in (Client(), signed_in("sanne")):
            yield name, client.get(address, follow=True)
    yield "an error", signed_in("sanne").get("/bestaat/niet/")


def wrong_forms(house: Furnished, signed_in: Opener) -> Iterator[tuple[str, Any]]:
    """Every form, sent with nothing in it."""
    for name, (person, sent) in POSTS.items():
        if sent:
            answer = signed_in(person).post(house.address(name), {})
            if answer.status_code != 302:
                yield name, answer


def html_of(answer: Any) -> str:
    """The HTML of an answer, or nothing when it is a file."""
    if answer.streaming:
        b"".join(answer.streaming_content)
        return ""
    return source(answer) if answer["Content-Type"].startswith("text/html") else ""


def test_every_answer_carries_the_policy_and_every_page_is_whole(house: Furnished, signed_in: Opener) -> None:
    seen = 0
    for name, answer in [*pages(house, signed_in), *wrong_forms(house, signed_in)]:
        sent = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";") if part.strip())
        assert sent == POLICY, name
        headers = (answer["X-Frame-Options"], answer["X-Content-Type-Options"], answer["Referrer-Policy"])
        assert headers == ("DENY", "nosniff", "same-origin"), name
        page = html_of(answer)
        if page:
            seen += 1
            nothing_is_inline(name, page)
            is_whole(name, page)
    assert seen > 70


def nothing_is_inline(name: str, page: str) -> None:
    """No style, script or handler stands in the page itself."""
    for what, pattern in INLINE.items():
        found = re.search(pattern, page, re.IGNORECASE)
        assert not found, f"{name} has {what}: {page[max(0, found.start() - 50) : found.end() + 80]}"


def is_whole(name: str, page: str) -> None:
    """One title, one heading, no id twice, nothing of the template left."""
    assert page.startswith("<!doctype html>"), name
    assert '<html lang="nl"' in page, name
    assert page.count("<h1") == 1, name
    assert re.search(r"<title>[^<]*\w[^<]* - Inkoopkompas</title>", page), name
    assert page.count("<main") == 1, name
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids)), f"{name} has an id twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    for left_over in ("{%", "{{", "None</", ">None", "&lt;bound method", "object at 0x"):
        assert left_over not in page, f"{name} shows {left_over}"


def test_every_field_with_an_error_points_at_it(house: Furnished, signed_in: Opener) -> None:
    forms = dict(wrong_forms(house, signed_in))
    without_needed_fields = {"checks:assign", "decisions:condition_plan", "mandates:holder"}
    assert {name for name, answer in forms.items() if answer.status_code == 422} == {
        name for name, (_, sent) in POSTS.items() if sent
    } - without_needed_fields - {"checks:remark"}
    for name, answer in forms.items():
        if answer.status_code != 422 or name == "checks:profile":  # which first asks to choose, without a form
            continue
        page = Page.of(answer)
        assert page.errors, name
        assert all(page.errors.values()), name
        form = answer.context["form"]
        shown = {field for field in form.errors if field != "__all__" and not form[field].is_hidden}
        assert set(page.errors) == shown, name
        for field in page.errors:
            assert f'href="#id_{field}' in source(answer), f"{name} leads to {field} from the top"


# --- Text is text -----------------------------------------------------------------------------------------------------
EVIL = "<script>alert(1)</script>{{7*7}}<b onclick=x>&amp;'\""
SHOWN = "&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}&lt;b onclick=x&gt;&amp;amp;&#x27;&quot;"


@pytest.fixture
def hostile(house: Furnished) -> Furnished:
    """The house with a text in every field that tries to be more."""
    who = house.cast.who("sanne")
    pilot = house.phase.trajectory
    with recorded(who, EVIL):
        Trajectory.objects.filter(id=pilot.id).update(name=EVIL, summary=EVIL, announcement=EVIL, announced_at=NOW)
        Phase.objects.filter(id=house.phase.id).update(remark=EVIL, name=EVIL, short="<i>x</i>")
        Check.objects.filter(id=house.check.id).update(remark=EVIL, text=EVIL, explanation=EVIL)
        Milestone.objects.filter(id=house.milestone.id).update(what=EVIL, is_public=True)
        for person in (house.cast.sanne, house.cast.bram, house.cast.anouk, house.cast.daan):
            person.name = EVIL
            person.save()
    house.job.title = house.job.error = EVIL
    house.job.state, house.job.finished_at = "failed", NOW
    house.job.save()
    checking.add_evidence(
        phase_id=house.phase.id, check_id=house.check.id, title=EVIL, url="https://voorbeeld.example/?a='\"<b>",
        who=who, now=NOW,
    )  # fmt: skip
    checking.settle_check(check_id=house.check.id, transition="skip", reason=EVIL, who=who, now=NOW)
    house.phase.refresh_from_db()
    house.check.refresh_from_db()
    return house


LITERALLY = (
    "today:today", "portal:home", "municipality:municipality", "trajectory:list", "trajectory:trajectory",
    "trajectory:edit", "trajectory:announce", "trajectory:milestone_remove", "trajectory:timeline", "checks:list",
    "trajectory:phase", "trajectory:plan", "checks:check", "checks:remark", "people:list", "people:person",
    "jobs:mine", "jobs:job", "catalogue:segment", "gates:pass",
)  # fmt: skip


def test_markup_in_text_is_shown_literally_everywhere(hostile: Furnished, signed_in: Opener) -> None:
    literal: set[str] = set()
    for label, answer in pages(hostile, signed_in):
        name, page = label.split()[0], html_of(answer)
        assert "<script>alert(1)" not in page, name
        assert "<b onclick" not in page, name
        assert "49&lt;" not in page, name
        if SHOWN in page:
            literal.add(name)
    assert set(LITERALLY) - literal == set()


def test_markup_in_a_form_that_is_refused_comes_back_literally(house: Furnished, signed_in: Opener) -> None:
    for name, (person, sent) in POSTS.items():
        texts = {key: EVIL for key in sent if key != "version"}
        if not texts:
            continue
        page = source(signed_in(person).post(house.address(name), texts | {"version": "0"}, follow=True))
        assert "<script>alert(1)" not in page, name
        assert "<b onclick" not in page, name


# --- Ids --------------------------------------------------------------------------------------------------------------
# A button that takes something out says so, or does nothing, when it is out already.
TAKEN_OUT_TWICE = {
    ("meeting_sets:document", "document"): 302,
    ("decisions:evidence_remove", "evidence"): 403,
    ("factors:session_end", "session"): 302,
}


def test_an_unknown_id_does_not_exist(house: Furnished, signed_in: Opener) -> None:
    tried, wrong = set(), []
    for name in TABLE:
        kwargs = house.kwargs(name)
        for key, value in kwargs.items():
            other: Any = uuid4() if isinstance(value, UUID) else "bestaat-niet"
            address = reverse(name, kwargs=kwargs | {key: other})
            entitled = POSTS[name][0] if name in POSTS else next(
                who for who, status in expected(name).items() if status in {200, 405} and who != "a stranger"
            )  # fmt: skip
            client = signed_in(entitled)
            closed = {404, 405} if expected(name)[entitled] == 405 else {404}  # a button has no page to look at
            assert client.get(address).status_code in closed, (name, key)
            if name in POSTS:
                gone = TAKEN_OUT_TWICE.get((name, key), 404)
                status = client.post(address, house.sent(name)).status_code
                if status != gone:
                    wrong.append((name, key, status))
            tried.add(key)
    assert wrong == []
    assert tried >= {
        "slug", "phase", "step", "condition", "check", "milestone", "evidence", "report_id", "job_id", "person",
        "membership", "notice", "secret",
        "deputyship", "prefix", "key",
        "comment", "filter",
    }  # fmt: skip
