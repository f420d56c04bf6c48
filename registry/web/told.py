"""Of whom this browser was told that they live in another commune: kept on the server, so that no page or address
names them, and asked about by that user only."""

import secrets

from flask import g, session

from registry.kernel.actor import NotFound

TOLD = "told"
MOST = 20
"""So many are remembered, the newest."""


def remember_told(person_code: str, unit_id: int) -> str:
    """A word that stands for the person and the commune that may ask."""
    known: dict[str, list[str | int]] = session.get(TOLD) or {}
    entry = [g.actor.id, person_code, unit_id]
    for word, kept in known.items():
        if kept == entry:
            return word
    word = secrets.token_hex(8)
    session[TOLD] = dict([*known.items(), (word, entry)][-MOST:])
    return word


def told_by(word: str) -> tuple[str, int]:
    """The person and the commune the word stands for; raises NotFound."""
    kept = (session.get(TOLD) or {}).get(word)
    if kept is None or kept[0] != g.actor.id:
        raise NotFound(word)
    return kept[1], kept[2]
