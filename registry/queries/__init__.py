"""Reads: they return tables and small dataclasses, never write, and know no HTTP."""
