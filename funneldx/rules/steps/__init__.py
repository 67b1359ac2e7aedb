"""Where do buyers drop out?"""
