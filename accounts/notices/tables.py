"""The list of notices."""

from datetime import datetime
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from accounts.notices.models import Notice
from core.lists.tables import ListTable, MomentColumn


class NoticeTable(ListTable):
    """What was told, and whether it was read."""

    title = tables.Column("Bericht")
    about = tables.Column("Waarover", default="–")
    kind = tables.Column("Soort")
    created_at = MomentColumn("Wanneer")
    read_at = tables.Column("Stand", empty_values=())

    def render_title(self, record: Notice) -> SafeString:
        """A button that opens and marks as read; what was read is a plain link."""
        return render_to_string("accounts/notices/title.html", {"notice": record})

    def value_title(self, value: str) -> str:
        """The title alone."""
        return value

    def render_read_at(self, value: datetime | None, record: Notice) -> SafeString:
        """New with a button, or read."""
        return render_to_string("accounts/notices/state.html", {"notice": record})

    def value_read_at(self, value: datetime | None) -> str:
        """In a word."""
        return "gelezen" if value else "nieuw"


class NoticeFilter(django_filters.FilterSet):
    """By words, kind and whether it was read."""

    wat = django_filters.CharFilter(field_name="title", lookup_expr="icontains", label="Bericht")
    soort = django_filters.ChoiceFilter(field_name="kind", choices=Notice.KINDS, label="Soort", empty_label="Alle")
    stand = django_filters.ChoiceFilter(
        label="Stand", choices=[("nieuw", "Nieuw"), ("gelezen", "Gelezen")], empty_label="Alle", method="by_state"
    )

    class Meta:
        model = Notice
        fields: tuple[str, ...] = ()

    def by_state(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those that were read, or not."""
        return rows.filter(read_at__isnull=value == "nieuw")
