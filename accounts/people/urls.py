"""Addresses of people and roles."""

from django.urls import path

from accounts.people import views

app_name = "people"
urlpatterns = [
    path("mensen/", views.PeopleList.as_view(), name="list"),
    path("mensen/uitnodigen/", views.PersonInvite.as_view(), name="invite"),
    path("mensen/<uuid:person>/", views.PersonPage.as_view(), name="person"),
    path("mensen/<uuid:person>/rollen/nieuw/", views.RoleAdd.as_view(), name="role_add"),
    path("mensen/<uuid:person>/rollen/<uuid:membership>/beeindigen/", views.RoleEnd.as_view(), name="role_end"),
    path("mensen/<uuid:person>/inloggen/", views.PersonActive.as_view(), name="active"),
    path("bijgelezen/", views.ChangesSeen.as_view(), name="seen"),
]
