"""Addresses of checks and evidence."""

from django.urls import path

from procurement.checks import evidence_views, views
from procurement.trajectory.urls import PHASE, TRAJECTORY

app_name = "checks"
CHECK = f"{TRAJECTORY}controlepunten/<uuid:check>/"

urlpatterns = [
    path(f"{TRAJECTORY}controlepunten/", views.CheckList.as_view(), name="list"),
    path(f"{TRAJECTORY}soort/", views.ProfileSwitchScreen.as_view(), name="profile"),
    path(f"{PHASE}controlepunt-toevoegen/", views.CheckAdd.as_view(), name="add"),
    path(f"{PHASE}verdelen/", views.PhaseDivide.as_view(), name="divide"),
    path(f"{PHASE}eindproduct/", evidence_views.PhaseEndProduct.as_view(), name="end_product"),
    path(CHECK, views.CheckPage.as_view(), name="check"),
    path(f"{CHECK}stand/<slug:step>/", views.CheckSettle.as_view(), name="settle"),
    path(f"{CHECK}eigenaar/", views.CheckAssign.as_view(), name="assign"),
    path(f"{CHECK}toelichting/", views.CheckRemark.as_view(), name="remark"),
    path(f"{CHECK}bewijs/", evidence_views.CheckEvidence.as_view(), name="evidence"),
    path("bewijs/<uuid:evidence>/bestand/", evidence_views.EvidenceOpen.as_view(), name="evidence_file"),
    path("bewijs/<uuid:evidence>/intrekken/", evidence_views.EvidenceWithdraw.as_view(), name="evidence_withdraw"),
]
