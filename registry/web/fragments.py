"""A part of a page: the block htmx asks for, as the whole page would show it."""

from typing import Any

from flask import current_app


def render_block(template: str, block: str, **context: Any) -> str:
    """The block alone, also one that the page only inherits, or that calls super()."""
    current_app.update_template_context(context)
    page = current_app.jinja_env.get_template(template)
    shown = page.new_context(context)
    next(iter(page.root_render_func(shown)), None)  # where a page begins it gathers the blocks of those it extends
    return "".join(shown.blocks[block][0](shown))
