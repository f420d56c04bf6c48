"""How somebody mapped a file's columns, remembered for the next file with such a header."""

import json
from collections.abc import Mapping

from sqlalchemy import select

from registry.models import ImportMapping
from registry.storage import db


def remember_mapping(user_id: int, target: str, signature: str, columns: Mapping[str, int]) -> None:
    """Keep the columns of a header; a later mapping of such a header takes the place of an earlier one."""
    same = (ImportMapping.user_id == user_id, ImportMapping.target == target, ImportMapping.signature == signature)
    row = db.session.scalar(select(ImportMapping).where(*same))
    text = json.dumps(dict(columns), sort_keys=True)
    if row is None:
        db.session.add(ImportMapping(user_id=user_id, target=target, signature=signature, columns=text))
    elif row.columns != text:
        row.columns = text
