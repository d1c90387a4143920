"""Every URL of the site: one line per app."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("", include("matching.urls")),
    path("", include("community.urls")),
]
