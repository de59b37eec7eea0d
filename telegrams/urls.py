"""The addresses of the reading room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
