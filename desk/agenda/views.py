"""The agenda as a list and as a feed."""

from typing import Any

from allauth.core.internal import ratelimit
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property

from accounts.organisations.rules import Who
from core.lists.plain import PlainRows
from core.lists.rules import Empty
from core.lists.views import ListScreen
from core.rooms.asks import AgendaItem
from core.screens.views import Crumb, FormScreen, Screen, anyone
from desk.agenda import queries, services
from desk.agenda.access import may_use_agenda
from desk.agenda.forms import ConnectForm, DisconnectForm, RenewForm
from desk.agenda.models import AgendaFeed
from desk.agenda.rules import as_calendar
from desk.agenda.tables import AgendaFilter, AgendaTable

SHOWN_ONCE = "agenda_secret"  # in the session, from making an address until its page was shown


class Agenda(ListScreen):
    """What is coming for this person in the next two years."""

    access = may_use_agenda
    template_name = "desk/agenda/agenda.html"
    title = "Agenda"
    intro = "Wat er voor jou aankomt: vergaderingen, uiterste datums, mijlpalen en de planning van je trajecten."
    table_class = AgendaTable
    filter_class = AgendaFilter
    list_name = ("agendapunt", "agendapunten")
    empty = Empty(
        "Er staat niets in je agenda",
        "Zodra er een datum is waar jij bij kunt, komt die hier te staan.",
        "/",
        "Naar Vandaag",
    )
    export_name = "agenda"

    def rows(self) -> PlainRows[AgendaItem]:
        """From today on."""
        today = self.moment.today
        return PlainRows(queries.items_of(self.who, today, today + queries.AHEAD))

    def filter_arguments(self) -> dict[str, Any]:
        """The day from which a period counts."""
        return {"today": self.moment.today}


class Connect(FormScreen):
    """Make or renew the address under which a calendar programme reads the agenda."""

    access = may_use_agenda
    template_name = "desk/agenda/connect.html"
    done = "Het adres is gemaakt. Kopieer het nu: je ziet het maar één keer."

    def crumbs(self) -> list[Crumb]:
        """Back to the agenda."""
        return [Crumb("Agenda", reverse("agenda:list"))]

    @cached_property
    def feed(self) -> AgendaFeed | None:
        """The address that works now (one query)."""
        return queries.feed_of(self.who)

    def build_form(self) -> Any:
        """The button says whether an address is replaced."""
        kind = RenewForm if self.feed else ConnectForm
        return kind(self.request.POST) if self.request.method == "POST" else kind()

    def context(self) -> dict[str, Any]:
        """What there is, and the new address once."""
        secret = self.request.session.pop(SHOWN_ONCE, "") if self.request.method == "GET" else ""
        address = f"{settings.SITE_URL}{reverse('agenda:feed', args=[secret])}" if secret else ""
        return {"feed": self.feed, "address": address}

    def perform(self, form: Any) -> str:
        """Make it and show it."""
        self.request.session[SHOWN_ONCE] = services.connect(who=self.who, now=self.moment.now)
        return reverse("agenda:connect")


class Disconnect(FormScreen):
    """End the address."""

    access = may_use_agenda
    form_class = DisconnectForm
    template_name = "desk/agenda/disconnect.html"
    done = "De koppeling is beëindigd. Het adres werkt niet meer."

    def crumbs(self) -> list[Crumb]:
        """Back to the address."""
        return [Crumb("Agenda", reverse("agenda:list")), Crumb("Agenda koppelen", reverse("agenda:connect"))]

    def perform(self, form: Any) -> str:
        """End it, and what was not shown yet."""
        self.request.session.pop(SHOWN_ONCE, None)
        services.disconnect(who=self.who, now=self.moment.now)
        return reverse("agenda:connect")


class Feed(Screen):
    """The agenda for a calendar programme: whoever has the address reads it, without signing in."""

    access = anyone
    open_to_strangers = True
    http_method_names = ("get", "head", "options")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The calendar; 404 for an address that does not work (any more), 429 for who asks too often."""
        if ratelimit.consume(request, app="allauth.account", action="agenda_feed", limit_get=True) is None:
            return render(request, "429.html", status=429)
        today = self.moment.today
        person: Who | None = queries.reader(kwargs["secret"], today)
        if person is None:
            raise Http404
        items = queries.items_of(person, today - queries.BACK, today + queries.AHEAD)
        return HttpResponse(
            as_calendar(items, site=settings.SITE_URL.rstrip("/"), now=self.moment.now),
            content_type="text/calendar; charset=utf-8",
            headers={
                "Cache-Control": "private, no-store",
                "Content-Disposition": 'inline; filename="inkoopkompas.ics"',
                "X-Robots-Tag": "noindex",
            },
        )
