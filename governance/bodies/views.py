"""Bestuur: what comes, which bodies there are, what each of them decides."""

from typing import Any, ClassVar

from django.urls import reverse

from core.edit.views import EditScreen
from core.history.queries import sources_for, timeline
from core.lists.rules import Empty
from core.lists.views import ListScreen
from core.screens.panels import panels_for
from core.screens.views import Crumb, Screen, found
from governance.bodies import queries, services
from governance.bodies.access import may_keep_body, may_keep_some, may_see_governance
from governance.bodies.forms import NoticeForm
from governance.bodies.models import Body
from governance.bodies.rules import BODY_KINDS, COMPETENCES, PARTS
from governance.bodies.tables import BodyFilter, BodyTable

SHOWN = 8
SHOWN_PAST = 5


def top() -> Crumb:
    """Back to Bestuur."""
    return Crumb("Bestuur", reverse("bodies:overview"))


def body_url(row: Body) -> str:
    """The page of a body."""
    return reverse("bodies:body", args=[row.slug])


class GovernanceOverview(Screen):
    """The coming meetings, what waits, and what other rooms tell about governance."""

    access = may_see_governance
    template_name = "governance/bodies/overview.html"

    def context(self) -> dict[str, Any]:
        """Meetings, asks, panels."""
        coming = queries.coming_meetings(queries.visible_meetings(self.who), self.moment.today)
        return {
            "meetings": list(coming[: SHOWN + 1])[:SHOWN],
            "asks": list(queries.asks_of(self.who, self.moment.now)),
            "may_keep": may_keep_some(self.who),
            "panels": panels_for("governance", who=self.who, subject=None, moment=self.moment),
        }


class BodyList(ListScreen):
    """The bodies that this person may see."""

    access = may_see_governance
    table_class = BodyTable
    filter_class = BodyFilter
    list_name = ("orgaan", "organen")
    export_name = "organen"
    empty = Empty("Geen organen waar je bij kunt")
    title = "Organen"
    intro = "Wie adviseert, wie besluit, en wanneer zij vergaderen."

    def crumbs(self) -> list[Crumb]:
        """Back to Bestuur."""
        return [top()]

    def rows(self) -> Any:
        """Bodies with their next meeting."""
        return queries.with_next_meeting(queries.visible_bodies(self.who), self.moment.today)


class BodyScreen(Screen):
    """Any page of one body."""

    access: ClassVar[Any] = may_see_governance

    def find_subject(self) -> Any:
        """The body of the address, if this person may see it."""
        return found(queries.body(self.who, self.kwargs["slug"]))

    def crumbs(self) -> list[Crumb]:
        """Back to the bodies and the body."""
        return [top(), Crumb("Organen", reverse("bodies:list")), Crumb(self.subject.name, body_url(self.subject))]


class BodyPage(BodyScreen):
    """What a body decides, when it meets, and what waits for it."""

    template_name = "governance/bodies/body.html"

    def crumbs(self) -> list[Crumb]:
        """Without the page itself."""
        return super().crumbs()[:-1]

    def context(self) -> dict[str, Any]:
        """Competence, meetings, panels and what happened."""
        row, today = self.subject, self.moment.today
        meetings = queries.visible_meetings(self.who).filter(body=row)
        competence = COMPETENCES[row.kind]
        return {
            "body": row,
            "kind": BODY_KINDS[row.kind],
            "competence": competence,
            "part": PARTS[competence.part],
            "coming": list(queries.coming_meetings(meetings, today)[:SHOWN]),
            "past": list(queries.past_meetings(meetings, today)[:SHOWN_PAST]),
            "may_keep": may_keep_body(self.who, row),
            "panels": panels_for("body", who=self.who, subject=row, moment=self.moment),
            "entries": timeline(sources_for("body"), [row.id], who=self.who, limit=SHOWN),
        }


class BodyNotice(BodyScreen, EditScreen):
    """How long before a meeting its papers must be in."""

    access = may_keep_body
    form_class = NoticeForm
    template_name = "governance/bodies/notice.html"
    done = "De aanlevertermijn is opgeslagen. Vergaderingen die al gepland zijn, houden hun aanleverdag."

    def initial_of(self, row: Any) -> dict[str, Any]:
        """The days as they are."""
        return {"days": row.notice_days}

    def perform(self, form: Any) -> str:
        """Save them."""
        row = services.set_notice_days(
            body_id=self.subject.id, version=self.sent_version, days=form.cleaned_data["days"], who=self.who
        )
        return body_url(row)
