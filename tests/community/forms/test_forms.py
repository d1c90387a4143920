"""Every form: each field in a group, each text with an example, nothing cut, nothing lost."""

import pytest

from community.forms.needs import NeedForm
from community.forms.organisations import OrganisationForm
from community.forms.places import CommuneForm, NeighbourhoodForm
from community.forms.profiles import AskForm, ExpertiseForm, OfferForm
from community.forms.solutions import SolutionForm
from community.models import Need, Neighbourhood, Solution
from tests import factories

pytestmark = pytest.mark.django_db

FORMS = [
    AskForm,
    CommuneForm,
    ExpertiseForm,
    NeedForm,
    NeighbourhoodForm,
    OfferForm,
    OrganisationForm,
    SolutionForm,
]


@pytest.fixture
def staff(need, solution, expertise):
    """Someone who may write everything, in a world where there is something to choose."""
    factories.OrganisationFactory.create()
    factories.OrganisationFactory.create(kind="stakeholder")
    return factories.MemberFactory.create(is_staff=True)


@pytest.mark.parametrize("form_class", FORMS)
def test_every_field_is_in_a_group(staff, form_class):
    form = form_class(member=staff)
    grouped = [field.name for group in form.groups for field in group.fields]
    assert sorted(grouped) == sorted(set(form.fields) - {"version"})
    assert form["version"].is_hidden


@pytest.mark.parametrize("form_class", FORMS)
def test_every_text_has_an_example_and_is_never_cut_by_the_browser(staff, form_class):
    form = form_class(member=staff)
    texts = [name for name, field in form.fields.items() if hasattr(field, "rule")]
    assert texts
    for name in texts:
        assert "or example" in str(form.fields[name].help_text), name
        assert "maxlength" not in form.fields[name].widget.attrs, name


@pytest.mark.parametrize("form_class", FORMS)
def test_every_field_says_what_it_is(staff, form_class):
    for field in form_class(member=staff):
        assert str(field.label).strip(), field.name


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("  Bacs \r\n qui\u200b  préviennent ", "Bacs qui préviennent"),
        ("Bacs\x00 qui préviennent", "Bacs qui préviennent"),
    ],
)
def test_a_line_is_cleaned_not_refused(staff, raw, kept):
    field = SolutionForm(member=staff).fields["title"]
    assert field.clean(raw) == kept


def test_a_code_out_of_the_list_is_refused(ada, solution):
    data = {"title": "Bacs", "text": solution.text, "summary": solution.summary, "stage": "pilot"}
    form = SolutionForm({**data, "themes": ["circular", "dragons"]}, instance=solution, member=ada)
    assert not form.is_valid()
    assert list(form.errors) == ["themes"]


def test_a_conflict_names_places_as_people_do(benoit, need):
    other = factories.NeighbourhoodFactory.create(commune=need.neighbourhood.commune, name="Old harbour")
    data = {"title": need.title, "text": need.text, "neighbourhood": other.pk, "priority": need.priority}
    data["edition"] = need.edition_id
    form = NeedForm(data | {"themes": ["climate"]}, instance=Need.objects.get(), member=benoit)
    form.data = _query(form.data)
    assert form.is_valid()
    form.show_conflict(Need.objects.get())
    shown = {str(d.label): (d.theirs, d.yours) for d in form.differences}
    assert shown == {
        "Neighbourhood": ("Station area", "Old harbour"),
        "Challenges": ("Circular economy and waste", "Climate and ecosystems"),
    }


def _query(data):
    from django.http import QueryDict

    query = QueryDict(mutable=True)
    for name, value in data.items():
        query.setlist(name, value if isinstance(value, list) else [str(value)])
    return query


def test_the_expert_is_one_of_the_organisation(driss, expertise, ada):
    form = ExpertiseForm(instance=expertise, member=driss)
    assert list(form.fields["expert"].queryset) == [driss]


def test_the_legal_form_is_for_experimenters(ada, tournebac, benoit, valmont):
    assert "legal_form" in OrganisationForm(instance=tournebac, member=ada).fields
    assert "legal_form" not in OrganisationForm(instance=valmont, member=benoit).fields


def test_a_form_writes_nothing_by_itself(ada, solution):
    data = {"title": "Other", "text": solution.text, "summary": solution.summary, "stage": "pilot"}
    assert SolutionForm(data, instance=solution, member=ada).is_valid()
    assert Solution.objects.get().title != "Other"


def test_two_neighbourhoods_of_two_communes_may_share_a_name(benoit, need):
    elsewhere = factories.NeighbourhoodFactory.create(name="Le Port")
    place = Neighbourhood.objects.exclude(pk=elsewhere.pk).get()
    assert NeighbourhoodForm({"name": "Le Port"}, instance=place, member=benoit).is_valid()
