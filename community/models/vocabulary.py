"""The closed lists of words the programme uses, with their labels."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Theme(models.TextChoices):
    """The seven challenges of the programme."""

    PUBLIC_SPACE = "public_space", _("Public spaces")
    CLIMATE = "climate", _("Climate and ecosystems")
    MOBILITY = "mobility", _("Accessibility and mobility")
    CIRCULAR = "circular", _("Circular economy and waste")
    LOCAL_LIFE = "local_life", _("Shops and local life")
    URBAN_RENEWAL = "urban_renewal", _("Urban renewal and building sites")
    BUILDINGS = "buildings", _("Buildings and energy")


class Context(models.TextChoices):
    """What kind of place a neighbourhood is."""

    STATION_AREA = "station_area", _("Station area")
    HOUSING_ESTATE = "housing_estate", _("Housing estate")
    DENSE_HOUSING = "dense_housing", _("Dense housing")
    URBAN_PARK = "urban_park", _("Large urban park")
    CAMPUS = "campus", _("Campus")
    BUSINESS_HUB = "business_hub", _("Business hub")
    SUBURBAN_HOUSES = "suburban_houses", _("Suburban houses")
    TOWN_CENTRE = "town_centre", _("Town centre")


class OrganisationKind(models.TextChoices):
    EXPERIMENTER = "experimenter", _("Experimenter")
    COMMUNE = "commune", _("Commune")
    STAKEHOLDER = "stakeholder", _("Stakeholder")
    ORGANISER = "organiser", _("Organiser")


class LegalForm(models.TextChoices):
    """What an experimenter is."""

    STARTUP = "startup", _("Startup")
    ASSOCIATION = "association", _("Association")
    LARGE_GROUP = "large_group", _("Large group")
    COOPERATIVE = "cooperative", _("Cooperative")
    SCHOOL = "school", _("School or university")
    CITIZENS = "citizens", _("Citizens' group")
    DESIGNERS = "designers", _("Designers")


class ProfileKind(models.TextChoices):
    """What a profile is: the things that are matched."""

    NEED = "need", _("Need")
    SOLUTION = "solution", _("Solution")
    ASK = "ask", _("Ask")
    OFFER = "offer", _("Offer")
    EXPERTISE = "expertise", _("Area of expertise")
    COMMUNE = "commune", _("Commune")


class Stage(models.TextChoices):
    """How far a solution has come, from idea to market; the order is meaningful."""

    IDEA = "idea", _("Idea")
    PROTOTYPE = "prototype", _("Prototype")
    PILOT = "pilot", _("Tried on one or a few sites")
    PRECOMMERCIAL = "precommercial", _("Settled, looking for references")
    MARKET = "market", _("On the market")


class Priority(models.IntegerChoices):
    PRESSING = 1, _("Pressing")
    IMPORTANT = 2, _("Important")
    USEFUL = 3, _("Useful")


class Status(models.TextChoices):
    """Only open profiles are matched."""

    OPEN = "open", _("Open")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")


class Role(models.TextChoices):
    """What a member may do in an organisation; the order is meaningful."""

    READER = "reader", _("Reader")
    EDITOR = "editor", _("Editor")
    OWNER = "owner", _("Owner")


# Readers read; these also write and answer in the organisation's name.
WRITING_ROLES = (Role.EDITOR, Role.OWNER)


class Language(models.TextChoices):
    FRENCH = "fr", _("French")
    ENGLISH = "en", _("English")
