"""Forms of a decision."""

from typing import Any

from django import forms
from django.conf import settings

from core.files.rules import ACCEPTED
from core.shell.forms import Choices, DutchDateField, NlForm, choose
from governance.decisions.memo import HEADINGS
from governance.decisions.rules import OUTCOMES_OF, Outcome, StepRole

ROWS = {"subject": 0, "proposal": 5, "arguments": 10, "introduction": 7}


class DecisionForm(NlForm):
    """What a decision is."""

    title = forms.CharField(label="Titel", max_length=200)
    artefact = forms.ChoiceField(label="Waarover gaat het besluit?")
    owner = forms.ChoiceField(label="Eigenaar")
    each_for_itself = forms.BooleanField(
        label="Elk college beslist voor zijn eigen gemeente",
        required=False,
        help_text="Weigert een college, dan valt die gemeente af en gaat het besluit voor de andere door.",
    )
    municipalities = forms.MultipleChoiceField(
        label="Gemeenten die meedoen", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, artefacts: Choices, owners: Choices, places: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "artefact", artefacts)
        choose(self, "owner", owners)
        choose(self, "municipalities", places)


class TextForm(NlForm):
    """The text under the headings of the advice memo."""

    submit_label = "Versie bewaren"
    alternatives = tuple(heading.field for heading in HEADINGS if heading.required)  # asked for, but not yet

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for heading in HEADINGS:
            if heading.field == "subject":
                field = forms.CharField(label=heading.label, max_length=300, help_text=heading.hint)
                field.error_messages["required"] = "Vul het onderwerp in."
            else:
                widget = forms.Textarea(attrs={"rows": ROWS.get(heading.field, 4)})
                field = forms.CharField(
                    label=heading.label, required=False, max_length=20_000, widget=widget, help_text=heading.hint
                )
            self.fields[heading.field] = field
        self.fields["change"] = forms.CharField(
            label="Wat heb je veranderd?",
            required=False,
            max_length=300,
            help_text="Kort, voor wie de versies vergelijkt.",
        )


class MoveForm(NlForm):
    """The reason of a step, and the number of the version that the reader saw."""

    reason = forms.CharField(
        label="Toelichting", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class CommentForm(NlForm):
    """A remark on the text."""

    submit_label = "Opmerking plaatsen"
    heading = forms.ChoiceField(label="Bij welk kopje?", required=False)
    body = forms.CharField(label="Opmerking", max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "heading", [("", "De hele tekst"), *[(row.field, row.label) for row in HEADINGS]])


class AnswerForm(NlForm):
    """The answer to a comment."""

    submit_label = "Antwoord bewaren"
    answer = forms.CharField(label="Antwoord", max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))


