"""All addresses: the editors' under /admin/, everything else is the paper itself."""

from django.urls import include, path

urlpatterns = [
    path("admin/", include("desk.urls")),
    path("language/", include("django.conf.urls.i18n")),
    path("", include("paper.urls")),
]

handler404 = "paper.errors.not_found"
handler500 = "paper.errors.server_error"
