"""URLs of matching: lists for a member, why a match, search, introductions."""

from django.urls import path

from matching.views import contacts, directory, for_you, introductions, match, notice

app_name = "matching"
urlpatterns = [
    path("how-matching-works/", notice.how, name="how"),
    path("for-you/", for_you.for_you, name="for_you"),
    path("profiles/<int:pk>/matches/", for_you.profile_matches, name="profile_matches"),
    path("profiles/<int:pk>/meets/", for_you.meets, name="meets"),
    path("matches/<int:mine_id>/<int:other_id>/", match.match, name="match"),
    path("matches/<int:mine_id>/<int:other_id>/answer/", match.answer, name="answer"),
    path("matches/<int:mine_id>/<int:other_id>/undo/", match.undo, name="undo_answer"),
    path("directory/", directory.directory, name="directory"),
    path("search/", directory.search, name="search"),
    path("organisations/<int:pk>/contact/", contacts.contact, name="contact"),
    path("introductions/", introductions.introductions, name="introductions"),
    path("introductions/<int:pk>/", introductions.introduction, name="introduction"),
    path("introductions/<int:pk>/<slug:name>/", introductions.step, name="introduction_step"),
    path("answer/<str:token>/", introductions.answer_by_link, name="introduction_answer"),
]
