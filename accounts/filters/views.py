"""Saving, renaming and removing a filter."""

from typing import Any

from django.http import Http404
from django.urls import Resolver404, ResolverMatch, resolve

from accounts.filters import queries, services
from accounts.filters.access import may_change_filter, may_save_filters
from accounts.filters.forms import ChangeFilterForm, RemoveFilterForm, SaveFilterForm
from accounts.filters.models import SavedFilter
from core.lists.views import ListScreen
from core.screens.views import Crumb, FormScreen, found


def list_at(path: str) -> tuple[ResolverMatch, str]:
    """The list at a path of this site with its title; raises Http404 when there is none."""
    try:
        match = resolve(path)
    except Resolver404 as error:
        raise Http404 from error
    view = getattr(match.func, "view_class", None)
    if view is None or not issubclass(view, ListScreen):
        raise Http404
    return match, view.title


class FilterSave(FormScreen):
    """Save what a list shows now; the form stands above the list."""

    access = may_save_filters
    http_method_names = ("post",)
    form_class = SaveFilterForm
    template_name = "accounts/filters/save.html"
    done = "Je filter is bewaard."

    def crumbs(self) -> list[Crumb]:
        """Back to the list."""
        path = self.request.POST.get("path", "")
        try:
            return [Crumb(list_at(path)[1], path)]
        except Http404:
            return []

    def perform(self, form: Any) -> str:
        """Save it and go back to the list as it was."""
        values = form.cleaned_data
        match, _ = list_at(values["path"])
        row = services.save_filter(
            list_name=match.view_name,
            path=values["path"],
            query=values["query"],
            name=values["name"],
            is_default=values["is_default"],
            who=self.who,
            now=self.moment.now,
        )
        return f"{row.path}?{row.query}"


class FilterScreen(FormScreen):
    """Any page about one saved filter."""

    access = may_change_filter

    def find_subject(self) -> SavedFilter:
        """The filter, among one's own."""
        row: SavedFilter = found(queries.saved_filter(self.who, self.kwargs["filter"]))
        return row

    def crumbs(self) -> list[Crumb]:
        """Back to the list."""
        try:
            title = list_at(self.subject.path)[1]
        except Http404:  # the list is gone since
            return [Crumb("Vandaag", "/")]
        return [Crumb(title, f"{self.subject.path}?{self.subject.query}")]


class FilterChange(FilterScreen):
    """Rename it."""

    form_class = ChangeFilterForm
    template_name = "accounts/filters/change.html"
    done = "Je filter is opgeslagen."

    def form_arguments(self) -> dict[str, Any]:
        """As it is."""
        return {"initial": {"name": self.subject.name, "is_default": self.subject.is_default}}

    def perform(self, form: Any) -> str:
        """Save it."""
        row = services.change_filter(filter_id=self.subject.id, who=self.who, **form.cleaned_data)
        return f"{row.path}?{row.query}"


class FilterRemove(FilterScreen):
    """Remove it."""

    form_class = RemoveFilterForm
    template_name = "accounts/filters/remove.html"
    done = "Je filter is verwijderd."

    def perform(self, form: Any) -> str:
        """Remove it and go back to the list."""
        row = services.remove_filter(filter_id=self.subject.id, who=self.who)
        return row.path
