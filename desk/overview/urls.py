"""Address of the overview."""

from django.urls import path

from desk.overview import views

app_name = "overview"
urlpatterns = [path("overzicht/", views.Overview.as_view(), name="overview")]
