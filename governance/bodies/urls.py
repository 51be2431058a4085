"""Addresses of bodies and meetings."""

from django.urls import path

from governance.bodies import meeting_views, views

app_name = "bodies"
BODY = "organen/<slug:slug>/"
MEETING = "vergaderingen/<uuid:meeting>/"

urlpatterns = [
    path("bestuur/", views.GovernanceOverview.as_view(), name="overview"),
    path("organen/", views.BodyList.as_view(), name="list"),
    path(BODY, views.BodyPage.as_view(), name="body"),
    path(f"{BODY}aanlevertermijn/", views.BodyNotice.as_view(), name="notice"),
    path("vergaderingen/", meeting_views.MeetingList.as_view(), name="meetings"),
    path("vergaderingen/nieuw/", meeting_views.MeetingAdd.as_view(), name="meeting_add"),
    path("vergaderingen/reeks/", meeting_views.SeriesAdd.as_view(), name="series"),
    path(MEETING, meeting_views.MeetingPage.as_view(), name="meeting"),
    path(f"{MEETING}bewerken/", meeting_views.MeetingEdit.as_view(), name="meeting_edit"),
    path(f"{MEETING}verplaatsen/", meeting_views.MeetingMove.as_view(), name="meeting_move"),
    path(f"{MEETING}stand/<slug:step>/", meeting_views.MeetingStep.as_view(), name="meeting_step"),
]
