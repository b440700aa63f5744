"""One profile for every property test: machines differ in speed, so an example has no deadline."""

from hypothesis import settings

settings.register_profile("booklet", deadline=None)
settings.load_profile("booklet")
