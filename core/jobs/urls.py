"""Addresses of jobs."""

from django.urls import path

from core.jobs import views

app_name = "jobs"
urlpatterns = [
    path("taken/", views.MyJobs.as_view(), name="mine"),
    path("taken/<uuid:job_id>/", views.JobScreen.as_view(), name="job"),
    path("taken/<uuid:job_id>/stoppen/", views.StopJob.as_view(), name="stop"),
]
