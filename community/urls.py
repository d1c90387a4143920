"""URLs of the community: public pages, directory pages and forms."""

from django.conf import settings
from django.urls import path

from .views.preferences import preferences
from .views.styleguide import styleguide

app_name = "community"
urlpatterns = [
    path("preferences/", preferences, name="preferences"),
]
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
