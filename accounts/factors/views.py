"""'Mijn account': the second step, recovery codes, and where somebody is signed in."""

from typing import Any

from allauth.account.adapter import get_adapter as account_adapter
from allauth.mfa.adapter import get_adapter as factor_adapter
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode

from accounts.factors import queries, services, sessions
from accounts.factors.access import may_reset
from accounts.factors.forms import AppForm, CodesForm, KeyNameForm, NewKeyForm, RemoveForm, ResetForm
from accounts.factors.rules import spaced
from accounts.people import queries as people
from core.lifecycles.rules import Refused
from core.screens.panels import panels_for
from core.screens.views import Crumb, FormScreen, Screen, found, signed_in

ACCOUNT = "factors:account"


def to_account() -> list[Crumb]:
    """The way back of every page below 'Mijn account'."""
    return [Crumb("Mijn account", reverse(ACCOUNT))]


class ProvenScreen(Screen):
    """A page about how somebody signs in: who did not prove who they are just now does so first."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask for the password or a code, and come back."""
        if (
            request.user.is_authenticated
            and type(self).access(self.who, self.subject)
            and not sessions.proved_lately(request)
        ):
            if request.method == "POST":
                messages.info(request, "Bevestig eerst wie je bent en probeer het dan opnieuw.")
            way = account_adapter().get_reauthentication_methods(request.user)[0]["url"]
            return redirect(f"{way}?{urlencode({'next': self.request.path})}")
        return super().dispatch(request, *args, **kwargs)

    def crumbs(self) -> list[Crumb]:
        """Back to the account."""
        return to_account()

    @cached_property
    def factors(self) -> queries.Factors:
        """What this person has."""
        return queries.factors_of(self.who.person_id)


class Account(Screen):
    """Everything about signing in of the person themselves."""

    access = signed_in
    template_name = "accounts/factors/account.html"

    def context(self) -> dict[str, Any]:
        """Roles, factors, sessions, what changed, and what other rooms put here."""
        person: Any = self.request.user
        others = queries.sessions_of(person, self.request.session.session_key or "")
        return {
            "person": person,
            "factors": queries.factors_of(person.id),
            "must_have": queries.must_have_factor(self.who),
            "sessions": others,
            "has_others": any(not item.is_this for item in others),
            "notes": queries.notes_about(person.id),
            "panels": panels_for("account", who=self.who, subject=person, moment=self.moment),
        }


class Owed(Screen):
    """Where somebody lands who must have a second factor and has none."""

    access = signed_in
    template_name = "accounts/factors/owed.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Who owes nothing goes on to work."""
        must = queries.must_have_factor(self.who)
        if not must or queries.has_factor(self.who.person_id):
            return redirect("/")
        return super().get(request, *args, **kwargs)


class AfterAdding(ProvenScreen):
    """What both ways of adding a factor share."""

    def go_on(self, codes_made: bool) -> str:
        """To the recovery codes when they are new."""
        if codes_made:
            sessions.show_codes(self.request)
            return reverse("factors:codes")
        return reverse(ACCOUNT)


