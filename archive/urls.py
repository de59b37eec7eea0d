"""The root of the addresses."""

from django.conf import settings
from django.contrib import admin
from django.urls import include
from django.urls import path

from archive.health import healthz

urlpatterns = [
    path("healthz", healthz),
    path(settings.ADMIN_PATH, admin.site.urls),
    path("", include("telegrams.urls")),
]
