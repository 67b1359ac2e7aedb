"""Bytes to values with places: text, YAML and JSON trees, tables, and the shapes that read a tree."""
