"""Address of the search."""

from django.urls import path

from desk.search import views

app_name = "search"
urlpatterns = [path("zoeken/", views.SearchPage.as_view(), name="search")]
