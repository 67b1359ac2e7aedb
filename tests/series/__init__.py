"""Series of funnels: which belong together, and what is said of them."""
