"""What speed and memory are measured by: ratios to a peer in one run, interleaved, by medians.

`python -m tests.benchmarks` measures all that is promised, one module a subject, and says of each whether it is kept.
"""
