"""Findings that are remembered, so that only what is new or worse is reported.

- `entries`: what is remembered of a finding, and what makes two findings the same one,
- `remembering`: the findings of a run to entries,
- `file_format`: entries to a file and back,
- `comparing`: today's findings held against the entries.

Who a funnel is: its file, its name and its labels, and its number among equal ones of the file; never a line. The
period is no part of it where the funnel moves on from one period to the next (a monthly file that is replaced, a
table to which a month is added): what is remembered of the latest period holds for that one and all later ones
(`since`), what is remembered of an earlier one for that one alone (`period`).
"""
