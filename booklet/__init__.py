"""booklet: reviewed content and diagram specs in, printed matter about muscle and joint pain out.

The way through the code is written down in ARCHITECTURE.md; `build` reads like it.
"""

__version__ = "0.1.0"
