"""A plugin that cannot be imported."""

raise ImportError("a library is missing")
