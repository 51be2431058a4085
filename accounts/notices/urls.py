"""Addresses of notices."""

from django.urls import path

from accounts.notices import views

app_name = "notices"
urlpatterns = [
    path("berichten/", views.NoticeList.as_view(), name="list"),
    path("berichten/gelezen/", views.NoticesReadAll.as_view(), name="read_all"),
    path("berichten/instellen/", views.DigestChoice.as_view(), name="digest"),
    path("berichten/<uuid:notice>/gelezen/", views.NoticeRead.as_view(), name="read"),
]
