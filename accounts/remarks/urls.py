"""Addresses of comments."""

from django.urls import path

from accounts.remarks import views

app_name = "remarks"
urlpatterns = [
    path("opmerkingen/<slug:prefix>/<str:key>/nieuw/", views.CommentAdd.as_view(), name="add"),
    path("opmerkingen/<uuid:comment>/wijzigen/", views.CommentEdit.as_view(), name="edit"),
    path("opmerkingen/<uuid:comment>/intrekken/", views.CommentWithdraw.as_view(), name="withdraw"),
]
