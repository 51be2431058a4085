"""Address of the looks."""

from django.urls import path

from accounts.looks import views

app_name = "looks"
urlpatterns = [path("inzage/", views.LookList.as_view(), name="list")]
