"""The nouns of the community: who, where, what they look for and what they share."""

from .editions import Edition
from .imports import ImportFile, ImportRun
from .invitations import AccessRequest, Invitation
from .mails import DemoMail, Mail, UsedLink
from .members import Member, Membership
from .notices import Notice
from .organisations import Organisation
from .places import Commune, Neighbourhood
from .profiles import Ask, Expertise, Need, Offer, Profile, Solution
from .vocabulary import (
    WRITING_ROLES,
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
    "WRITING_ROLES",
    "AccessRequest",
    "Ask",
    "Commune",
    "Context",
    "DemoMail",
    "Edition",
    "Expertise",
    "ImportFile",
    "ImportRun",
    "Invitation",
    "Language",
    "LegalForm",
    "Mail",
    "Member",
    "Membership",
    "Need",
    "Neighbourhood",
    "Notice",
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
    "UsedLink",
]
