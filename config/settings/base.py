"""Settings from the environment. Every default works on one machine with no server; variables bring the rest."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from csp.constants import NONE, SELF

from config.settings import env

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")

# --- security -------------------------------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG", default=False)
SECRET_KEY = env.kept_secret("SECRET_KEY", VAR_DIR / "secret.key")
CREDENTIALS_KEYS = env.kept_secret(
    "CREDENTIALS_KEYS", VAR_DIR / "credentials.key", lambda: Fernet.generate_key().decode()
).split(",")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
HTTPS_ONLY = env.flag("HTTPS_ONLY", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS_ONLY
SECURE_SSL_REDIRECT = HTTPS_ONLY
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS_ONLY else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", default=False) else None
SESSION_COOKIE_AGE = env.integer("SESSION_HOURS", 12) * 3600
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- rooms ----------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "rest_framework.authtoken",
    "drf_spectacular",
    "django_filters",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "foundation",
    "bureau",
    "invoices",
    "bookkeeping",
    "tax_filing",
    "rpa",
    "risk",
    "workbench",
    "archives",
    "samples",
    "benchmarks",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "foundation.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "foundation.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

# Doors through which data flows to the right without an import pointing right (docs/architecture.md).
CLOSING_STEPS = [
    "bookkeeping.services.accrue_payroll.PayrollAccrual",
    "bookkeeping.services.depreciate.Depreciation",
    "bookkeeping.services.cost_of_sales.CostOfSales",
    "bookkeeping.services.revalue.Revaluation",
    "tax_filing.closing_steps.VatTransfer",
    "tax_filing.closing_steps.Surtaxes",
    "tax_filing.closing_steps.IncomeTax",
]
FILING_CHANNELS = [
    "tax_filing.channels.direct_api.DirectApiChannel",
    "tax_filing.channels.manual.ManualChannel",
    "rpa.channel.BotChannel",
]
FILING_GATES = ["risk.gate.RiskGate"]
BUREAU_INVOICE_SOURCES = ["invoices.services.invoice_lists.BureauApi"]

# --- web ------------------------------------------------------------------------------------------------------------
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "foundation.context.workspace",
            ]
        },
    }
]
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
MEDIA_ROOT = env.path("MEDIA_ROOT", VAR_DIR / "documents")
ARCHIVE_ROOT = env.path("ARCHIVE_ROOT", VAR_DIR / "archives")
DATA_UPLOAD_MAX_NUMBER_FILES = 300
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a payroll sheet posts a dozen cells for each person
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
SIGNATURE_ROOTS = env.path("SIGNATURE_ROOTS", VAR_DIR / "signature-roots")
MAX_DOCUMENT_BYTES = env.integer("MAX_DOCUMENT_MB", 50) * 1024 * 1024

# --- storage and work -----------------------------------------------------------------------------------------------
DATABASES = {"default": env.database("DATABASE_URL", VAR_DIR / "zhangfang.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CELERY_BROKER_URL = env.text("CELERY_BROKER_URL", "filesystem://")
BROKER_DIR = env.path("BROKER_DIR", VAR_DIR / "broker")
JOBS_SWEEP_SECONDS = env.integer("JOBS_SWEEP_SECONDS", 10)
NIGHTLY_AT = env.text("NIGHTLY_AT", "01:30")  # local time
MORNING_REPORT_AT = env.text("MORNING_REPORT_AT", "07:30")  # the latest; earlier when every company is through
JOBS_DOORBELL = env.text("JOBS_DOORBELL", "celery")  # "off": jobs wait until somebody runs them in this process

# --- people ---------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "foundation.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_ADAPTER = "foundation.accounts.ClosedSignup"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Zhangfang"
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "account/lockout.html"
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.integer("EMAIL_PORT", 465)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "zhangfang@localhost")
# Without a mail server messages are written to the output of the worker.
_MAIL = "smtp" if EMAIL_HOST else "console"
EMAIL_BACKEND = env.text("EMAIL_BACKEND", f"django.core.mail.backends.{_MAIL}.EmailBackend")
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
"""The address people open, for links in messages."""

# --- language and time ----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True

# --- the outside ----------------------------------------------------------------------------------------------------
# OCR reads OCR_ENGINE and PADDLEOCR_*_DIR from the environment itself: it also runs in processes that load no settings.
# What it generates belongs beside our other data, not in a folder others may write to.
os.environ.setdefault("PADDLEOCR_CACHE_DIR", str(VAR_DIR / "ocr-models"))
os.environ.setdefault("PADDLE_PDX_CACHE_HOME", str(VAR_DIR / "paddlex"))
BUREAU_API_URL = env.text("BUREAU_API_URL", "http://127.0.0.1:8766")
VERIFICATION_PLATFORM_URL = env.text("VERIFICATION_PLATFORM_URL", BUREAU_API_URL)
RPA_CHROMIUM_SANDBOX = env.flag("RPA_CHROMIUM_SANDBOX", default=False)  # needs a bot that does not run as root
RPA_PORTAL = env.text("RPA_PORTAL", "sandbox_portal")
RPA_TRACE = env.flag("RPA_TRACE", default=True)
RPA_STEP_SECONDS = env.integer("RPA_STEP_SECONDS", 20)
RPA_DECISION_SECONDS = env.integer("RPA_DECISION_SECONDS", 30)
RPA_EVIDENCE_DAYS = env.integer("RPA_EVIDENCE_DAYS", 3650)
RPA_TRACE_DAYS = env.integer("RPA_TRACE_DAYS", 30)
BUREAU_PORTAL_URL = env.text("BUREAU_PORTAL_URL", "http://127.0.0.1:8766")
BUREAU_APP_KEY = env.text("BUREAU_APP_KEY", "demo-app")
BUREAU_APP_SECRET = env.text("BUREAU_APP_SECRET", "demo-secret-for-the-make-believe-bureau")

# --- API ------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication",
        "rest_framework.authentication.TokenAuthentication",
    ],
    # Every view states its own company permission; what forgets to is closed.
    "DEFAULT_PERMISSION_CLASSES": ["foundation.permissions.Nobody"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "EXCEPTION_HANDLER": "foundation.api_views.api_exception_handler",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Zhangfang API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # The filesystem broker has no host name and says so at every message.
    "loggers": {"kombu.connection": {"level": "ERROR"}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "WARNING")},
}
