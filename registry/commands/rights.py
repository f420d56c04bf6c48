"""Under which grant somebody records what both communes and departments do."""

from registry.kernel.actor import HOUSEHOLDS, WRITE, Actor


def right_to_record(actor: Actor, programme: str) -> str:
    """Households where the actor writes them, else the register of the programme: what `in_area` is to be asked for."""
    return HOUSEHOLDS if actor.may(WRITE) else programme