class AppAdd(AfterAdding, FormScreen):
    """Set up an authenticator app: scan or type over, then show a code."""

    access = signed_in
    form_class = AppForm
    template_name = "accounts/factors/app_add.html"
    done = "De authenticator-app is ingesteld."

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Who has one does not need another."""
        if self.who and self.factors.app:
            messages.info(request, "Er is al een authenticator-app. Verwijder die eerst als je een andere wilt.")
            return redirect(ACCOUNT)
        return super().dispatch(request, *args, **kwargs)

    def form_arguments(self) -> dict[str, Any]:
        """The secret of this session."""
        return {"secret": get_totp_secret(), "person": self.request.user}

    def context(self) -> dict[str, Any]:
        """The secret to type over."""
        return {"secret": spaced(get_totp_secret())}

    def perform(self, form: Any) -> str:
        """Keep it."""
        made = services.add_app(who=self.who, secret=form.secret, now=self.moment.now)
        clear_totp_secret(self.request)
        return self.go_on(made)


class AppPicture(ProvenScreen):
    """The secret as a picture to scan; a page of its own, because the policy allows no pictures inside a page."""

    access = signed_in

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """An SVG."""
        adapter = factor_adapter()
        address = adapter.build_totp_url(request.user, get_totp_secret())
        return HttpResponse(adapter.build_totp_svg(address), content_type="image/svg+xml")


class AppRemove(ProvenScreen, FormScreen):
    """Take the authenticator app away."""

    access = signed_in
    form_class = RemoveForm
    template_name = "accounts/factors/app_remove.html"
    done = "De authenticator-app is verwijderd."

    def find_subject(self) -> Any:
        """The app."""
        return found(self.factors.app) if self.who else None

    def context(self) -> dict[str, Any]:
        """Whether it is the last one."""
        return {"is_last": self.factors.count <= 1}

    def perform(self, form: Any) -> str:
        """Remove it."""
        services.remove_app(who=self.who, now=self.moment.now)
        return reverse(ACCOUNT)


class KeyAdd(AfterAdding, FormScreen):
    """Add a passkey or security key; needs a script, because browsers offer no other way."""

    access = signed_in
    form_class = NewKeyForm
    template_name = "accounts/factors/key_add.html"
    done = "De sleutel is toegevoegd."

    def form_arguments(self) -> dict[str, Any]:
        """A first name, to be changed."""
        return {"initial": {"name": "Sleutel" if not self.factors.keys else f"Sleutel {len(self.factors.keys) + 1}"}}

    def render(self, extra: Any = None, *, status: int = 200) -> HttpResponse:
        """With a new question for the key, after an earlier answer was checked."""
        question = begin_registration(self.request.user, False)
        return super().render({**(extra or {}), "question": question}, status=status)

    def perform(self, form: Any) -> str:
        """Keep it."""
        return self.go_on(services.add_key(who=self.who, now=self.moment.now, **form.cleaned_data))


class KeyScreen(ProvenScreen, FormScreen):
    """A page about one key of this person."""

    access = signed_in

    def find_subject(self) -> Any:
        """The key."""
        return found(queries.key_of(self.who.person_id, self.kwargs["key"])) if self.who else None


class KeyRename(KeyScreen):
    """Call a key by another name."""

    access = signed_in
    form_class = KeyNameForm
    template_name = "accounts/factors/key_rename.html"
    done = "De sleutel heeft een andere naam."

    def form_arguments(self) -> dict[str, Any]:
        """The name it has."""
        return {"initial": {"name": self.subject.name}}

    def perform(self, form: Any) -> str:
        """Rename it."""
        services.rename_key(who=self.who, key_id=self.subject.id, name=form.cleaned_data["name"], now=self.moment.now)
        return reverse(ACCOUNT)


class KeyRemove(KeyScreen):
    """Take a key away."""

    access = signed_in
    form_class = RemoveForm
    template_name = "accounts/factors/key_remove.html"
    done = "De sleutel is verwijderd."

    def context(self) -> dict[str, Any]:
        """Whether it is the last one."""
        return {"is_last": self.factors.count <= 1}

    def perform(self, form: Any) -> str:
        """Remove it."""
        services.remove_key(who=self.who, key_id=self.subject.id, now=self.moment.now)
        return reverse(ACCOUNT)


class Codes(ProvenScreen, FormScreen):
    """Recovery codes: shown after they are made, then only how many are left."""

    access = signed_in
    form_class = CodesForm
    template_name = "accounts/factors/codes.html"
    done = "De nieuwe herstelcodes staan hieronder. De oude werken niet meer."

    def context(self) -> dict[str, Any]:
        """The codes while they are new."""
        is_new = self.factors.codes_are_new and sessions.may_read_codes(self.request)
        return {
            "factors": self.factors,
            "codes": [spaced(code) for code in self.factors.codes.wrap().get_unused_codes()] if is_new else [],
        }

    def perform(self, form: Any) -> str:
        """Make new ones and show them."""
        services.make_codes(who=self.who, now=self.moment.now)
        sessions.show_codes(self.request)
        return reverse("factors:codes")


class CodesFile(ProvenScreen):
    """New recovery codes as a text file."""

    access = signed_in

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only while they may be read."""
        if not self.factors.codes_are_new or not sessions.may_read_codes(request):
            messages.info(request, "Herstelcodes zijn maar even te zien. Maak nieuwe als je ze niet hebt bewaard.")
            return redirect("factors:codes")
        lines = [
            "Herstelcodes voor Inkoopkompas",
            f"Van: {request.user.email}",  # type: ignore[union-attr]
            "Elke code werkt één keer. Bewaar ze op een veilige plek, niet naast het wachtwoord.",
            "",
            *(spaced(code) for code in self.factors.codes.wrap().get_unused_codes()),
            "",
        ]
        answer = HttpResponse("\r\n".join(lines), content_type="text/plain; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="herstelcodes-inkoopkompas.txt"'
        return answer


class CodesSaved(Screen):
    """The button that says: I have saved my codes."""

    access = signed_in
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show them no more."""
        services.codes_saved(who=self.who, now=self.moment.now)
        sessions.hide_codes(request)
        messages.success(request, "Mooi. De herstelcodes zijn nu niet meer te zien.")
        return redirect(ACCOUNT)


class SessionsEnd(Screen):
    """The buttons that sign out elsewhere: one device by its id, or all others."""

    access = signed_in
    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """End it, at once."""
        current = request.session.session_key or ""
        try:
            if session := self.kwargs.get("session"):
                device = services.end_session(
                    who=self.who, session_id=session, current_key=current, now=self.moment.now
                )
                messages.success(request, f"Uitgelogd: {device}.")
            else:
                ended = services.end_other_sessions(who=self.who, current_key=current, now=self.moment.now)
                messages.success(
                    request, "Je bent nu alleen nog hier ingelogd." if ended else "Je was nergens anders ingelogd."
                )
        except Refused as refusal:
            messages.warning(request, refusal.verdict.reason)
        return redirect(ACCOUNT)


class FactorReset(ProvenScreen, FormScreen):
    """An administrator takes away a second factor that somebody lost."""

    access = may_reset
    form_class = ResetForm
    template_name = "accounts/factors/reset.html"

    @property
    def done(self) -> str:  # type: ignore[override]
        """What happened."""
        return f"De tweede stap van {self.subject.name} is gewist. Er is een mail gestuurd."

    def find_subject(self) -> Any:
        """The person of the address."""
        return found(people.person(self.kwargs["person"], self.moment.today))

    def crumbs(self) -> list[Crumb]:
        """Back to the person."""
        return [
            Crumb("Mensen en rollen", reverse("people:list")),
            Crumb(self.subject.name, reverse("people:person", args=[self.subject.id])),
        ]

    def perform(self, form: Any) -> str:
        """Reset it."""
        services.reset_factors(
            person_id=self.subject.id, reason=form.cleaned_data["reason"], who=self.who, now=self.moment.now
        )
        return reverse("people:person", args=[self.subject.id])
