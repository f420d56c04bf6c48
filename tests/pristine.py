"""A PostgreSQL database of the tests put back as its template has it: only tables that a test changed are written.

Beside `public` stands a schema with a copy of each table, its row count and checksum, and a function that compares
and restores. A copy of a whole database takes ten times as long, in a run of thousands of tests a quarter of it.
"""

from contextlib import suppress
from dataclasses import dataclass

import psycopg
from psycopg import sql

OFTEN = 100
"""Restored rows leave dead ones behind, as nothing vacuums here: after so many times a fresh copy is due."""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
SEQUENCES = "SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY sequencename"
TRIGGERS = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"
SUM = sql.SQL("(SELECT (count(*), sum(hashtextextended(t::text, 0)))::text FROM public.{} t)")
RESTORE = sql.SQL("IF {sum} <> {kept} THEN DELETE FROM public.{x}; INSERT INTO public.{x} TABLE pristine.{x}; END IF;")
FUNCTION = sql.SQL(
    """
CREATE FUNCTION pristine.restore() RETURNS void LANGUAGE plpgsql
SET session_replication_role = replica SET lock_timeout = '1s' AS $body$
BEGIN
    IF ARRAY("""
    + TABLES
    + """) <> {tables}::name[] THEN RAISE 'other tables than in the template'; END IF;
    IF ({triggers}) <> {kept} THEN RAISE 'other triggers than in the template'; END IF;
    {restored}
    {counted}
END $body$
"""
)


@dataclass
class Pristine:
    """A connection that stays open, so that the function's plans are kept; how often it was called."""

    connection: psycopg.Connection
    times: int = 0

    @classmethod
    def remember(cls, host: str, database: str) -> "Pristine":
        """Keep what stands in this fresh copy."""
        connection = psycopg.connect(host=host, user="postgres", dbname=database, autocommit=True)
        with connection.transaction():
            tables, sequences = ([row[0] for row in connection.execute(asked)] for asked in (TABLES, SEQUENCES))
            connection.execute("CREATE SCHEMA pristine")
            restored, counted = [], []
            for name in map(sql.Identifier, tables):
                connection.execute(sql.SQL("CREATE TABLE pristine.{0} AS TABLE public.{0}").format(name))
                kept = connection.execute(sql.SQL("SELECT {}").format(SUM.format(name))).fetchone()
                restored.append(RESTORE.format(sum=SUM.format(name), kept=kept[0], x=name))
            for name in sequences:
                at = connection.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name)))
                counted.append(sql.SQL("PERFORM setval({}, {}, {});").format(f'"{name}"', *at.fetchone()))
            lines = {"restored": sql.SQL("\n").join(restored), "counted": sql.SQL("\n").join(counted)}
            kept = connection.execute(TRIGGERS).fetchone()[0]
            connection.execute(FUNCTION.format(tables=tables, triggers=sql.SQL(TRIGGERS), kept=kept, **lines))
        return cls(connection)

    def restore(self) -> bool:
        """Whether the database is as it was; False where a fresh copy must be made."""
        self.times += 1
        with suppress(psycopg.Error):
            if self.times <= OFTEN:
                self.connection.execute("SELECT pristine.restore()")
                return True
        self.connection.close()
        return False
