"""A made-up province: the same seed makes the same rows, and says what it planted."""
