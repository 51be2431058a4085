"""People and their roles, for administrators; managers and auditors read along."""

from typing import Any
from uuid import UUID

import django_filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.organisations.access import may_manage_people, may_see_people
from accounts.organisations.rules import ROLE_NAMES, holds_on
from accounts.people import queries, services
from accounts.people.forms import ActiveForm, EndRoleForm, InviteForm, RoleForm
from accounts.people.models import Person
from core.lists.rules import Empty
from core.lists.tables import ListTable
from core.lists.views import ListScreen
from core.screens.panels import panels_for
from core.screens.views import Crumb, FormScreen, Screen, found, signed_in


class PersonTable(ListTable):
    """People with their roles."""

    name = tables.Column("Naam", linkify=("people:person", [tables.A("id")]))
    email = tables.Column("E-mailadres")
    roles = tables.Column("Rollen nu", empty_values=(), orderable=False)
    is_active = tables.Column("Kan inloggen")

    def __init__(self, *args: Any, today: Any = None, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def render_roles(self, record: Person) -> str:
        """The roles of today with their organisations."""
        return (
            ", ".join(
                f"{ROLE_NAMES[row.role]} {row.organisation.name}"
                for row in record.memberships.all()
                if holds_on(valid_from=row.valid_from, valid_until=row.valid_until, today=self.today)
            )
            or "geen"
        )

    def value_roles(self, record: Person) -> str:
        """The same in a file."""
        return self.render_roles(record)

    def render_is_active(self, value: bool) -> str:
        """In words."""
        return "ja" if value else "nee"

    def value_is_active(self, value: bool) -> str:
        """In words."""
        return self.render_is_active(value)


class PersonFilter(django_filters.FilterSet):
    """By name, role and organisation."""

    naam = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label="Naam")
    rol = django_filters.ChoiceFilter(
        field_name="memberships__role",
        choices=queries.role_choices,
        label="Rol (ook eerder)",
        empty_label="Alle",
        distinct=True,
    )

    class Meta:
        model = Person
        fields: tuple[str, ...] = ()


class PeopleList(ListScreen):
    """Everybody who can or could sign in."""

    access = may_see_people
    table_class = PersonTable
    filter_class = PersonFilter
    list_name = ("persoon", "mensen")
    export_name = "mensen"
    empty = Empty("Er zijn nog geen mensen", "Nodig de eerste collega uit.")
    title = "Mensen en rollen"
    intro = "Wie er kan inloggen, voor welke organisatie en in welke rol."
    template_name = "accounts/people/list.html"

    def rows(self) -> QuerySet[Any]:
        """Everybody, by name."""
        return queries.people(self.moment.today)

    def table_arguments(self) -> dict[str, Any]:
        """Roles are shown as of today."""
        return {"today": self.moment.today}

    def context(self) -> dict[str, Any]:
        """Whether somebody may be added."""
        return super().context() | {"may_manage": may_manage_people(self.who)}


class PersonScreen(Screen):
    """Any page about one person."""

    access = may_see_people

    def find_subject(self) -> Any:
        """The person of the address."""
        return found(queries.person(self.kwargs["person"], self.moment.today))

    def crumbs(self) -> list[Crumb]:
        """Back to the list and the person."""
        return [
            Crumb("Mensen en rollen", reverse("people:list")),
            Crumb(self.subject.name, reverse("people:person", args=[self.subject.id])),
        ]


class PersonPage(PersonScreen):
    """One person with every role, past and present."""

    template_name = "accounts/people/person.html"

    def crumbs(self) -> list[Crumb]:
        """Without the page itself."""
        return super().crumbs()[:-1]

    def context(self) -> dict[str, Any]:
        """The roles, those of today first."""
        today = self.moment.today
        rows = [
            {"row": row, "now": holds_on(valid_from=row.valid_from, valid_until=row.valid_until, today=today)}
            for row in self.subject.memberships.all()
        ]
        rows.sort(key=lambda item: (not item["now"], item["row"].valid_from))
        return {
            "person": self.subject,
            "roles": rows,
            "may_manage": may_manage_people(self.who),
            "is_self": self.subject.id == self.who.person_id,
            "panels": panels_for("person", who=self.who, subject=self.subject, moment=self.moment),
        }


