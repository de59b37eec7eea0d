"""The root of the addresses."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path

from archive.health import healthz

urlpatterns = [
    path("healthz", healthz),
    path(settings.ADMIN_PATH, admin.site.urls),
    path("", include("telegrams.urls")),
]

handler400 = "telegrams.views.errors.bad_request"
handler403 = "telegrams.views.errors.permission_denied"
handler404 = "telegrams.views.errors.not_found"
handler500 = "telegrams.views.errors.server_error"
