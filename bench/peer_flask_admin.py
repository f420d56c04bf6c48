"""The household list as Flask-Admin makes it, on the same rows."""

from datetime import date, datetime
from typing import Any

from flask import Flask, redirect, request
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from flask_admin.form import SecureForm
from flask_babel import Babel
from flask_login import LoginManager, UserMixin, current_user, login_user
from pysqlite3 import dbapi2
from sqlalchemy import Engine, ForeignKey, create_engine, event
from sqlalchemy.orm import DeclarativeBase, Mapped, deferred, mapped_column, relationship, scoped_session, sessionmaker

PATH = "/admin/period/?flt0_poverty_equals=poor"


class Base(DeclarativeBase):
    pass


class Unit(Base):
    __tablename__ = "unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    parent: Mapped["Unit | None"] = relationship(remote_side=[id])


class Hamlet(Base):
    __tablename__ = "hamlet"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class EthnicGroup(Base):
    __tablename__ = "ethnic_group"
    code: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]


class Household(Base):
    __tablename__ = "household"
    id: Mapped[int] = mapped_column(primary_key=True)
    touched_at: Mapped[datetime]


class Period(Base):
    """Foreign keys may be empty, so that joins are outer: SQLite's planner goes astray on the inner one."""

    __tablename__ = "household_period"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    head_name: Mapped[str]
    head_sort: Mapped[bytes] = deferred(mapped_column())
    household_id: Mapped[int | None] = mapped_column(ForeignKey("household.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    hamlet_id: Mapped[int | None] = mapped_column(ForeignKey("hamlet.id"))
    ethnicity_code: Mapped[str | None] = mapped_column("ethnicity", ForeignKey("ethnic_group.code"))
    poverty: Mapped[str] = mapped_column("class_")
    class_from: Mapped[date | None]
    members: Mapped[int]
    starts: Mapped[date]
    ends: Mapped[date]
    household: Mapped[Household | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    hamlet: Mapped[Hamlet | None] = relationship()
    ethnicity: Mapped[EthnicGroup | None] = relationship()


class Account(Base, UserMixin):
    __tablename__ = "user_account"
    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str]


class PeriodView(ModelView):
    """Signed-in people only, forms with CSRF tokens, one query with joins and one count."""

    form_base_class = SecureForm
    named_filter_urls = True
    page_size = 50
    column_list = (
        "head_name",
        "code",
        "hamlet.name",
        "unit.name",
        "unit.parent.name",
        "poverty",
        "ethnicity.name",
        "members",
        "class_from",
        "household.touched_at",
    )
    column_filters = ("poverty",)
    column_default_sort = [("head_sort", False), ("id", False)]
    day: date

    def is_accessible(self) -> bool:
        return bool(current_user.is_authenticated)

    def get_query(self) -> Any:
        return super().get_query().filter(Period.starts <= self.day, Period.ends > self.day)

    def get_count_query(self) -> Any:
        return super().get_count_query().filter(Period.starts <= self.day, Period.ends > self.day)


def make(url: str, day: date) -> Flask:
    """The WSGI application; POST /enter signs in."""
    session = scoped_session(sessionmaker(_engine(url)))
    app = Flask(__name__)
    app.secret_key = "only-for-one-run-of-the-benchmark"
    Babel(app)
    PeriodView.day = day
    Admin(app).add_view(PeriodView(Period, session, endpoint="period"))
    LoginManager(app).user_loader(lambda key: session.get(Account, int(key)))
    app.teardown_appcontext(lambda _error: session.remove())

    @app.post("/enter")
    def enter() -> Any:
        account = session.query(Account).filter_by(username=request.form["username"]).one()
        login_user(account)
        return redirect("/admin/")

    return app


def _engine(url: str) -> Engine:
    """The same SQLite with the same page cache as ours; PostgreSQL as it comes."""
    if not url.startswith("sqlite"):
        return create_engine(url)
    engine = create_engine(url, module=dbapi2)

    @event.listens_for(engine, "connect")
    def tune(connection: Any, _record: Any) -> None:
        for pragma in ("cache_size=-65536", "temp_store=MEMORY", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    return engine
