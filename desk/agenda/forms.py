"""The form of the calculator."""

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms

from core.shell.forms import DutchDateField, NlForm, choose, heading
from core.terms.catalogue import NamedTerm, catalogue, named
from core.terms.rules import FIRST_DAY, LAST_DAY, Changes, LegalTerm, ShiftPolicy, Suspension, TermError, Unit

OWN_TERM: tuple[str, str] = ("", "Ik vul de lengte zelf in")


class CalculatorForm(NlForm):
    """A term: named or of an own length, with what happened on the way. It is sent as an address that can be shared."""

    submit_label = "Uitrekenen"
    alternatives: ClassVar[tuple[str, ...]] = (
        "termijn", "lengte", "eenheid", "richting", "opschuiven", "gevraagd", "aangevuld", "verlengen", "aanbieder",
    )  # fmt: skip
    required_message: ClassVar[dict[str, str]] = {"van": "Vul de dag in waarmee de termijn begint, zoals 31-12-2027."}

    van = DutchDateField(
        label="Dag van de gebeurtenis",
        earliest=FIRST_DAY,
        latest=LAST_DAY,
        help_text="De dag waarop iets binnenkwam, is verstuurd of sluit. Die dag telt zelf niet mee. Typ 31-12-2027.",
    )
    termijn = forms.ChoiceField(label="Termijn uit wet of regeling", required=False)
    lengte = forms.IntegerField(label="Lengte", required=False, min_value=1)
    eenheid = forms.ChoiceField(
        label="Eenheid",
        required=False,
        choices=[choice for choice in Unit.choices() if choice[0] != Unit.FIXED_DATE],
        initial=Unit.WEEKS.value,
    )
    richting = forms.ChoiceField(
        label="Richting",
        required=False,
        choices=[("", "Vooruit, na de gebeurtenis"), ("terug", "Terug, vóór de gebeurtenis")],
    )
    opschuiven = forms.ChoiceField(
        label="Schuift de laatste dag op van een weekend of feestdag?",
        required=False,
        choices=[
            (ShiftPolicy.LAW.value, "Ja, de termijn staat in een wet"),
            (ShiftPolicy.ANALOGY.value, "Ja, een regionale regeling volgt de wet"),
            (ShiftPolicy.NONE.value, "Nee, de laatste dag staat vast"),
        ],
        initial=ShiftPolicy.LAW.value,
    )
    gevraagd = DutchDateField(
        label="Om aanvulling gevraagd op", required=False, help_text="Leeg als er niets is gevraagd."
    )
    aangevuld = DutchDateField(label="Aangevuld op", required=False, help_text="Of toen de tijd om was.")
    verlengen = forms.IntegerField(
        label="Verlengd met aantal weken", required=False, min_value=1, help_text="Leeg als er niet is verlengd."
    )
    aanbieder = forms.BooleanField(
        label="Een aanbieder moet de termijn halen",
        required=False,
        help_text="Je krijgt dan een waarschuwing als er een schoolvakantie in valt.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(
            self, "termijn", [OWN_TERM, *((key, f"{row.term.source}: {row.name}") for key, row in catalogue().items())]
        )

    @property
    def helper(self) -> FormHelper:
        """Sent as a question in the address; nothing is changed by it."""
        helper = super().helper
        helper.form_method = "get"
        helper.form_id = "termijn"
        helper.inputs[0].name = ""
        helper.layout = Layout(
            "van",
            "termijn",
            heading("Of een eigen lengte"),
            Div("lengte", "eenheid", "richting", css_class="row-fields"),
            "opschuiven",
            heading("Wat er onderweg gebeurde"),
            Div("gevraagd", "aangevuld", css_class="row-fields"),
            "verlengen",
            "aanbieder",
        )
        return helper

    @property
    def named(self) -> NamedTerm | None:
        """The named term that was chosen."""
        return named(self.cleaned_data.get("termijn") or "")

    def clean(self) -> dict[str, Any]:
        """One term, and a suspension with both its days; what cannot be worked out is told at its field."""
        values = self.cleaned_data
        if values.get("termijn") and values.get("lengte"):
            self.add_error("lengte", "Kies een termijn uit wet of regeling, of vul een lengte in. Niet allebei.")
        elif not values.get("termijn") and not values.get("lengte") and "lengte" not in self.errors:
            self.add_error("lengte", "Kies hierboven een termijn, of vul hier een lengte in, zoals 8.")
        if bool(values.get("gevraagd")) != bool(values.get("aangevuld")) and not {"gevraagd", "aangevuld"} & set(
            self.errors
        ):
            empty = "aangevuld" if values.get("gevraagd") else "gevraagd"
            self.add_error(empty, "Vul bij een opschorting beide dagen in.")
        if not self.errors:
            self._build()
        return values

    def _build(self) -> None:
        values = self.cleaned_data
        for field, build in (("lengte", self._term), ("aangevuld", self._changes)):
            try:
                values["term" if field == "lengte" else "changes"] = build()
            except TermError as error:
                self.add_error(field, str(error))

    def _term(self) -> LegalTerm:
        if self.named:
            return self.named.term
        values = self.cleaned_data
        return LegalTerm(
            unit=Unit(values["eenheid"] or Unit.WEEKS),
            length=values["lengte"],
            policy=ShiftPolicy(values["opschuiven"] or ShiftPolicy.LAW),
            counts_back=values["richting"] == "terug",
        )

    def _changes(self) -> Changes:
        values = self.cleaned_data
        asked_on, until = values.get("gevraagd"), values.get("aangevuld")
        return Changes((Suspension(asked_on, until),) if asked_on and until else (), values.get("verlengen") or 0)


class ConnectForm(NlForm):
    """Only a button: a personal address for a calendar programme."""

    submit_label = "Maak een adres"


class RenewForm(NlForm):
    """The same for who has one already."""

    submit_label = "Maak een nieuw adres"


class DisconnectForm(NlForm):
    """Only a button: the address stops working."""

    submit_label = "Beëindig de koppeling"
