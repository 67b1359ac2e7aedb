"""Funnels of one file as periods and segments of a whole: which belong together, and the sum of those that do.

- `gathering` takes what a file holds as it is read, and passes it on where it can hold no series;
- `forming` gives on the rest, each funnel of a series with its place in it;
- `parting` says which funnels of a name are one series, and which are the sum of others already;
- `arrangement` sums over labels and periods, where that is asked for;
- `summing` adds funnels up.
"""
