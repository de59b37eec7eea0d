"""The editors' door with a second factor: a password, and a code of a device that only its owner has.

It is imported only where ``ARCHIVE_OTP`` asks for it. Somebody of the staff without a device may log in by password
and gets no further than the page on which a device is taken up; with one, no password opens anything without a code.
"""

from base64 import b32encode
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django_otp import login as confirm
from django_otp import match_token, user_has_device
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_otp.util import random_hex

from archive.editing import ArchiveAdminSite, LoginForm

STEP, DIGITS = 30, 6
RECOVERY_CODES = 10
KEY = "second_factor_key"
"""Where the session keeps the key of a device that is being taken up."""


class CodeLoginForm(LoginForm):
    """Name, password and code; the code is asked of those who have a device."""

    code = forms.CharField(
        label="Code of your device",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}),
        help_text="Or one of your recovery codes. Empty if you have no device yet: you will be asked to take one up.",
    )

    def clean(self) -> Any:
        """The account, whose device the login then remembers."""
        cleaned = super().clean()
        user = self.get_user()
        if user is not None and user_has_device(user):
            code = "".join((self.cleaned_data.get("code") or "").split())
            device = match_token(user, code) if code else None
            if device is None:
                raise ValidationError("The code is missing, wrong or used up. Wait for the next one.", code="no_code")
            user.otp_device = device  # type: ignore[attr-defined]
        return cleaned


class DeviceForm(forms.Form):
    """The first code of a device, which proves that it has the key."""

    code = forms.CharField(
        label="Code that your device shows",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def __init__(self, key: str, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        self.totp = TOTP(bytes.fromhex(key), STEP, digits=DIGITS)

    def clean_code(self) -> str:
        """The code; refused where the key gives another."""
        code = "".join(str(self.cleaned_data["code"]).split())
        fits = code.isascii() and code.isdecimal() and self.totp.verify(int(code), tolerance=1)
        if not fits:
            raise ValidationError("That is not the code of this key. See whether the device’s clock is right.")
        return code


class GuardedAdminSite(ArchiveAdminSite):
    """The archive's admin for those alone who have shown their second factor in this session."""

    login_form = CodeLoginForm
    login_template = "admin/login_with_code.html"

    def has_permission(self, request: HttpRequest) -> bool:
        """Staff, and verified."""
        return super().has_permission(request) and bool(request.user.is_verified())  # type: ignore[union-attr]

    def get_urls(self) -> list[URLResolver | URLPattern]:
        """The page of the second factor besides, which those must reach who have none yet."""
        return [path("second-factor/", self.second_factor, name="second_factor"), *super().get_urls()]

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The login; who has given a password and has no device yet is sent on to take one up."""
        if request.method == "GET" and _has_none_yet(request):
            return HttpResponseRedirect(reverse("admin:second_factor"))
        return super().login(request, extra_context)

    @method_decorator(never_cache)
    @method_decorator(csrf_protect)
    def second_factor(self, request: HttpRequest) -> HttpResponse:
        """Take a device up, or, with one, have new recovery codes."""
        if self.has_permission(request):
            codes = _new_codes(request.user) if request.method == "POST" else ()
            return self._page(request, codes=codes, left=_left(request.user))
        if not _has_none_yet(request):
            return HttpResponseRedirect(reverse("admin:login"))
        key = request.session.setdefault(KEY, random_hex())
        form = DeviceForm(key, request.POST or None)
        if request.method == "POST" and form.is_valid():
            del request.session[KEY]
            device = TOTPDevice.objects.create(
                user=request.user, name="device", key=key, step=STEP, digits=DIGITS, last_t=form.totp.t()
            )
            confirm(request, device)
            return self._page(request, codes=_new_codes(request.user), left=RECOVERY_CODES, is_new=True)
        device = TOTPDevice(user=request.user, key=key, step=STEP, digits=DIGITS)
        letters = b32encode(bytes.fromhex(key)).decode()
        grouped = " ".join(letters[at : at + 4] for at in range(0, len(letters), 4))
        return self._page(request, form=form, key=grouped, address=device.config_url)

    def _page(self, request: HttpRequest, **said: Any) -> HttpResponse:
        context = {**self.each_context(request), "title": "Second factor", **said}
        return TemplateResponse(request, "admin/second_factor.html", context)


def _has_none_yet(request: HttpRequest) -> bool:
    """Whether this is somebody of the staff, by password alone, who has no device."""
    user = request.user
    return bool(user.is_active and getattr(user, "is_staff", False)) and not user_has_device(user)


def _new_codes(user: Any) -> tuple[str, ...]:
    """New recovery codes in the place of all former ones; this is the one time they are shown."""
    device, _ = StaticDevice.objects.get_or_create(user=user, name="recovery codes")
    device.token_set.all().delete()
    codes = tuple(StaticToken.random_token() for _ in range(RECOVERY_CODES))
    for code in codes:
        device.token_set.create(token=code)
    return codes


def _left(user: Any) -> int:
    """How many recovery codes are not used up."""
    return int(StaticToken.objects.filter(device__user=user).count())
