"""Derives the body plates of the atlas; run with `python -m figures.build`."""
