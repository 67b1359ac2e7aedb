"""What speed is measured by: ratios to a peer in one run, interleaved, by medians."""