class PersonInvite(FormScreen):
    """Add a person with a first role."""

    access = may_manage_people
    form_class = InviteForm
    template_name = "accounts/people/invite.html"
    done = "De uitnodiging is verstuurd."

    def crumbs(self) -> list[Crumb]:
        """Back to the list."""
        return [Crumb("Mensen en rollen", reverse("people:list"))]

    def form_arguments(self) -> dict[str, Any]:
        """Organisations and roles to choose from."""
        return {
            "organisations": queries.organisation_choices(),
            "roles": queries.role_choices(),
            "initial": {"valid_from": self.moment.today},
        }

    def perform(self, form: Any) -> str:
        """Invite them."""
        values = form.cleaned_data
        person = services.invite(
            email=values["email"],
            name=values["name"],
            organisation_id=UUID(values["organisation"]),
            role=values["role"],
            valid_from=values["valid_from"],
            who=self.who,
            now=self.moment.now,
        )
        return reverse("people:person", args=[person.id])


class RoleAdd(PersonScreen, FormScreen):
    """Give somebody one more role."""

    access = may_manage_people
    form_class = RoleForm
    template_name = "accounts/people/role.html"
    done = "De rol is gegeven."

    def form_arguments(self) -> dict[str, Any]:
        """Organisations and roles to choose from."""
        return {
            "organisations": queries.organisation_choices(),
            "roles": queries.role_choices(),
            "initial": {"valid_from": self.moment.today},
        }

    def perform(self, form: Any) -> str:
        """Give it."""
        values = form.cleaned_data
        services.add_role(
            person_id=self.subject.id,
            organisation_id=UUID(values["organisation"]),
            role=values["role"],
            valid_from=values["valid_from"],
            valid_until=values["valid_until"],
            who=self.who,
        )
        return reverse("people:person", args=[self.subject.id])


class RoleEnd(PersonScreen, FormScreen):
    """End a role."""

    access = may_manage_people
    form_class = EndRoleForm
    template_name = "accounts/people/end_role.html"
    done = "De rol eindigt op de gekozen dag."

    def context(self) -> dict[str, Any]:
        """Which role."""
        return {"membership": found(queries.membership(self.subject.id, self.kwargs["membership"]))}

    def form_arguments(self) -> dict[str, Any]:
        """Today, unless told otherwise."""
        return {"initial": {"last_day": self.moment.today}}

    def perform(self, form: Any) -> str:
        """End it."""
        row = found(queries.membership(self.subject.id, self.kwargs["membership"]))
        services.end_role(membership_id=row.id, who=self.who, **form.cleaned_data)
        return reverse("people:person", args=[self.subject.id])


class PersonActive(PersonScreen, FormScreen):
    """Let somebody sign in again, or not any more."""

    access = may_manage_people
    form_class = ActiveForm
    template_name = "accounts/people/active.html"

    @property
    def done(self) -> str:  # type: ignore[override]
        """What happened."""
        return f"{self.subject.name} kan {'niet meer' if self.blocks else 'weer'} inloggen."

    @cached_property
    def blocks(self) -> bool:
        """What the page was opened for; a second click is refused as done and never does the opposite."""
        if self.request.method == "POST":
            return self.request.POST.get("doel") != "toelaten"
        return bool(self.subject.is_active)

    def build_form(self) -> Any:
        """The reason, with the goal of the page in it."""
        form = super().build_form()
        goal = "blokkeren" if self.blocks else "toelaten"
        form.fields["doel"] = forms.CharField(widget=forms.HiddenInput, required=False, initial=goal)
        form.order_fields(["doel"])
        form.submit_label = "Inloggen blokkeren" if self.blocks else "Weer laten inloggen"
        return form

    def context(self) -> dict[str, Any]:
        """What will happen."""
        return {"blocks": self.blocks}

    def perform(self, form: Any) -> str:
        """Switch it."""
        services.set_active(
            person_id=self.subject.id,
            is_active=not self.blocks,
            reason=form.cleaned_data["reason"],
            who=self.who,
        )
        return reverse("people:person", args=[self.subject.id])


class ChangesSeen(Screen):
    """The button on Vandaag that says: I have read what changed."""

    access = signed_in
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Remember it and go back."""
        services.mark_seen(who=self.who, now=self.moment.now)
        messages.success(request, "Bijgelezen. Nieuwe wijzigingen verschijnen hier vanzelf.")
        back = request.POST.get("terug", "/")
        safe = url_has_allowed_host_and_scheme(
            back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
        return redirect(back if safe else "/")
