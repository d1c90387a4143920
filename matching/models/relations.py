"""The relations between profiles that lists are computed for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Relation(models.TextChoices):
    """Who is suggested to whom: the left side reads the list, the right side is in it."""

    NEED_SOLUTION = "need-solution", _("Solutions for a need")
    SOLUTION_NEED = "solution-need", _("Needs a solution answers")
    ASK_OFFER = "ask-offer", _("Peers who have been through it")
    OFFER_ASK = "offer-ask", _("People your experience would help")
    COMMUNE_COMMUNE = "commune-commune", _("Communes in the same situation")
    PROFILE_EXPERTISE = "profile-expertise", _("Experts to call on")
