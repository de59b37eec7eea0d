"""An admin for rows that only loads may write."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from telegrams.admin.lists import BoundedPaginator


class ReadOnlyAdmin(admin.ModelAdmin):
    """Shows rows and changes none: no add, no change, no delete, for nobody."""

    paginator = BoundedPaginator
    show_facets = admin.ShowFacets.NEVER  # a count for each value of each filter would read the whole table
    show_full_result_count = False
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Rows are made by loads."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was loaded stays as it was loaded."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was loaded is never deleted by hand."""
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The list; what is sent to it is refused outright from those who may do none of its actions."""
        if request.method == "POST" and not self.get_actions(request):
            raise PermissionDenied
        return super().changelist_view(request, extra_context)

    def shown_beside(self, row: Any, request: HttpRequest) -> dict[str, Any]:
        """What the template of a row's page shows besides its fields, by name."""
        return {}

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Any = None,
    ) -> HttpResponse:
        """The page of a row, with what stands beside it."""
        beside = self.shown_beside(obj, request) if obj is not None else {}
        return super().render_change_form(request, {**context, **beside}, add, change, form_url, obj)
