"""Addresses of saved filters."""

from django.urls import path

from accounts.filters import views

app_name = "filters"
urlpatterns = [
    path("filters/bewaren/", views.FilterSave.as_view(), name="save"),
    path("filters/<uuid:filter>/", views.FilterChange.as_view(), name="change"),
    path("filters/<uuid:filter>/verwijderen/", views.FilterRemove.as_view(), name="remove"),
]
