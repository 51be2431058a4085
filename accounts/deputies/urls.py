"""Addresses of deputies."""

from django.urls import path

from accounts.deputies import views

app_name = "deputies"
urlpatterns = [
    path("account/vervanging/", views.DeputyshipList.as_view(), name="list"),
    path("account/vervanging/regelen/", views.DeputyArrange.as_view(), name="arrange"),
    path("account/vervanging/<uuid:deputyship>/stoppen/", views.DeputyStop.as_view(), name="stop"),
]
