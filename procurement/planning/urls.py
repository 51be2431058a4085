"""Addresses of the planning."""

from django.urls import path

from procurement.planning import scenario_views, views
from procurement.trajectory.urls import TRAJECTORY

app_name = "planning"
PLANNING = f"{TRAJECTORY}planning/"
SCENARIO = f"{PLANNING}scenario/<uuid:scenario>/"
urlpatterns = [
    path(PLANNING, views.PlanningPage.as_view(), name="planning"),
    path(f"{PLANNING}vastleggen/", views.PlanFreeze.as_view(), name="freeze"),
    path(f"{PLANNING}overnemen/", scenario_views.PlanTakeOver.as_view(), name="take_over"),
    path(f"{PLANNING}wat-als/", views.WhatIf.as_view(), name="what_if"),
    path(f"{PLANNING}wat-als/bewaren/", scenario_views.ScenarioKeep.as_view(), name="keep"),
    path(f"{PLANNING}wat-als/doorvoeren/", scenario_views.ChangeApply.as_view(), name="apply"),
    path(SCENARIO, scenario_views.ScenarioPage.as_view(), name="scenario"),
    path(f"{SCENARIO}bewerken/", scenario_views.ScenarioEdit.as_view(), name="scenario_edit"),
    path(f"{SCENARIO}weggooien/", scenario_views.ScenarioRemove.as_view(), name="scenario_remove"),
    path(f"{SCENARIO}doorvoeren/", scenario_views.ScenarioApply.as_view(), name="scenario_apply"),
]
