"""Fuzzing: coverage-guided, of everything that takes bytes from strangers, with oracles that ask for more than no crash.

`python -m tests.fuzz yaml` runs a target (see `targets`); `test_kept.py` gives what once broke one to it again.
"""
