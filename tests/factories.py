"""Rows for tests: the smallest valid one of each model, in the order of the models."""

from datetime import date, timedelta

import factory
from factory import LazyAttribute, LazyFunction, Sequence, SubFactory
from factory.django import DjangoModelFactory

from community import models


class MemberFactory(DjangoModelFactory):
    class Meta:
        model = models.Member

    name = Sequence("Member {}".format)
    email = Sequence("member{}@example.org".format)
    language = models.Language.ENGLISH
    password = "!"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = models.Organisation

    name = Sequence("Organisation {}".format)
    kind = models.OrganisationKind.EXPERIMENTER
    summary = "A small team that tries things in the street."


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = models.Membership

    member = SubFactory(MemberFactory)
    organisation = SubFactory(OrganisationFactory)
    role = models.Role.OWNER


class EditionFactory(DjangoModelFactory):
    class Meta:
        model = models.Edition

    name = Sequence("Edition {}".format)
    slug = Sequence("edition-{}".format)
    starts_on = LazyFunction(lambda: date.today() - timedelta(days=90))  # noqa: DTZ011 - a day, not a moment
    ends_on = LazyAttribute(lambda edition: edition.starts_on + timedelta(days=540))


class CommuneFactory(DjangoModelFactory):
    class Meta:
        model = models.Commune

    organisation = SubFactory(OrganisationFactory, kind=models.OrganisationKind.COMMUNE)
    title = Sequence("Commune {}".format)
    text = "A commune of the inner suburbs, with a station and two large housing estates being renovated."
    language = models.Language.ENGLISH


class NeighbourhoodFactory(DjangoModelFactory):
    class Meta:
        model = models.Neighbourhood

    commune = SubFactory(CommuneFactory)
    name = Sequence("Neighbourhood {}".format)
    contexts = LazyFunction(lambda: [models.Context.STATION_AREA])


class ProfileFactory(DjangoModelFactory):
    class Meta:
        model = models.Profile
        abstract = True

    organisation = SubFactory(OrganisationFactory)
    title = Sequence("Title {}".format)
    language = models.Language.ENGLISH
    themes = LazyFunction(lambda: [models.Theme.CIRCULAR])


class NeedFactory(ProfileFactory):
    class Meta:
        model = models.Need

    neighbourhood = SubFactory(NeighbourhoodFactory)
    organisation = LazyAttribute(lambda need: need.neighbourhood.commune.organisation)
    text = "On market days the bins of the square overflow and the wind carries the cardboard away."


class SolutionFactory(ProfileFactory):
    class Meta:
        model = models.Solution

    summary = "Bins that say when they are nearly full."
    text = "A sensor in each bin warns the collection team a day before it overflows."
    stage = models.Stage.PILOT


class AskFactory(ProfileFactory):
    class Meta:
        model = models.Ask

    text = "We look for someone who has already obtained a permit to occupy a pavement."


class OfferFactory(ProfileFactory):
    class Meta:
        model = models.Offer

    text = "We obtained permits to occupy pavements in three communes and can share our files."


class ExpertiseFactory(ProfileFactory):
    class Meta:
        model = models.Expertise

    organisation = SubFactory(OrganisationFactory, kind=models.OrganisationKind.STAKEHOLDER)
    expert = SubFactory(MemberFactory)
    text = "Funding of experiments by local authorities, from the first euro to the public contract."


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = models.Invitation

    email = Sequence("invited{}@example.org".format)
    organisation = SubFactory(OrganisationFactory)
    invited_by = SubFactory(MemberFactory)
    language = models.Language.ENGLISH


class AccessRequestFactory(DjangoModelFactory):
    class Meta:
        model = models.AccessRequest

    name = "Fanny Request"
    email = Sequence("fanny{}@example.org".format)
    organisation_name = "Les Ateliers"
    message = "We would like to try our benches on a square."
    language = models.Language.ENGLISH


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = models.Notice

    member = SubFactory(MemberFactory)
    text = "%(name)s joined %(organisation)s."
    params = factory.Dict({"name": "Ada", "organisation": "Tournebac"})
    url = "/notices/"
