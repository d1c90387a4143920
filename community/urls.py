"""URLs of the community: public pages, directory pages and forms."""

app_name = "community"
urlpatterns: list = []
