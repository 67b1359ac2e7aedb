"""Files that strangers may send, each with what has to come of it, and what it may cost.

`python -m tests.hostile` prints what each of them takes.
"""
