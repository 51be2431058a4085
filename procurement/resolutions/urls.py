"""Addresses of the decisions of a trajectory."""

from django.urls import path

from procurement.resolutions import views
from procurement.trajectory.urls import PHASE, TRAJECTORY

app_name = "resolutions"
urlpatterns = [
    path(f"{TRAJECTORY}besluiten/", views.TrajectoryDecisions.as_view(), name="list"),
    path(f"{TRAJECTORY}besluiten/nieuw/", views.DecisionPrepare.as_view(), name="prepare"),
    path(f"{TRAJECTORY}besluiten/besluitenlijst/", views.DecisionListReport.as_view(), name="report"),
    path(f"{PHASE}besluiten/nieuw/", views.DecisionPrepare.as_view(), name="prepare_phase"),
]
