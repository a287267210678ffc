"""Django's settings for personal mode: one person, this machine only, no accounts.

``ILIUM_DATA`` names the data folder; `ilium.web.serve` sets it.
"""

from typing import Any

from ilium.exchange.export_file import MAX_FILE_BYTES
from ilium.store import home, journal, made_up
from ilium.web.logs import logging_for
from ilium.web.zone import local_zone

DATA_FOLDER = home.folder_in_use()

MADE_UP = made_up.is_made_up(DATA_FOLDER)

SECRET_KEY = home.secret_key(DATA_FOLDER)
DEBUG = False
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "ilium.web.urls"
ASGI_APPLICATION = "ilium.web.asgi.application"
INSTALLED_APPS = ["ilium.web", "ilium.store"]
MIDDLEWARE = [
    "ilium.web.logs.AccessLog",
    "ilium.web.security.Headers",
    "ilium.web.errors.Errors",
    "ilium.web.security.OwnHost",
    "ilium.web.security.BodyLimit",
    "ilium.web.security.OwnOrigin",
    "ilium.web.security.Csrf",
    "django.middleware.common.CommonMiddleware",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request", "ilium.web.pages.visit.look"]},
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(DATA_FOLDER / home.DATABASE),
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": journal.COMMANDS[journal.mode_for(DATA_FOLDER)],
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = local_zone()

STATIC_URL = "/static/"

#: The largest body of any request; the API's batches are the largest there are.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
#: A record that is brought back is never laid down in a folder for temporary files.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * MAX_FILE_BYTES

CSRF_COOKIE_NAME = "ilium_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "ilium.web.errors.csrf_failure"

LOGGING = logging_for(DATA_FOLDER / home.LOG)
