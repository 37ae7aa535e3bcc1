"""All addresses: the editors' under /admin/, programs' under /api/, the rest is the paper."""

from django.contrib import admin
from django.urls import include, path

from paper import elder_version

admin.autodiscover()

urlpatterns = [
    path("admin/", include("desk.urls")),
    path("api/", include("api.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("elder/", elder_version.choose, name="elder"),
    path("", include("paper.urls")),
]

handler404 = "paper.errors.not_found"
handler500 = "paper.errors.server_error"
