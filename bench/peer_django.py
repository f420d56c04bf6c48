"""The household list as Django admin makes it, on the same rows."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pysqlite3
from sqlalchemy import make_url

sys.modules["sqlite3"] = pysqlite3  # both sides on the same SQLite; must come before Django's backend
sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

import django  # noqa: E402
from django.conf import settings  # noqa: E402

PATH = "/admin/bench/period/?poverty__exact=poor"
SQLITE = {"init_command": "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON"}
urlpatterns: list[Any] = []


class Router:
    """The register's tables are read where they are; Django's own lie in a small store beside it, as ours do."""

    def db_for_read(self, model: Any, **_hints: Any) -> str:
        return "default" if model._meta.managed else "registry"

    db_for_write = db_for_read

    def allow_relation(self, *_: Any, **__: Any) -> bool:
        return True


def make(url: str, day: date, folder: Path, password: str, counts: bool) -> Any:
    """The WSGI application; `dieuphoi` with this password may see everything. `counts`: its filters are ours, with
    their counts (Django's facets); else there is the one filter that is used, without counts."""
    middleware = "security.Security sessions.Session common.Common csrf.CsrfView auth.Authentication messages.Message"
    modules = {"sessions": "contrib.sessions.middleware", "auth": "contrib.auth.middleware"}
    modules["messages"] = "contrib.messages.middleware"
    split = [name.split(".") for name in middleware.split()]
    settings.configure(
        SECRET_KEY="only-for-one-run-of-the-benchmark",
        ALLOWED_HOSTS=["localhost"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        DEBUG_PROPAGATE_EXCEPTIONS=True,
        INSTALLED_APPS=[
            "bench",
            *(
                f"django.contrib.{app}"
                for app in ["admin", "auth", "contenttypes", "sessions", "messages", "staticfiles"]
            ),
        ],
        STATIC_URL="/static/",
        MIDDLEWARE=[
            *(f"django.{modules.get(at, f'middleware.{at}')}.{name}Middleware" for at, name in split),
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        DATABASES={"default": _sqlite(folder / "django.sqlite3"), "registry": _database(url)},
        DATABASE_ROUTERS=[f"{__name__}.Router"],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"],
    )
    django.setup()
    _register(day, counts)
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0)
    User.objects.create_superuser("dieuphoi", password=password)
    return get_wsgi_application()


def _sqlite(path: str | Path) -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": SQLITE, "CONN_MAX_AGE": None}


def _database(url: str) -> dict[str, Any]:
    at = make_url(url)
    if at.get_backend_name() == "sqlite":
        return _sqlite(str(at.database))
    engine = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": None}
    return {**engine, "NAME": at.database, "USER": at.username, "HOST": at.query["host"]}


def _register(day: date, counts: bool) -> None:
    """Models on the register's tables, and their admin with the settings its documentation advises."""
    from django.contrib import admin
    from django.db import models
    from django.urls import path

    def table(name: str) -> type:
        return type("Meta", (), {"managed": False, "db_table": name, "app_label": "bench"})

    def to(model: Any, column: str) -> Any:
        return models.ForeignKey(model, models.DO_NOTHING, db_column=column, null=True, related_name="+")

    class Unit(models.Model):
        name = models.CharField(max_length=100)
        parent = to("self", "parent_id")
        Meta = table("unit")

    class Hamlet(models.Model):
        name = models.CharField(max_length=100)
        Meta = table("hamlet")

    class EthnicGroup(models.Model):
        code = models.CharField(max_length=2, primary_key=True)
        name = models.CharField(max_length=40)
        Meta = table("ethnic_group")

    class Household(models.Model):
        touched_at = models.DateTimeField()
        Meta = table("household")

    class Period(models.Model):
        code = models.CharField(max_length=12)
        head_name = models.CharField(max_length=100)
        head_sort = models.BinaryField()
        household = to(Household, "household_id")
        unit = to(Unit, "unit_id")
        hamlet = to(Hamlet, "hamlet_id")
        ethnicity = to(EthnicGroup, "ethnicity")
        poverty = models.CharField(
            max_length=10,
            db_column="class_",
            choices=[(c, c) for c in ("poor", "near_poor", "average", "not_poor")],
        )
        class_from = models.DateField(null=True)
        head_sex = models.CharField(max_length=6, choices=[("female", "female"), ("male", "male")])
        members = models.SmallIntegerField()
        starts = models.DateField()
        ends = models.DateField()
        Meta = table("household_period")

    class PeriodAdmin(admin.ModelAdmin):
        list_display = ("head_name", "code", "hamlet_name", "unit_name", "district_name", "poverty")
        list_display += ("ethnic_name", "members", "class_from", "updated")
        list_select_related = ("unit__parent", "hamlet", "ethnicity", "household")
        list_filter = ("poverty", "unit__parent", "ethnicity", "head_sex") if counts else ("poverty",)
        show_facets = admin.ShowFacets.ALWAYS if counts else admin.ShowFacets.NEVER
        list_per_page = 50
        show_full_result_count = counts
        ordering = ("head_sort", "id")

        def get_queryset(self, request: Any) -> Any:
            return super().get_queryset(request).filter(starts__lte=day, ends__gt=day).defer("head_sort")

        def hamlet_name(self, row: Any) -> str:
            return row.hamlet.name if row.hamlet else ""

        def unit_name(self, row: Any) -> str:
            return row.unit.name

        def district_name(self, row: Any) -> str:
            return row.unit.parent.name if row.unit.parent else ""

        def ethnic_name(self, row: Any) -> str:
            return row.ethnicity.name if row.ethnicity else ""

        def updated(self, row: Any) -> Any:
            return row.household.touched_at

    admin.site.register(Period, PeriodAdmin)
    urlpatterns.append(path("admin/", admin.site.urls))
