"""Addresses of the shell."""

from django.urls import path

from core.shell import views

app_name = "shell"
urlpatterns = [path("gezond/", views.Health.as_view(), name="health")]
