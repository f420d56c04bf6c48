"""Signing in, and changing one's own password."""

from typing import Any

from flask_babel import gettext
from wtforms import PasswordField, StringField
from wtforms.validators import StopValidation

from registry.forms.base import Form, Required, lazy
from registry.messages import N_


def new_password(label: str) -> PasswordField:
    """A password to be chosen."""
    hint = lazy(N_("Ít nhất 12 ký tự. Một câu ngắn dễ nhớ là tốt nhất."))
    return PasswordField(lazy(label), [Required()], description=hint, render_kw={"autocomplete": "new-password"})


def typed_again(label: str, other: str) -> PasswordField:
    """The password of the field `other` once more: nobody can read what was typed."""

    def same(form: Any, field: Any) -> None:
        if field.data != form[other].data:
            raise StopValidation(gettext("Hai lần gõ mật khẩu không giống nhau; hãy gõ lại cả hai."))

    return PasswordField(lazy(label), [Required(), same], render_kw={"autocomplete": "new-password"})


class SignInForm(Form):
    """Name and password; never says which of the two was wrong."""

    username = StringField(
        lazy(N_("Tên đăng nhập")), [Required()], render_kw={"autocomplete": "username", "maxlength": 40}
    )
    password = PasswordField(lazy(N_("Mật khẩu")), [Required()], render_kw={"autocomplete": "current-password"})


class OwnPasswordForm(Form):
    """The present password and the new one, typed twice."""

    current = PasswordField(lazy(N_("Mật khẩu hiện tại")), [Required()], render_kw={"autocomplete": "current-password"})
    new = new_password(N_("Mật khẩu mới"))
    again = typed_again(N_("Gõ lại mật khẩu mới"), "new")
