"""Addresses of the segments."""

from django.urls import path

from segments.catalogue import views

app_name = "catalogue"
urlpatterns = [
    path("segmenten/", views.SegmentPyramid.as_view(), name="pyramid"),
    path("segmenten/<slug:slug>/", views.SegmentPage.as_view(), name="segment"),
]
