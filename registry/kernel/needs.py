"""Having asked for a programme as a condition: recorded, never assumed from a class (decisions.md 20)."""

from registry.kernel.rules import Node
from registry.messages import N_, Message
from registry.models.need import asked_since, asking


def asked_for(programme: str | tuple[str, ...], text: str) -> Node:
    """The last answer of the household, or of somebody in it, is that it needs the programme, or one of them."""
    return Node(
        Message(text),
        lambda f: asking(f.home, programme, f.day).exists(),
        lambda f: {N_("Có nhu cầu từ ngày: %(value)s"): asked_since(f.home, programme, f.day)},
    )
