"""What got worse, and where?"""
