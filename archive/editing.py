"""The admin's front page: the models in the order an editor asks for them.

It stands here and not in ``telegrams.admin``, because Django makes the site while it imports that
package, and would make a second one where the first is asked for inside it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import SuspiciousOperation, ValidationError
from django.core.validators import validate_ipv46_address
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.module_loading import import_string

UNSAVED = (
    "You were not logged in any more, so nothing of what you sent was saved. Log in; then go back in the browser: "
    "most browsers have kept what you typed, to be sent again."
)
"""What an editor reads whose session ended while a form was open."""

View = Callable[..., HttpResponseBase]

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Documents", ("Telegram", "Correction", "Check", "Revision", "ReaderReport", "Volume")),
    ("People and places", ("Person", "PersonMerge", "PersonSplit", "Attribution", "Office", "Post", "Participation")),
    (
        "What was loaded",
        ("ImportRun", "Upload", "Problem", "RecordChange", "ImportedFile", "Source", "Change", "Receipt"),
    ),
    (
        "Parts of documents",
        ("Footnote", "PageMarker", "CrossReference", "VolumeContents", "VolumeSection", "ListedPerson"),
    ),
    ("What editors decided", ("ReferenceDecision", "Settlement", "DocumentOpenings")),
)
"""Headings of the front page and the models under each, most used first."""


LONGEST_NAME = 150
"""What Django holds of an account's name; the record of a wrong try holds little more."""


class LoginForm(AdminAuthenticationForm):
    """Django's login, for names that an account can have."""

    def clean_username(self) -> str:
        """The name; refused before it is tried where no account has so long a one."""
        name = str(self.cleaned_data["username"])
        if len(name) > LONGEST_NAME:
            raise ValidationError(f"A name has at most {LONGEST_NAME} letters.", code="too_long")
        return name


class ArchiveAdminSite(AdminSite):
    """Django's admin under the archive's name, with our models in groups before all others."""

    site_header = "Telegram archive: editing"
    site_title = "Telegram archive"
    login_form = LoginForm
    enable_nav_sidebar = False  # lists need the width; the front page is one click away
    index_title = "What would you like to work on?"

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Django's way to a view of the admin, closed to addresses that its filters would fall over."""
        inner: View = super().admin_view(view, cacheable)

        @wraps(inner)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if any(not is_fit(name, value) for name, values in request.GET.lists() for value in values):
                raise SuspiciousOperation("This address holds a value that no filter of the admin takes.")
            if not all(one.isascii() and one.isdecimal() for one in request.POST.getlist(ACTION_CHECKBOX_NAME)):
                raise SuspiciousOperation("This form chooses rows by what is no number of a row.")
            if request.method == "POST" and view != self.logout and not self.has_permission(request):
                messages.warning(request, UNSAVED)
            return inner(request, *args, **kwargs)

        return answer

    def get_urls(self) -> list[Any]:
        """The addresses of the editors' desk, before those of the lists."""
        desk: Callable[[AdminSite], list[Any]] = import_string(f"{settings.EDITORS_DESK}.urls")
        return [*desk(self), *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The front page: what waits for this editor, then the lists."""
        front_page = import_string(f"{settings.EDITORS_DESK}.front_page")
        return super().index(request, {**(extra_context or {}), "page": front_page(request)})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Our groups first, each as if it were an app; a model in no group stays under the app's own name."""
        apps = super().get_app_list(request, app_label)
        ours = next((app for app in apps if app["app_label"] == "telegrams"), None)
        if ours is None:
            return apps
        models = {model["object_name"]: model for model in ours["models"]}
        groups = [
            {**ours, "name": name, "models": [models.pop(word) for word in words if word in models]}
            for name, words in GROUPS
        ]
        rest = [{**ours, "models": list(models.values())}]
        others = [app for app in apps if app is not ours]
        return [group for group in [*groups, *rest, *others] if group["models"]]


def is_fit(name: str, value: str) -> bool:
    """Whether a filter may see this value: text PostgreSQL can hold, years of four digits at most, whole addresses.

    No list is filtered by the words of the search, which are no text.
    """
    if "\x00" in value or name.startswith("search__") or name == "search":
        return False
    if name.startswith("ip_address"):
        return is_address(value)
    if name.endswith("__year") and not value.strip("0"):
        return False
    return not name.endswith(("__year", "__month", "__day")) or len(value) <= len("1945")


def is_address(value: str) -> bool:
    """Whether this is an address of the internet, of either kind."""
    try:
        validate_ipv46_address(value)
    except ValidationError:
        return False
    return True
