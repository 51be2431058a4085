"""Addresses of meeting sets."""

from django.urls import path

from desk.meeting_sets import views

app_name = "meeting_sets"
SETS = "rapporten/vergadersets/"
SET = f"{SETS}<uuid:set>/"

urlpatterns = [
    path(SETS, views.SetList.as_view(), name="list"),
    path(f"{SETS}nieuw/", views.SetNew.as_view(), name="new"),
    path(SET, views.SetPage.as_view(), name="set"),
    path(f"{SET}bewerken/", views.SetEdit.as_view(), name="edit"),
    path(f"{SET}toevoegen/", views.DocumentAdd.as_view(), name="add"),
    path(f"{SET}documenten/<uuid:document>/<slug:step>/", views.DocumentStep.as_view(), name="document"),
    path(f"{SET}maken/<slug:step>/", views.SetBind.as_view(), name="bind"),
    path(f"{SET}volgende/", views.SetFollow.as_view(), name="follow"),
    path(f"{SET}pdf/", views.SetPdf.as_view(), name="pdf"),
]
