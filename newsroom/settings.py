"""One settings file; everything that differs between machines comes from the environment.

Nothing needs to be set for the demo. With ``DEBUG=false`` (production) ``SECRET_KEY`` and
``ALLOWED_HOSTS`` are required. ``README.md`` lists every variable.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import FileSystemStorage
from django.utils.translation import gettext_lazy as _

from newsroom.environment import env_bool, env_int, env_list, env_origin, env_str, env_time

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env_str("DATA_DIR") or BASE_DIR)

DEBUG = env_bool("DEBUG", default=True)
SECRET_KEY = env_str("SECRET_KEY")
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS")
if DEBUG:
    SECRET_KEY = SECRET_KEY or "only-for-debugging-never-for-a-server"
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
elif not SECRET_KEY:
    raise ImproperlyConfigured("SECRET_KEY is not set. Set it to 50 random characters.")
elif not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set. Name the hosts, separated by commas.")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
# Canonical addresses, feeds and sitemaps name this origin, whatever host was asked.
SITE_ADDRESS = env_origin("SITE_ADDRESS")
# In whose name ids in feeds are given (RFC 4151). It outlives every change of the address.
TAG_AUTHORITY = env_str("TAG_AUTHORITY") or SITE_ADDRESS.rpartition("/")[2].partition(":")[0]
TAG_AUTHORITY = TAG_AUTHORITY or ALLOWED_HOSTS[0].strip("[]*.").replace(":", "") or "localhost"

INSTALLED_APPS = [
    "newsroom.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "axes",
    "csp",
    "django_filters",
    "import_export",
    "audit.apps.AuditConfig",
    "accounts.apps.AccountsConfig",
    "issues.apps.IssuesConfig",
    "articles.apps.ArticlesConfig",
    "search.apps.SearchConfig",
    "findings.apps.FindingsConfig",
    "reviews.apps.ReviewsConfig",
    "importing.apps.ImportingConfig",
    "workbench.apps.WorkbenchConfig",
    "paper.apps.PaperConfig",
    "desk.apps.DeskConfig",
    "console.apps.ConsoleConfig",
]

# Readers' addresses go the short way, past all that stands behind it.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "newsroom.short_way.ShortWayMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "paper.kept_answers.KeptAnswersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "newsroom.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        # Readers' pages, in paper/jinja2.
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "paper.jinja.environment"},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

SQLITE_OPTIONS: dict[str, Any] = {
    # Writers queue instead of failing half way: the lock is taken when a transaction begins.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # WAL lets readers go on while one writes; NORMAL is durable enough with it.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;"
        " PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
    ),
}
# The 2 is for the tables since version 0.2: a newsroom.sqlite3 of before stays beside it.
DATABASES = {
    "default": dj_database_url.parse(
        env_str("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'newsroom-2.sqlite3'}",
        # Each thread of the server keeps its own.
        conn_max_age=env_int("CONN_MAX_AGE", default=60),
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "newsroom.sqlite"
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    # A file also for the tests: one in memory is one connection, which the threads of a live
    # server would share with the test and each other's transactions.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
else:
    # A server that has not looked at its rows yet takes a short question for a long one, and
    # compiles it for half a second. What is new in the index of a search is sorted in by the
    # next few writers: a longer list would make one of them wait for all the others.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault(
        "options", "-c jit=off -c gin_pending_list_limit=64"
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The typeface of the pictures that other sites show for a story; without one they show none.
# Debian's fonts-noto-cjk (SIL Open Font License) has it there.
CARD_FONT = env_str("CARD_FONT", "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc")

# How often one address may ask the API; more is answered with 429.
API_REQUESTS_A_MINUTE = env_int("API_REQUESTS_A_MINUTE", default=120)

# What readers get is kept there, under a key that each change moves: nothing in it can be wrong,
# and it may be lost at any moment.
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}
KEEP_ANSWERS = env_bool("KEEP_ANSWERS", default=True)
if REDIS_URL := env_str("REDIS_URL"):
    CACHES["default"] = {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        # No reader waits for it: an answer is made in less time.
        "OPTIONS": {"socket_connect_timeout": 0.1, "socket_timeout": 0.2},
    }

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.RolesThatCount",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "admin:login"
# Accounts, roles and the record are three offices, and nobody holds two. A site of three people
# may switch that off; the audit log says so.
SEPARATE_OFFICES = env_bool("SEPARATE_OFFICES", default=True)
# Nobody reviews, publishes or holds an office without a code from his telephone.
REQUIRE_SECOND_FACTOR = env_bool("REQUIRE_SECOND_FACTOR", default=False)
# By when a day's pages are to be before their readers: the home page counts the hours.
PUBLISH_BY = env_time("PUBLISH_BY", default="08:00")
OTP_TOTP_ISSUER = env_str("SECOND_FACTOR_NAME") or "Newsroom"

# With a mail server, links for passwords go to their owners; without one they are handed over.
EMAIL_HOST = env_str("EMAIL_HOST")
EMAIL_PORT = env_int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env_str("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env_str("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = env_bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env_str("EMAIL_FROM") or "newsroom@localhost"
LOGIN_REDIRECT_URL = "admin:index"

# Five wrong passwords for one name from one address lock that pair for a quarter of an hour.
AXES_FAILURE_LIMIT = env_int("LOGIN_FAILURE_LIMIT", default=5)
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "newsroom.client_address.client_address"
# So many proxies stand in front and say whom they heard.
PROXY_COUNT = 0

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "newsroom" / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "staticfiles"
MEDIA_URL = "media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "articles.whole_files.WholeFileStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
BUCKET = env_str("S3_BUCKET")
if BUCKET:
    # Without keys boto looks where it always does: ~/.aws, the machine's own role.
    STORAGES["default"] = {
        "BACKEND": "articles.bucket_files.BucketStorage",
        "OPTIONS": {
            "bucket_name": BUCKET,
            "endpoint_url": env_str("S3_ENDPOINT") or None,
            "region_name": env_str("S3_REGION") or None,
            "access_key": env_str("S3_ACCESS_KEY") or None,
            "secret_key": env_str("S3_SECRET_KEY") or None,
            "location": env_str("S3_FOLDER"),
            "file_overwrite": False,
        },
    }
if not DEBUG:
    STORAGES["staticfiles"] = {
        "BACKEND": "newsroom.static_files.StaticFilesStorage",
        # The list of the files lies beside them, where nobody is served from.
        "OPTIONS": {"manifest_storage": FileSystemStorage(DATA_DIR)},
    }

# Everything comes from this site itself; photos may be previewed from data: URLs by no one.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "desk.held_forms.csrf_failure"
if not DEBUG:
    # PLAIN_HTTP serves the demo on the loopback address, where there is no certificate.
    secure = not env_bool("PLAIN_HTTP", default=False)
    SECURE_SSL_REDIRECT = secure
    SESSION_COOKIE_SECURE = secure
    CSRF_COOKIE_SECURE = secure
    SECURE_HSTS_SECONDS = 365 * 24 * 3600 if secure else 0
    SECURE_HSTS_INCLUDE_SUBDOMAINS = secure
    SECURE_HSTS_PRELOAD = secure
    if env_bool("BEHIND_PROXY", default=False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
        PROXY_COUNT = env_int("PROXY_COUNT", default=1)

NINJA_NUM_PROXIES = PROXY_COUNT

# What one request may carry: a day's pages as text, or a photo from a phone.
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
# A page form has one input for an image in each row of photos, and an empty one counts, too.
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
PHOTO_MAX_BYTES = env_int("PHOTO_MAX_BYTES", default=15 * 1024 * 1024)
IMPORT_MAX_BYTES = env_int("IMPORT_MAX_BYTES", default=20 * 1024 * 1024)

# Whether what is done to many things goes on in a thread of the server when the tab is closed.
JOBS_GO_ON = env_bool("JOBS_GO_ON", default=True)
# With a broker (redis://…, amqp://…) it goes on in the workers of Celery, on any machine.
JOBS_BROKER = env_str("BROKER_URL")
CELERY_BROKER_URL = JOBS_BROKER or None
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Redis gives back what a killed worker had taken after so many seconds; a message is short.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300}
# Two newsrooms at one broker each have a queue.
CELERY_TASK_DEFAULT_QUEUE = env_str("BROKER_QUEUE", "newsroom")
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_ENABLE_REMOTE_CONTROL = False
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Longer than any single thing takes: after it somebody else does what a killed worker was at.
JOB_HOLD = dt.timedelta(seconds=env_int("JOB_HOLD_SECONDS", default=60))

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_ACTION_EXPORT_UI = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env_str("LOG_LEVEL", "INFO").upper()},
}
