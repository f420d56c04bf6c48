"""A made-up province: the same seed makes the same rows, and says what it planted."""

from registry.demo.make import make_demo

__all__ = ["make_demo"]
