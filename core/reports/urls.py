"""Addresses of kept reports; the list of all of them is in `desk.library`."""

from django.urls import path

from core.reports import views

app_name = "reports"
urlpatterns = [
    path("rapporten/<uuid:report_id>/", views.ReportScreen.as_view(), name="report"),
    path("rapporten/<uuid:report_id>/pdf/", views.ReportPdf.as_view(), name="pdf"),
]
