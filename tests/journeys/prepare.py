"""Fills the journeys' database with the demonstration, as `make demo` does, and with a little more."""

import os

import django
from django.core.management import call_command

# One row that can be written and one that cannot: the page of an import shows both.
QUESTIONS = """id;organisation;title;text;themes
q-1;org-brindelune;Louer une nacelle un dimanche;Qui a loué une nacelle un dimanche, et à quel prix ?;climate
q-2;org-inconnue;Trop court;Encombrants;climate
"""


def load_demonstration() -> None:
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("load_demo")
    call_command("load_demo_introductions")
    call_command("compute_matches")


def add_what_it_lacks() -> None:
    """Some pages show what a demonstration that just started does not have yet."""
    from community.models import AccessRequest, Invitation, Member, Notice, Organisation
    from community.services.importing.runs import start_import
    from matching.models import Introduction
    from matching.services.telling import PROPOSED

    owner = Member.objects.get(email="benoit@exemple.faubourg.test")
    town_hall = Organisation.objects.get(external_id="commune-argenteuil")
    Invitation.objects.create(email="lina@exemple.faubourg.test", organisation=town_hall, invited_by=owner)
    AccessRequest.objects.create(
        name="Lina Moreau",
        email="lina@exemple.faubourg.test",
        organisation_name="Les jardins du rail",
        message="Nous cultivons les talus de voie ferrée et cherchons une commune qui en ait un à prêter.",
    )
    waiting = Introduction.objects.filter(target__organisation=town_hall, state="proposed").order_by("pk")[0]
    Notice.objects.create(
        member=owner,
        text=PROPOSED,
        params={"organisation": waiting.source.organisation.name, "title": waiting.target.title},
        url=f"/introductions/{waiting.pk}/",
    )
    organiser = Member.objects.get(email="chloe@exemple.faubourg.test")
    start_import(by=organiser, file_name="questions.csv", content=QUESTIONS.encode(), type_name="asks")
    Member.objects.filter(email="p.hamelin@exemple.faubourg.test").update(is_staff=True, is_superuser=True)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    load_demonstration()
    add_what_it_lacks()


if __name__ == "__main__":
    main()
