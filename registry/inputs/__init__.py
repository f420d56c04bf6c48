"""Readers of files: they check and propose, commands write."""
