"""Settings of the make-believe bureau; everything a starter may want to set comes from the environment.

Rule kept: nothing here is shared with the product's settings, tables or secrets.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent
PROJECT_DIR = BASE_DIR.parent

DEBUG = False
SECRET_KEY = os.environ.get("BUREAU_SANDBOX_SECRET") or secrets.token_hex(32)
ALLOWED_HOSTS = os.environ.get("BUREAU_SANDBOX_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
ROOT_URLCONF = "bureau_sandbox.urls"
INSTALLED_APPS = ["django.contrib.sessions", "bureau_sandbox"]
MIDDLEWARE = [
    "bureau_sandbox.middleware.plain_security",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "bureau_sandbox.middleware.bureau_wide_faults",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request"],
            "builtins": ["bureau_sandbox.portal.tags"],
        },
    }
]
DATABASE_FILE = Path(os.environ.get("BUREAU_SANDBOX_DB") or PROJECT_DIR / "var" / "bureau-sandbox.sqlite3")
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATABASE_FILE,
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = False
SESSION_COOKIE_NAME = "bureau_session"
SESSION_COOKIE_AGE = 3600
CSRF_COOKIE_NAME = "bureau_csrf"
# Cells of a general taxpayer's return with all schedules arrive as some hundreds of form fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
# Practice passwords guard nothing, and a log-in must not cost a tenth of a second.
PASSWORD_HASHERS = ["bureau_sandbox.models.taxpayer.PracticePasswordHasher"]

# The same variables the product reads, so that one environment serves both.
APP_KEY = os.environ.get("BUREAU_APP_KEY", "demo-app")
APP_SECRET = os.environ.get("BUREAU_APP_SECRET", "demo-secret-for-the-make-believe-bureau")
ADMIN_TOKEN = os.environ.get("BUREAU_SANDBOX_ADMIN_TOKEN", "practice-admin")
DEFAULT_USER = os.environ.get("BUREAU_SANDBOX_USER", "handler")
DEFAULT_PASSWORD = os.environ.get("BUREAU_SANDBOX_PASSWORD", "practice-password")
PROCESSING_SECONDS = float(os.environ.get("BUREAU_SANDBOX_PROCESSING_SECONDS", "1.0"))
LATE_SECONDS = float(os.environ.get("BUREAU_SANDBOX_LATE_SECONDS", "7200"))
SLOW_SECONDS = float(os.environ.get("BUREAU_SANDBOX_SLOW_SECONDS", "3"))
REQUESTS_PER_MINUTE = int(os.environ.get("BUREAU_SANDBOX_REQUESTS_PER_MINUTE", "6000"))
CLOCK_TOLERANCE_SECONDS = 300
TOKEN_SECONDS = 3600
