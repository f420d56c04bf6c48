"""Ideas: who may do what and where, places through reforms, standards, timelines, tables. Knows no HTTP."""
