"""Addresses of trajectories."""

from django.urls import path

from procurement.trajectory import phase_views, views

app_name = "trajectory"
TRAJECTORY = "trajecten/<slug:slug>/"
PHASE = f"{TRAJECTORY}fasen/<slug:phase>/"

urlpatterns = [
    path("trajecten/", views.TrajectoryList.as_view(), name="list"),
    path("trajecten/nieuw/", views.TrajectoryStart.as_view(), name="start"),
    path("trajecten/fasemodellen/", views.PhaseModels.as_view(), name="models"),
    path(TRAJECTORY, views.TrajectoryPage.as_view(), name="trajectory"),
    path(f"{TRAJECTORY}bewerken/", views.TrajectoryEdit.as_view(), name="edit"),
    path(f"{TRAJECTORY}bekendmaken/", views.TrajectoryAnnounce.as_view(), name="announce"),
    path(f"{TRAJECTORY}mijlpalen/nieuw/", views.MilestoneAdd.as_view(), name="milestone_add"),
    path(f"{TRAJECTORY}mijlpalen/<uuid:milestone>/vervalt/", views.MilestoneRemove.as_view(), name="milestone_remove"),
    path(f"{TRAJECTORY}tijdlijn/", views.TrajectoryTimeline.as_view(), name="timeline"),
    path(PHASE, phase_views.PhasePage.as_view(), name="phase"),
    path(f"{PHASE}planning/", phase_views.PhasePlan.as_view(), name="plan"),
]
