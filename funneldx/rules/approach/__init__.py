"""Does the way of selling fit the product?"""
