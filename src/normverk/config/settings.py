"""Django's settings, chosen by NORMVERK_ROLE. A hub has no app with patient tables at all."""

from __future__ import annotations

import os
import secrets
import sqlite3
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from normverk.config.environment import data_folder, flag, read

ROLE = read("NORMVERK_ROLE")
if ROLE not in {"hub", "edge", "all"}:
    raise ValueError(f"NORMVERK_ROLE is «{ROLE}»; it must be hub, edge or all")
IS_HUB = ROLE in {"hub", "all"}
IS_EDGE = ROLE in {"edge", "all"}

DATA = data_folder()
SOURCE = Path(__file__).resolve().parents[1]
ORIGIN = read("NORMVERK_ORIGIN").rstrip("/")
PACKAGES = read("NORMVERK_PACKAGES")
HTTPS = flag("NORMVERK_HTTPS")
DEMONSTRATION = flag("NORMVERK_DEMONSTRATION")
AS_OF: date | None = date.fromisoformat(read("NORMVERK_AS_OF")) if read("NORMVERK_AS_OF") else None
SITE = read("NORMVERK_SITE")
HUB = read("NORMVERK_HUB").rstrip("/")
HUB_TOKEN = read("NORMVERK_HUB_TOKEN")
HAPI_KEY = read("NORMVERK_HAPI_KEY").strip()
if HUB and not HUB.startswith(("https://", "http://")):
    raise ValueError(f"NORMVERK_HUB is «{HUB}»; write the whole address, such as https://normer.example.no")
DEBUG = flag("NORMVERK_DEBUG")


def _secret_key() -> str:
    given = read("NORMVERK_SECRET_KEY")
    if given:
        return given
    kept = DATA / "secret-key"
    if not kept.exists():
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as handle:
            handle.write(secrets.token_urlsafe(48))
    return kept.read_text()


def _database() -> dict[str, Any]:
    address = read("NORMVERK_DATABASE")
    if not address:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA / "normverk.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 15,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;",
            },
        }
    parts = urlsplit(address)
    if parts.scheme != "postgresql":
        raise ValueError(f"NORMVERK_DATABASE begins with «{parts.scheme}:»; only postgresql:// is understood")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }


SECRET_KEY = _secret_key()
ALLOWED_HOSTS = [host for host in read("NORMVERK_HOSTS").split(",") if host]
CSRF_TRUSTED_ORIGINS = [ORIGIN]

HUB_APPS = [
    "normverk.publish.library",
    "normverk.govern.catalogue",
    "normverk.govern.findings",
    "normverk.govern.consultation",
    "normverk.govern.process",
    "normverk.govern.applicability",
    "normverk.govern.feedback",
    "normverk.govern.trace",
]
EDGE_APPS = ["normverk.use.pathways", "normverk.use.coordination", "normverk.use.proposals", "normverk.use.reporting"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django_htmx",
    "normverk.base.events",
    "normverk.base.accounts",
    "normverk.base.jobs",
    "normverk.base.health",
    "normverk.base.api",
    "normverk.web",
    "normverk.publish",
    "normverk.publish.search",
    "normverk.learn",
    "normverk.learn.whatif",
    "normverk.learn.inclusion",
    *(HUB_APPS if IS_HUB else []),
    *(EDGE_APPS if IS_EDGE else []),
]

MIDDLEWARE = [
    "normverk.base.requests.request_log",
    "normverk.base.requests.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "normverk.base.requests.readable_only",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "normverk.base.accounts.middleware.actor_of_request",
    "normverk.base.problems.problem_responses",
    "normverk.base.policy.enforce.deny_unless_decided",
]

ROOT_URLCONF = "normverk.config.urls"
WSGI_APPLICATION = "normverk.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "normverk.web.context.page_context",
            ],
            "builtins": ["normverk.web.templatetags.components", "django.templatetags.static"],
        },
    }
]

DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

STATIC_URL = "static/"
# The look of the pages is built from locked npm packages by `make assets`; see docs/architecture.md.
BUILT_ASSETS = Path(read("NORMVERK_ASSETS") or SOURCE.parents[1] / "build" / "assets")
STATICFILES_DIRS = [BUILT_ASSETS] if BUILT_ASSETS.is_dir() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "normverk.base.problems.form_expired"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["normverk.base.requests.NoFiles"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "normverk.base.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"normverk": {"level": "INFO"}, "django.request": {"level": "ERROR"}},
}

if sqlite3.sqlite_version_info < (3, 35):
    raise RuntimeError(f"SQLite {sqlite3.sqlite_version} is too old; normverk needs 3.35 or newer")
