"""Every URL of the site: one line per app."""

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.urls import include, path

from community.views.accounts import set_language

# The admin has no sign-in of its own: no way around codes, second factors and limits.
admin.autodiscover()
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]  # how allauth documents it

handler500 = "config.errors.server_error"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("language/", set_language, name="set_language"),
    path("", include("matching.urls")),
    path("", include("community.urls")),
]
