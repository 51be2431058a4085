"""Addresses of decisions."""

from django.urls import path

from governance.decisions import reading_views, result_views, route_views, talk_views, views

app_name = "decisions"
DECISION = "besluiten/<uuid:decision>/"
STEP = f"{DECISION}route/<uuid:route_step>/"
CONDITION = f"{DECISION}voorwaarden/<uuid:condition>/"

urlpatterns = [
    path("besluiten/", views.DecisionList.as_view(), name="list"),
    path("besluiten/wie-nog-niet/", views.WaitingList.as_view(), name="waiting"),
    path(DECISION, views.DecisionPage.as_view(), name="decision"),
    path(f"{DECISION}bewerken/", views.DecisionEdit.as_view(), name="edit"),
    path(f"{DECISION}tekst/", views.DecisionWrite.as_view(), name="write"),
    path(f"{DECISION}vergelijken/", reading_views.DecisionCompare.as_view(), name="compare"),
    path(f"{DECISION}stap/<slug:step>/", views.DecisionMove.as_view(), name="move"),
    path(f"{DECISION}adviesnota/", reading_views.DecisionMemo.as_view(), name="memo"),
    path(f"{DECISION}route/", route_views.RoutePage.as_view(), name="route"),
    path(f"{DECISION}route/gebruikelijk/", route_views.RoutePropose.as_view(), name="propose"),
    path(f"{DECISION}route/nieuw/", route_views.StepAdd.as_view(), name="step_add"),
    path(f"{DECISION}route/motivering/", route_views.RouteMotivate.as_view(), name="motivate"),
    path(STEP, route_views.StepPlan.as_view(), name="step"),
    path(f"{STEP}verplaatsen/<slug:way>/", route_views.StepShift.as_view(), name="step_shift"),
    path(f"{STEP}weghalen/", route_views.StepRemove.as_view(), name="step_remove"),
    path(f"{DECISION}uitkomsten/<uuid:seat>/", result_views.SeatResult.as_view(), name="result"),
    path("besluiten/uitkomsten/<uuid:result>/stuk/", result_views.ResultPaper.as_view(), name="paper"),
    path(CONDITION, result_views.ConditionFulfil.as_view(), name="condition"),
    path(f"{CONDITION}beleggen/", result_views.ConditionPlan.as_view(), name="condition_plan"),
    path(f"{DECISION}opmerking/", talk_views.CommentAdd.as_view(), name="comment"),
    path(f"{DECISION}opmerkingen/<uuid:comment>/", talk_views.CommentAnswer.as_view(), name="answer"),
    path(f"{DECISION}reacties/", talk_views.ReactionsAsk.as_view(), name="reactions"),
    path(f"{DECISION}onderbouwing/", talk_views.EvidenceAdd.as_view(), name="evidence"),
    path(
        f"{DECISION}onderbouwing/<uuid:evidence>/weghalen/", talk_views.EvidenceRemove.as_view(), name="evidence_remove"
    ),
]
