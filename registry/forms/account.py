"""Signing in, and changing one's own password."""

from wtforms import PasswordField, StringField

from registry.forms.base import Form, Required, lazy
from registry.messages import N_


class SignInForm(Form):
    """Name and password; never says which of the two was wrong."""

    username = StringField(
        lazy(N_("Tên đăng nhập")), [Required()], render_kw={"autocomplete": "username", "maxlength": 40}
    )
    password = PasswordField(lazy(N_("Mật khẩu")), [Required()], render_kw={"autocomplete": "current-password"})


class OwnPasswordForm(Form):
    """The present password and the new one, typed twice."""

    current = PasswordField(lazy(N_("Mật khẩu hiện tại")), [Required()], render_kw={"autocomplete": "current-password"})
    new = PasswordField(
        lazy(N_("Mật khẩu mới")),
        [Required()],
        render_kw={"autocomplete": "new-password"},
        description=lazy(N_("Ít nhất 12 ký tự. Một câu ngắn dễ nhớ là tốt nhất.")),
    )
    again = PasswordField(lazy(N_("Gõ lại mật khẩu mới")), [Required()], render_kw={"autocomplete": "new-password"})
