"""Base views. A page names its access, finds its subject through a query, and answers.

Reading never writes. What a person may not know of answers 404, what they may not do answers 403 with the reason.
"""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.views import View

from core.clock.queries import Moment, read_clock
from core.lifecycles.rules import ALLOWED, Refused, Verdict

Access = Callable[[Any, Any], Verdict]


@dataclass(frozen=True)
class Crumb:
    """One step of the breadcrumbs."""

    label: str
    url: str


def anyone(who: Any, subject: Any) -> Verdict:
    """Access for everybody, signed in or not."""
    return ALLOWED


def signed_in(who: Any, subject: Any) -> Verdict:
    """Access for everybody who has signed in."""
    return ALLOWED


class Screen(View):
    """A page.

    `access(who, subject)` gives the verdict and must be named by every page; `find_subject` answers with the subject
    from a query of what this person may see, or raises Http404. `who` and `moment` are read once per request.
    """

    access: ClassVar[Any]  # an Access; typed loosely because each page narrows what its subject is
    open_to_strangers: ClassVar[bool] = False
    template_name: ClassVar[str]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the subject, ask access, then answer; a stranger is asked to sign in first."""
        if not self.open_to_strangers and not request.user.is_authenticated:
            address = request.get_full_path() if request.method == "GET" else request.path
            return redirect_to_login(address if "get" in self.http_method_names else "/")
        verdict = type(self).access(self.who, self.subject)
        if not verdict:
            if verdict.secret:
                raise Http404
            return self.refused(verdict)
        answer = super().dispatch(request, *args, **kwargs)
        if not self.open_to_strangers:
            answer.headers.setdefault("Cache-Control", "private, no-store")  # Back after signing out shows nothing
        return answer

    @cached_property
    def who(self) -> Any:
        """The signed-in person with their roles of today."""
        return self.request.who  # type: ignore[attr-defined]

    @cached_property
    def moment(self) -> Moment:
        """One reading of the clock for this request."""
        return getattr(self.request, "moment", None) or read_clock()

    @cached_property
    def subject(self) -> Any:
        """What the page is about."""
        return self.find_subject()

    def find_subject(self) -> Any:
        """Override: the subject, from a query of what this person may see."""
        return None

    def crumbs(self) -> list[Crumb]:
        """Override: the way back, from high to low, without the page itself."""
        return []

    def context(self) -> dict[str, Any]:
        """Override: what the template shows."""
        return {}

    def refused(self, verdict: Verdict) -> HttpResponse:
        """The answer to who may not be here, with the reason."""
        return render(self.request, "403.html", {"reason": verdict.reason}, status=403)

    def render(self, extra: Mapping[str, Any] | None = None, *, status: int = 200) -> HttpResponse:
        """The page."""
        context = {
            "subject": self.subject,
            "breadcrumbs": self.crumbs(),
            "moment": self.moment,
            **self.context(),
            **(extra or {}),
        }
        return render(self.request, self.template_name, context, status=status)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page."""
        return self.render()


def found(subject: Any) -> Any:
    """`subject`, or 404 when the query did not find it for this person."""
    if subject is None:
        raise Http404
    return subject


class FormScreen(Screen):
    """A page with one form; `perform` calls one service and answers with the address to go to.

    A refusal by the service stands above the form, with everything that was typed still there.
    """

    form_class: ClassVar[type[BaseForm]]
    template_name = "shell/form.html"
    done: ClassVar[str] = "Opgeslagen."

    def form_arguments(self) -> dict[str, Any]:
        """Override: extra arguments of the form, such as `initial`."""
        return {}

    def build_form(self) -> Any:
        """The form, bound when something was sent."""
        arguments = self.form_arguments()
        if self.request.method == "POST":
            return self.form_class(self.request.POST, self.request.FILES, **arguments)
        return self.form_class(**arguments)

    def form_of_page(self) -> Any:
        """The form as its page shows it."""
        return self.dressed(self.build_form())

    def dressed(self, form: Any) -> Any:
        """A form with the way back as its quiet link; the browser keeps what is typed until it is saved."""
        form.keep = f"{self.who.person_id}:{self.request.path}"
        crumbs = self.crumbs()
        if crumbs and not getattr(form, "cancel_url", ""):
            form.cancel_url = crumbs[-1].url
        return form

    @abstractmethod
    def perform(self, form: Any) -> str:
        """Override: call the service; answers with where to go next."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the form."""
        return self.render({"form": self.form_of_page()})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check what was sent, let the service do it, go on."""
        form = self.form_of_page()
        if not form.is_valid():
            return self.render({"form": form}, status=422)
        try:
            address = self.perform(form)
        except Refused as refusal:
            if refusal.verdict.secret:
                raise Http404 from refusal
            form.add_error(None, refusal.verdict.reason)
            return self.render({"form": form}, status=409)
        messages.success(request, self.done)
        return redirect(address)
