"""Do buyers come on their own?"""
