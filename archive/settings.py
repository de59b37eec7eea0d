"""All settings, safe by default; what an installation may choose comes from the variables read here.

Importing this module starts nothing. The README lists every variable.
"""

import os
import secrets
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

REPOSITORY = Path(__file__).resolve().parent.parent

# --- typed readers: each names the variable and the accepted values when it refuses ---

YES = ("1", "yes", "true", "on")
NO = ("0", "no", "false", "off")


def text(name: str, default: str) -> str:
    """The variable's words without blanks around them; the default where it is unset or empty."""
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    """The variable as yes or no; unset is no."""
    given = text(name, "no").lower()
    if given not in YES + NO:
        raise ImproperlyConfigured(f"{name}={given} is not understood: accepted are {', '.join(YES + NO)}.")
    return given in YES


def number(name: str, default: int, lowest: int, highest: int) -> int:
    """The variable as a whole number within its bounds."""
    given = text(name, str(default))
    if not given.isdecimal() or not lowest <= int(given) <= highest:
        raise ImproperlyConfigured(f"{name}={given} is not understood: a whole number from {lowest} to {highest}.")
    return int(given)


def folder(name: str, default: Path) -> Path:
    """The variable as an absolute path; a relative one starts at the current folder."""
    return Path(text(name, str(default))).expanduser().resolve()


def address_with(place: str, name: str, default: str) -> str:
    """The variable as an address with a place in it, {volume} or {path}, that is filled in for each file."""
    given = text(name, default)
    if place not in given or not given.startswith(("https://", "http://")):
        raise ImproperlyConfigured(f"{name}={given} is not understood: an https:// address with {place} in it.")
    return given


