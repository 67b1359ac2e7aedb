"""Pages in a real browser: `pytest -m browser`, which `.ci/run browser` installs what is needed for."""
