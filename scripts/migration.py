"""Writes the next migration: what brings a database from the newest revision to what the models say (`make migration`).

The models are held against a fresh SQLite database, so no data and no server are needed. What was written is to be read
before it is kept: a column that was renamed looks like one that went and one that came.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command

from registry.registers import registers
from registry.storage import Base
from registry.storage.engine import open_engine, write_intent
from registry.storage.migrate import REGISTRY, config_of, newest_revision, upgrade


def write(name: str) -> Path:
    """The file of the migration, named by the next number and `name`. Raises ValueError when nothing has changed."""
    number = f"{int(newest_revision() or 0) + 1:04}"
    registers()  # their tables are part of the models
    with TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{folder}/fresh.sqlite3")
        upgrade(engine)
        with write_intent(), engine.begin() as connection:
            config = config_of(REGISTRY, connection)
            config.attributes.update(metadata=Base.metadata)
            made = command.revision(config, name.replace("_", " "), autogenerate=True, rev_id=number)
        engine.dispose()
    return Path(made.path)  # type: ignore[union-attr]  # one revision was asked for


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name", help="một hai từ tiếng Anh, ví dụ land")
    sys.stdout.write(f"{write(parser.parse_args().name)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
