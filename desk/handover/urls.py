"""The address of handing over."""

from django.urls import path

from desk.handover import views

app_name = "handover"
urlpatterns = [path("overdragen/", views.Handover.as_view(), name="handover")]
