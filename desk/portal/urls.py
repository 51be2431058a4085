"""Addresses of the portal."""

from django.urls import path

from desk.portal import views

app_name = "portal"
urlpatterns = [path("portaal/", views.PortalHome.as_view(), name="home")]
