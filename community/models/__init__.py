"""The nouns of the community: who, where, what they look for and what they share."""

from .editions import Edition
from .members import Member, Membership
from .organisations import Organisation
from .places import Commune, Neighbourhood
from .profiles import Ask, Expertise, Need, Offer, Profile, Solution
from .vocabulary import (
    Context,
    Language,
    LegalForm,
    OrganisationKind,
    Priority,
    ProfileKind,
    Role,
    Stage,
    Status,
    Theme,
)

__all__ = [
    "Ask",
    "Commune",
    "Context",
    "Edition",
    "Expertise",
    "Language",
    "LegalForm",
    "Member",
    "Membership",
    "Need",
    "Neighbourhood",
    "Offer",
    "Organisation",
    "OrganisationKind",
    "Priority",
    "Profile",
    "ProfileKind",
    "Role",
    "Solution",
    "Stage",
    "Status",
    "Theme",
]
