"""Forms: what people type, read into values; every message is ours, because WTForms knows no Vietnamese."""

from registry.forms.base import Form, Required

__all__ = ["Form", "Required"]
