"""A linter for sales funnels: it reads a funnel, judges it and says what to do.

A funnel flows one way: read (`readers`), judge (`engine` with `rules`), report (`reports`).
"""

__version__ = "0.1.0"
