"""URLs of matching: lists for a member, why a match, search, introductions."""

app_name = "matching"
urlpatterns: list = []
