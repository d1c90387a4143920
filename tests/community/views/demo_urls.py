"""The site's URLs with those that only the demonstration has."""

from django.urls import include, path

from community.urls import demo_urlpatterns
from config.urls import handler500, urlpatterns

__all__ = ["handler500", "urlpatterns"]

urlpatterns = [path("", include((demo_urlpatterns, "community"), namespace="demo")), *urlpatterns]
