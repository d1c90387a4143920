"""URLs of the community: public pages, directory pages and forms."""

from django.conf import settings
from django.urls import path

from .views.accounts import me
from .views.demo import demo_mails, demo_sign_in
from .views.editions import edition
from .views.imports import export, import_file, import_run, imports
from .views.invitations import access_requests, answer_request, close_request, invitation, revoke
from .views.members import member_remove, member_role, members
from .views.mine import mine
from .views.notices import notice, notices, read_notices
from .views.organisations import (
    edit_organisation,
    new_organisation,
    organisation,
    organisation_matching,
)
from .views.places import commune, edit_neighbourhood, neighbourhood, new_neighbourhood
from .views.preferences import preferences
from .views.profile_actions import close_profile, delete_profile, profile_matching, reopen_profile
from .views.profiles import edit_profile, new_profile, profile
from .views.public import accessibility, home, legal, request_access, request_access_sent
from .views.styleguide import styleguide

app_name = "community"

# What any organisation publishes has the same three pages, under the plural of its kind.
PLURALS = {
    "need": "needs",
    "solution": "solutions",
    "ask": "asks",
    "offer": "offers",
    "expertise": "expertise",
}

urlpatterns = [
    path("", home, name="home"),
    path("legal/", legal, name="legal"),
    path("accessibility/", accessibility, name="accessibility"),
    path("request-access/", request_access, name="request_access"),
    path("request-access/sent/", request_access_sent, name="request_access_sent"),
    path("preferences/", preferences, name="preferences"),
]
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))
for kind, plural in PLURALS.items():
    urlpatterns += [
        path(f"{plural}/new/", new_profile, {"kind": kind}, name=f"{kind}_new"),
        path(f"{plural}/<int:pk>/", profile, {"kind": kind}, name=kind),
        path(f"{plural}/<int:pk>/edit/", edit_profile, {"kind": kind}, name=f"{kind}_edit"),
    ]
urlpatterns += [
    path("profiles/<int:pk>/close/", close_profile, name="profile_close"),
    path("profiles/<int:pk>/reopen/", reopen_profile, name="profile_reopen"),
    path("profiles/<int:pk>/matching/", profile_matching, name="profile_matching"),
    path("profiles/<int:pk>/delete/", delete_profile, name="profile_delete"),
    path("communes/<int:pk>/", commune, name="commune"),
    path("communes/<int:pk>/edit/", edit_profile, {"kind": "commune"}, name="commune_edit"),
    path("communes/<int:commune_pk>/neighbourhoods/new/", new_neighbourhood, name="neighbourhood_new"),
    path("neighbourhoods/<int:pk>/", neighbourhood, name="neighbourhood"),
    path("neighbourhoods/<int:pk>/edit/", edit_neighbourhood, name="neighbourhood_edit"),
    path("organisations/new/", new_organisation, name="organisation_new"),
    path("organisations/<int:pk>/", organisation, name="organisation"),
    path("organisations/<int:pk>/edit/", edit_organisation, name="organisation_edit"),
    path("organisations/<int:pk>/matching/", organisation_matching, name="organisation_matching"),
    path("editions/<int:pk>/", edition, name="edition"),
    path("mine/", mine, name="mine"),
    path("imports/", imports, name="imports"),
    path("imports/<int:pk>/", import_run, name="import_run"),
    path("imports/files/<str:name>", import_file, name="import_file"),
    path("imports/export/", export, name="export"),
    path("me/", me, name="me"),
    path("notices/", notices, name="notices"),
    path("notices/read/", read_notices, name="notices_read"),
    path("notices/<int:pk>/", notice, name="notice"),
    path("organisations/<int:pk>/members/", members, name="members"),
    path("memberships/<int:pk>/role/", member_role, name="member_role"),
    path("memberships/<int:pk>/remove/", member_remove, name="member_remove"),
    path("invitations/<str:token>/", invitation, name="invitation"),
    path("invitations/<int:pk>/revoke/", revoke, name="invitation_revoke"),
    path("access-requests/", access_requests, name="access_requests"),
    path("access-requests/<int:pk>/answer/", answer_request, name="access_request_answer"),
    path("access-requests/<int:pk>/close/", close_request, name="access_request_close"),
]
demo_urlpatterns = [
    path("demo/mails/", demo_mails, name="demo_mails"),
    path("demo/<slug:role>/", demo_sign_in, name="demo_sign_in"),
]
if settings.DEMO:
    urlpatterns += demo_urlpatterns
