"""Addresses of the library."""

from django.urls import path

from desk.library import views

app_name = "library"
urlpatterns = [path("rapporten/", views.Library.as_view(), name="reports")]
