"""Two files or folders held against each other: which funnels belong together, what changed, and why sales moved.

- `matching` finds for each funnel the one that it was before;
- `splitting` shares out the change in sales, exactly;
- `judging` says which rates differ, by the rules about change, and puts all of it together.
"""
