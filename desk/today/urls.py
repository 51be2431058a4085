"""The front door."""

from django.urls import path

from desk.today import views

app_name = "today"
urlpatterns = [path("", views.Today.as_view(), name="today")]