class ReactionsForm(NlForm):
    """Asking the municipalities."""

    submit_label = "Reactie vragen"
    question = forms.CharField(
        label="Waarop wil je een reactie?", max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    due = DutchDateField(label="Uiterlijk op")


class StepAddForm(NlForm):
    """A new step at the end of the route."""

    submit_label = "Stap toevoegen"
    target = forms.ChoiceField(label="Naar wie gaat het voorstel?")
    role = forms.ChoiceField(label="Wat vraag je daar?", choices=StepRole.choices(), widget=forms.RadioSelect)

    def __init__(self, *args: Any, targets: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "target", [("", "Kies een orgaan"), *targets])


class StepPlanForm(NlForm):
    """When a step is, and in draft what is asked there."""

    submit_label = "Stap bewaren"
    role = forms.ChoiceField(label="Wat vraag je daar?", choices=StepRole.choices(), widget=forms.RadioSelect)
    meeting = forms.ChoiceField(
        label="Vergadering", required=False, help_text="De uiterste dag voor de stukken volgt uit de vergadering."
    )
    planned_date = DutchDateField(
        label="Of: uiterlijk op", required=False, help_text="Alleen als de vergadering nog niet in de agenda staat."
    )

    def __init__(self, *args: Any, meetings: Choices, may_meet: bool, fixed_role: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_meet:
            choose(self, "meeting", [("", "Nog geen vergadering gekozen"), *meetings])
        else:
            del self.fields["meeting"]
            self.fields["planned_date"].label = "Uiterlijk op"
            self.fields["planned_date"].help_text = "Elke gemeente kiest zelf haar vergadering voor deze dag."
        if fixed_role:
            del self.fields["role"]

    def clean(self) -> dict[str, Any]:
        """A meeting or a day, not both."""
        values = super().clean() or {}
        if values.get("meeting") and values.get("planned_date"):
            self.add_error("planned_date", "Kies een vergadering of vul een dag in, niet allebei.")
        return values


class MotivationForm(NlForm):
    """Why the route deviates."""

    submit_label = "Motivering bewaren"
    motivation = forms.CharField(
        label="Motivering",
        max_length=2000,
        help_text="Minstens één hele zin.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class ResultForm(NlForm):
    """What a body said."""

    submit_label = "Uitkomst vastleggen"
    outcome = forms.ChoiceField(label="Uitkomst", widget=forms.RadioSelect)
    on = DutchDateField(label="Datum van de vergadering")
    conditions = forms.CharField(
        label="Voorwaarden",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "data-when": f"outcome={Outcome.AGREED_WITH_CONDITIONS}"}),
        help_text="Alleen bij akkoord met voorwaarden. Eén voorwaarde per regel.",
    )
    condition_owner = forms.ChoiceField(
        label="Wie zorgt voor de voorwaarden?",
        required=False,
        widget=forms.Select(attrs={"data-when": f"outcome={Outcome.AGREED_WITH_CONDITIONS}"}),
    )
    condition_due = DutchDateField(
        label="Voorwaarden vervuld uiterlijk op",
        required=False,
    )
    note = forms.CharField(
        label="Toelichting", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    source_url = forms.URLField(label="Link naar het besluit", required=False, max_length=500, assume_scheme="https")
    file = forms.FileField(
        label="Of het besluit als bestand",
        required=False,
        allow_empty_file=True,
        help_text=f"Een {ACCEPTED}, hoogstens {settings.MAX_UPLOAD_BYTES // 1_000_000} MB.",
    )

    def __init__(self, *args: Any, role: str, owners: Choices, corrects: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "outcome", [(item.value, item.dutch.capitalize()) for item in OUTCOMES_OF[role]])
        choose(self, "condition_owner", [("", "Nog niemand"), *owners])
        self.fields["condition_due"].widget.attrs["data-when"] = f"outcome={Outcome.AGREED_WITH_CONDITIONS}"
        if role == StepRole.INFORMED:
            for name in ("conditions", "condition_owner", "condition_due"):
                del self.fields[name]
        if corrects:
            self.fields["reason"] = forms.CharField(
                label="Wat klopte er niet?", max_length=500, help_text="Dit staat straks in de geschiedenis."
            )
            self.fields["reason"].error_messages["required"] = "Schrijf op wat er niet klopte."


class FulfilForm(NlForm):
    """How a condition was fulfilled."""

    submit_label = "Voorwaarde vervuld melden"
    note = forms.CharField(
        label="Waaruit blijkt dat de voorwaarde is vervuld?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ConditionPlanForm(NlForm):
    """Who sees to a condition."""

    owner = forms.ChoiceField(label="Wie zorgt ervoor?", required=False)
    due = DutchDateField(label="Uiterlijk op", required=False)

    def __init__(self, *args: Any, owners: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "owner", [("", "Nog niemand"), *owners])


class EvidenceForm(NlForm):
    """A kept report under the proposal."""

    submit_label = "Aan de onderbouwing toevoegen"
    report = forms.ChoiceField(label="Vastgelegd rapport")

    def __init__(self, *args: Any, reports: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "report", [("", "Kies een rapport"), *reports])
