"""Addresses of 'Mijn account'."""

from django.urls import path

from accounts.factors import views

app_name = "factors"
urlpatterns = [
    path("account/", views.Account.as_view(), name="account"),
    path("account/tweede-stap/", views.Owed.as_view(), name="owed"),
    path("account/app/", views.AppAdd.as_view(), name="app_add"),
    path("account/app/plaatje.svg", views.AppPicture.as_view(), name="app_picture"),
    path("account/app/verwijderen/", views.AppRemove.as_view(), name="app_remove"),
    path("account/sleutels/nieuw/", views.KeyAdd.as_view(), name="key_add"),
    path("account/sleutels/<uuid:key>/naam/", views.KeyRename.as_view(), name="key_rename"),
    path("account/sleutels/<uuid:key>/verwijderen/", views.KeyRemove.as_view(), name="key_remove"),
    path("account/herstelcodes/", views.Codes.as_view(), name="codes"),
    path("account/herstelcodes/herstelcodes.txt", views.CodesFile.as_view(), name="codes_file"),
    path("account/herstelcodes/bewaard/", views.CodesSaved.as_view(), name="codes_saved"),
    path("account/sessies/beeindigen/", views.SessionsEnd.as_view(), name="sessions_end"),
    path("account/sessies/<uuid:session>/beeindigen/", views.SessionsEnd.as_view(), name="session_end"),
    path("mensen/<uuid:person>/tweede-stap/", views.FactorReset.as_view(), name="reset"),
]
