"""Settings under test: quick password hashing, no doorbell (tests run jobs themselves), throw-away folders."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="zhangfang-test-"))

from config.settings.base import *  # noqa: F403
from config.settings.base import VAR_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
JOBS_DOORBELL = "off"
AXES_ENABLED = False
MEDIA_ROOT = Path(VAR_DIR) / "documents"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
BUREAU_API_URL = BUREAU_PORTAL_URL = "http://127.0.0.1:9"  # nobody listens: a test that means the bureau says so
WHITENOISE_AUTOREFRESH = True  # a client in a test does not read all static files to serve none
BUREAU_INVOICE_SOURCES = []
