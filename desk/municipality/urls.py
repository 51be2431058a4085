"""Addresses of the municipalities."""

from django.urls import path

from desk.municipality import views

app_name = "municipality"
urlpatterns = [
    path("gemeenten/", views.MunicipalityList.as_view(), name="list"),
    path("gemeenten/<slug:slug>/", views.MunicipalityPage.as_view(), name="municipality"),
]
