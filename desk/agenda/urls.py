"""Addresses of the agenda and the calculator."""

from django.urls import path

from desk.agenda import calculator, views

app_name = "agenda"
urlpatterns = [
    path("termijn-uitrekenen/", calculator.Calculator.as_view(), name="calculator"),
    path("agenda/", views.Agenda.as_view(), name="list"),
    path("agenda/koppelen/", views.Connect.as_view(), name="connect"),
    path("agenda/koppelen/beeindigen/", views.Disconnect.as_view(), name="disconnect"),
    path("agenda/<str:secret>.ics", views.Feed.as_view(), name="feed"),
]
