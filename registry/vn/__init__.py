"""Vietnamese text, dates, numbers and citizen ids: pure functions that know nothing of the register."""
