"""Is what buyers will bring forecast, and does it come true?"""
