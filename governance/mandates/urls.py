"""Addresses of the mandate register."""

from django.urls import path

from governance.mandates import views

app_name = "mandates"
MANDATE = "mandaten/<uuid:mandate>/"

urlpatterns = [
    path("mandaten/", views.MandateList.as_view(), name="list"),
    path("mandaten/wie-mag-dit/", views.MandateLookUp.as_view(), name="look_up"),
    path("mandaten/nieuw/", views.MandateRegister.as_view(), name="register"),
    path(MANDATE, views.MandatePage.as_view(), name="mandate"),
    path(f"{MANDATE}besluit/", views.MandateFile.as_view(), name="file"),
    path(f"{MANDATE}vernieuwen/", views.MandateRenew.as_view(), name="renew"),
    path(f"{MANDATE}intrekken/", views.MandateWithdraw.as_view(), name="withdraw"),
    path(f"{MANDATE}houder/", views.MandateHolder.as_view(), name="holder"),
]