def kept_secrets(path: Path) -> list[str]:
    """The lines of the secret key's file: the key in use, then former ones. Made at the first start, for us alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50) + "\n")
        # A link fails where another process was first, so two first starts agree on one key.
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().split()


# --- where things lie ---

# pytest says that it runs, to its workers and to the commands that tests start: they never touch an archive's data.
UNDER_TEST = "PYTEST_VERSION" in os.environ
ARCHIVE_DATA = folder("ARCHIVE_DATA", REPOSITORY / ("var/test" if UNDER_TEST else "var"))
ARCHIVE_CORPUS = folder("ARCHIVE_CORPUS", REPOSITORY.parent / "shared" / "corpus")
FIXTURES = REPOSITORY / "fixtures"
# Invented documents are for a first look; an archive with a database of its own never takes them in.
SPECIMENS = not text("DATABASE_URL", "")

# Whether a question takes what an open transaction has changed into the index; only the tests, whose every change
# stands in a transaction that is taken back, say so.
SEARCH_FOLLOWS_OPEN_TRANSACTIONS = False

# What the editors' front page shows, and the addresses beside those of its lists: a module of an app.
EDITORS_DESK = "telegrams.admin.desk"

# What /healthz says besides: a name, and the function of an app that tells it.
HEALTH_ALSO_SAYS = {"search_behind": "telegrams.search.behind"}

# --- where volumes are fetched from: by default the public repository of the Office of the Historian ---

VOLUMES_AT = address_with(
    "{volume}",
    "ARCHIVE_VOLUMES_AT",
    "https://raw.githubusercontent.com/HistoryAtState/frus/master/volumes/{volume}.xml",
)
REGISTER_AT = address_with(
    "{path}", "ARCHIVE_REGISTER_AT", "https://raw.githubusercontent.com/HistoryAtState/pocom/master/{path}"
)
FETCH_PLAIN = flag("ARCHIVE_FETCH_PLAIN")
FETCH_PRIVATE = flag("ARCHIVE_FETCH_PRIVATE")

# --- who may ask, and how ---

DEBUG = flag("ARCHIVE_DEBUG")
HTTPS = flag("ARCHIVE_HTTPS")
PROXIES = number("ARCHIVE_PROXIES", 0, 0, 5)
PORT = number("PORT", 8000, 1, 65535)
ARCHIVE_UPLOAD_MB = number("ARCHIVE_UPLOAD_MB", 200, 1, 4096)
ARCHIVE_FILING_LAG = number("ARCHIVE_FILING_LAG", 30, 0, 36500)
LOCAL_HOSTS = "localhost,127.0.0.1,[::1]"
ALLOWED_HOSTS = [host.strip() for host in text("ARCHIVE_HOSTS", LOCAL_HOSTS).split(",") if host.strip()]
USE_X_FORWARDED_HOST = False
USE_X_FORWARDED_PORT = False
SECRET_KEY, *SECRET_KEY_FALLBACKS = kept_secrets(ARCHIVE_DATA / "secret_key")

ADMIN_PATH = text("ARCHIVE_ADMIN", "admin/").strip("/") + "/"
ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"

INSTALLED_APPS = [
    "archive.apps.ArchiveConfig",
    "telegrams.apps.TelegramsConfig",
    "archive.apps.EditingConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_filters",
    "simple_history",
    "csp",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "archive.headers.say_what_is_allowed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
    "telegrams.views.errors.SearchRefused",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [REPOSITORY / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# --- the database: one engine, one alias ---

if database_url := text("DATABASE_URL", ""):
    server: dict[str, Any] = dict(
        # PgBouncer hands each transaction another connection: a cursor kept by the server would be lost.
        dj_database_url.parse(database_url, disable_server_side_cursors=flag("ARCHIVE_PGBOUNCER"))
    )
    if "postgresql" not in server["ENGINE"]:
        raise ImproperlyConfigured("DATABASE_URL: accepted is a PostgreSQL server, postgresql://user@host:port/name.")
else:
    server = {
        "ENGINE": "archive.localpg",
        "NAME": "archive",
        "USER": "archive",
        "CLUSTER": {"home": ARCHIVE_DATA, "binaries": text("ARCHIVE_PG_BIN", ""), "throwaway": UNDER_TEST},
    }
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        **server,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 3, **server.get("OPTIONS", {})},
    }
}
# As whom loads from the browser write, where the web server's own role may not (docs/production.sql).
LOADER_URL = text("ARCHIVE_LOADER_URL", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- language, time, files ---

LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = ARCHIVE_DATA / "static"
STATICFILES_DIRS = [REPOSITORY / "static"]
PLAIN_STATIC = DEBUG or UNDER_TEST  # found where they are written: nothing to collect first
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PLAIN_STATIC
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = PLAIN_STATIC
WHITENOISE_AUTOREFRESH = PLAIN_STATIC
DATA_UPLOAD_MAX_MEMORY_SIZE = 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = 100
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_HANDLERS = [
    "archive.quota.Quota",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- what browsers are told ---

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "telegrams.views.errors.csrf_failure"

# --- everything that needs https, by one switch ---

LONG_HSTS = flag("ARCHIVE_HSTS")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = (2 * 365 * 24 * 60 * 60 if LONG_HSTS else 60 * 60) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS and LONG_HSTS
SECURE_HSTS_PRELOAD = HTTPS and LONG_HSTS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
# Subdomains and preloading bind a whole domain for years: they are asked for by a variable of their own.
SILENCED_SYSTEM_CHECKS = [] if LONG_HSTS else ["security.W005", "security.W021"]

# --- accounts ---

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "archive.accounts.UnhurriedBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "archive.accounts.SiteWordsValidator"},
]
# A second factor is asked for where an installation wants it; without it nothing of its library is imported.
OTP = flag("ARCHIVE_OTP")
if OTP:
    if find_spec("django_otp") is None:
        raise ImproperlyConfigured(
            "ARCHIVE_OTP=1 needs django-otp, the extra “otp” of pyproject.toml: install it first."
        )
    INSTALLED_APPS += ["django_otp", "django_otp.plugins.otp_totp", "django_otp.plugins.otp_static"]
    after = MIDDLEWARE.index("django.contrib.auth.middleware.AuthenticationMiddleware") + 1
    MIDDLEWARE.insert(after, "django_otp.middleware.OTPMiddleware")
    OTP_TOTP_ISSUER = "Telegram archive"
    OTP_ADMIN_HIDE_SENSITIVE_DATA = True
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "telegrams.views.errors.locked_out"
AXES_CLIENT_IP_CALLABLE = "archive.accounts.address_of"

# --- the log ---

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line"},
        "nowhere": {"class": "logging.NullHandler"},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A request for a host that is not ours is answered 400; its trace tells nobody anything.
    "loggers": {"django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False}},
}
