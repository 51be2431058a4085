"""Forms of checks and evidence."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings

from core.files.rules import ACCEPTED
from core.shell.forms import Choices, NlForm, choose
from procurement.trajectory.forms import NOBODY, ReasonForm
from procurement.trajectory.models import Check, Evidence, Trajectory


class WithdrawForm(ReasonForm):
    """Why a piece of evidence is taken back."""

    submit_label = "Bewijs intrekken"
    reason = forms.CharField(
        label="Waarom trek je dit bewijs in?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )


class RemarkForm(NlForm):
    """The remark of a check."""

    submit_label = "Toelichting opslaan"
    remark = forms.CharField(
        label="Toelichting", required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 8})
    )


class AssignForm(NlForm):
    """Who takes a check."""

    submit_label = "Eigenaar opslaan"
    owner = forms.ChoiceField(label="Eigenaar", required=False)

    def __init__(self, *args: Any, owners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "owner", [NOBODY, *owners])


class DivideForm(AssignForm):
    """Who takes all checks that nobody owns."""

    submit_label = "Controlepunten toewijzen"
    required_message: ClassVar[dict[str, str]] = {"owner": "Kies wie deze controlepunten krijgt."}
    owner = forms.ChoiceField(label="Eigenaar")


class OwnCheckForm(NlForm):
    """A check that people add to their own trajectory."""

    alternatives = ("is_obligatory", "needs_evidence")  # "Verplicht" with "(niet verplicht)" behind it puzzles
    submit_label = "Controlepunt toevoegen"
    text = forms.CharField(
        label="Wat moet er waar zijn?",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Schrijf het als een zin die waar is of nog niet, zoals: elk college heeft de cijfers ontvangen.",
    )
    aspect = forms.ChoiceField(label="Aspect", choices=[("", "Kies een aspect"), *Check.Aspect.choices])
    explanation = forms.CharField(
        label="Toelichting",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Waarom is dit nodig, en waaraan zie je dat het klaar is?",
    )
    is_obligatory = forms.BooleanField(
        label="Verplicht", required=False, help_text="De fase kan pas dicht als dit controlepunt is afgerond."
    )
    needs_evidence = forms.BooleanField(
        label="Vraagt om bewijs", required=False, help_text="Gereed melden kan alleen met een bestand, link of rapport."
    )


class ProfileForm(ReasonForm):
    """Another profile for a trajectory that runs."""

    submit_label = "Soort veranderen"
    reason = forms.CharField(
        label="Waarom verandert het traject van soort?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    profile = forms.ChoiceField(choices=Trajectory.Profile.choices, widget=forms.HiddenInput)


class EvidenceForm(NlForm):
    """A file, a link or a kept report."""

    alternatives = ("file", "url", "report")
    submit_label = "Bewijs toevoegen"
    title = forms.CharField(label="Naam van het bewijs", max_length=200, help_text="Bijvoorbeeld: verslag focussessie.")
    kind = forms.ChoiceField(
        label="Wat voeg je toe?", choices=Evidence.Kind.choices, widget=forms.RadioSelect, initial=Evidence.Kind.FILE
    )
    file = forms.FileField(
        label="Bestand",
        required=False,
        allow_empty_file=True,
        help_text=f"Een {ACCEPTED}, hoogstens {settings.MAX_UPLOAD_BYTES // 1_000_000} MB.",
        widget=forms.FileInput(attrs={"data-when": "kind=file"}),
    )
    url = forms.URLField(
        label="Link",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"data-when": "kind=link"}),
    )
    report = forms.ChoiceField(
        label="Vastgelegd rapport", required=False, widget=forms.Select(attrs={"data-when": "kind=record"})
    )
    organisation = forms.ChoiceField(
        label="Voor wie lever je dit aan?",
        help_text="Je werkt voor meer dan één organisatie in dit traject. Vertrouwelijk bewijs ziet alleen die ene.",
    )
    is_confidential = forms.BooleanField(
        label="Vertrouwelijk",
        required=False,
        help_text="Alleen inkopers, managers, auditors en de eigen organisatie zien het.",
    )

    def __init__(self, *args: Any, reports: Choices, organisations: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(organisations) > 1:
            choose(self, "organisation", [("", "Kies een organisatie"), *organisations])
        else:
            del self.fields["organisation"]
        none_yet = "Er is nog geen rapport van dit traject"
        choose(self, "report", [("", "Kies een rapport" if reports else none_yet), *reports])

    def clean(self) -> dict[str, Any]:
        """Ask for the one thing that belongs to the chosen kind, and leave out the others."""
        values = super().clean() or {}
        wanted = {"file": "file", "link": "url", "record": "report"}.get(values.get("kind", ""))
        messages = {
            "file": "Kies een bestand.",
            "url": "Vul een webadres in dat begint met https://.",
            "report": "Kies een vastgelegd rapport.",
        }
        if wanted == "url" and not (values.get("url") or "").startswith(("https://", "http://")):
            values["url"] = ""
        for name, message in messages.items():
            if name != wanted:
                values[name] = None if name == "file" else ""
                self.errors.pop(name, None)  # what was not chosen is not judged
            elif not values.get(name) and name not in self.errors:
                self.add_error(name, message)
        return values
