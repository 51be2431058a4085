"""Addresses of the gates."""

from django.urls import path

from procurement.gates import views
from procurement.trajectory.urls import PHASE, TRAJECTORY

app_name = "gates"
urlpatterns = [
    path(f"{TRAJECTORY}voorwaarden/", views.ConditionList.as_view(), name="conditions"),
    path(f"{PHASE}overgang/<slug:step>/", views.GatePass.as_view(), name="pass"),
    path(f"{PHASE}voorwaarden/<slug:condition>/", views.ConditionConfirm.as_view(), name="confirm"),
]
