"""Addresses of trajectories."""

from django.urls import path

from procurement.trajectory import check_views, phase_views, views

app_name = "trajectory"
TRAJECTORY = "trajecten/<slug:slug>/"
PHASE = f"{TRAJECTORY}fasen/<slug:phase>/"
CHECK = f"{TRAJECTORY}controlepunten/<uuid:check>/"

urlpatterns = [
    path("trajecten/", views.TrajectoryList.as_view(), name="list"),
    path("trajecten/nieuw/", views.TrajectoryStart.as_view(), name="start"),
    path(TRAJECTORY, views.TrajectoryPage.as_view(), name="trajectory"),
    path(f"{TRAJECTORY}bewerken/", views.TrajectoryEdit.as_view(), name="edit"),
    path(f"{TRAJECTORY}bekendmaken/", views.TrajectoryAnnounce.as_view(), name="announce"),
    path(f"{TRAJECTORY}mijlpalen/nieuw/", views.MilestoneAdd.as_view(), name="milestone_add"),
    path(f"{TRAJECTORY}mijlpalen/<uuid:milestone>/vervalt/", views.MilestoneRemove.as_view(), name="milestone_remove"),
    path(f"{TRAJECTORY}tijdlijn/", views.TrajectoryTimeline.as_view(), name="timeline"),
    path(f"{TRAJECTORY}controlepunten/", views.CheckList.as_view(), name="checks"),
    path(PHASE, phase_views.PhasePage.as_view(), name="phase"),
    path(f"{PHASE}planning/", phase_views.PhasePlan.as_view(), name="plan"),
    path(f"{PHASE}verdelen/", phase_views.PhaseDivide.as_view(), name="divide"),
    path(f"{PHASE}eindproduct/", phase_views.PhaseEndProduct.as_view(), name="end_product"),
    path(CHECK, check_views.CheckPage.as_view(), name="check"),
    path(f"{CHECK}stand/<slug:step>/", check_views.CheckSettle.as_view(), name="settle"),
    path(f"{CHECK}eigenaar/", check_views.CheckAssign.as_view(), name="assign"),
    path(f"{CHECK}toelichting/", check_views.CheckRemark.as_view(), name="remark"),
    path(f"{CHECK}bewijs/", check_views.CheckEvidence.as_view(), name="evidence"),
    path("bewijs/<uuid:evidence>/bestand/", check_views.EvidenceOpen.as_view(), name="evidence_file"),
    path("bewijs/<uuid:evidence>/intrekken/", check_views.EvidenceWithdraw.as_view(), name="evidence_withdraw"),
]
