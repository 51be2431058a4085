"""The choice of the daily mail."""

from django import forms

from accounts.notices.models import NoticeSetting
from core.shell.forms import NlForm


class DigestForm(NlForm):
    """When the mail comes."""

    digest = forms.ChoiceField(
        label="Wanneer wil je een mail over nieuwe berichten?",
        choices=NoticeSetting.CHOICES,
        widget=forms.RadioSelect,
        help_text="Hoogstens één mail per dag, op de ochtend van een werkdag. Er staat nooit iets vertrouwelijks in.",
    )
