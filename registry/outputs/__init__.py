"""Files made from a Table: exactly what is on screen, streamed."""
