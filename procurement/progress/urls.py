"""Address of the reports of a trajectory."""

from django.urls import path

from procurement.progress import views
from procurement.trajectory.urls import TRAJECTORY

app_name = "progress"
urlpatterns = [path(f"{TRAJECTORY}rapporten/", views.TrajectoryReports.as_view(), name="reports")]
