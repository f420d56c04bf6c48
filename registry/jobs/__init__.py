"""Work that lasts longer than a request: queued in the database, done step by step by a process of its own.

A kind of job says what its steps are and what one does (`kind.Kind`); `kinds.KINDS` lists them. `run` takes a job a
step further, `worker` looks for jobs and keeps their lease, `files` holds their results.
"""
