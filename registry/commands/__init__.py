"""Writes: the only code that changes rows. Each command leaves its events in the log, in the same transaction."""
