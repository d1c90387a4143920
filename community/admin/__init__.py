"""The administration of the community, for staff."""

from . import organisations, people, places, profiles, writing

__all__ = ["organisations", "people", "places", "profiles", "writing"]
