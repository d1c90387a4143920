"""An import: what is created, updated, left alone, refused, and never half written."""

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import translation

from community.models import (
    Ask,
    Commune,
    Edition,
    Expertise,
    Need,
    Neighbourhood,
    Offer,
    Organisation,
    Profile,
    Solution,
    Theme,
)
from community.services import profiles as profiles_module
from community.services.importing import running as running_module
from tests import factories

from .files import FRENCH, OTHER, TEXT, need, offer, problems, run, solution, write_csv, write_jsonl

pytestmark = pytest.mark.usefixtures("_english", "need", "solution")
HALL = {"id": "o", "name": "Hall", "kind": "commune"}
TWIN = {"id": "c", "name": "Twin", "description": TEXT}


@pytest.fixture
def _english():
    with translation.override("en"):
        yield


def test_a_new_row_is_created_as_the_forms_would(tmp_path, need, queued_jobs):
    path = write_csv(
        tmp_path / "needs.csv",
        [
            {
                "id": "n-1",
                "neighbourhood": "Station area",
                "edition": "now",
                "title": "  Bins   overflow ",
                "text": FRENCH,
                "themes": "circular | Public spaces",
                "priority": "Pressing",
                "language": "en",
            }
        ],
    )
    report = run(path)
    created = Need.objects.get(external_id="n-1")
    assert report.counts == {"needs": {"created": 1}}
    assert (created.title, created.text, created.language) == ("Bins overflow", FRENCH, "fr")
    assert (created.priority, created.status, created.edition.slug) == (1, "open", "now")
    assert created.themes == ["circular", "public_space"]
    assert created.contexts == need.neighbourhood.contexts
    assert created.organisation == need.neighbourhood.commune.organisation
    assert (created.kind, created.sort_key, created.created_by) == ("need", "bins overflow", None)
    assert Profile.objects.get(pk=created.pk).specific == created
    assert queued_jobs() == [("matching.prepare_profiles", {"profile_ids": [created.pk]})]


def test_twice_changes_nothing(tmp_path, queued_jobs):
    path = write_jsonl(tmp_path / "all.jsonl", [{"type": "need"} | need(), {"type": "offers"} | offer()])
    run(path)
    before, jobs = list(Profile.objects.order_by("pk").values()), queued_jobs()
    report = run(path)
    assert report.counts == {"needs": {"unchanged": 1}, "offers": {"unchanged": 1}}
    assert list(Profile.objects.order_by("pk").values()) == before
    assert queued_jobs() == jobs


def test_an_update_changes_what_the_file_says_and_nothing_else(tmp_path, queued_jobs):
    run(write_csv(tmp_path / "needs.csv", [need(constraints="No digging.", themes="circular")]))
    before = Need.objects.get(external_id="need-1")
    report = run(write_csv(tmp_path / "needs.csv", [{"id": "need-1", "themes": "", "priority": "3"}]))
    after = Need.objects.get(external_id="need-1")
    assert report.counts == {"needs": {"updated": 1}}
    assert report.changes[0].columns == ("themes", "priority")
    assert (after.themes, after.priority, after.constraints) == ([], 3, "No digging.")
    assert (after.text, after.created_at) == (before.text, before.created_at)
    assert after.updated_at > before.updated_at
    assert len(queued_jobs()) == 2


@pytest.mark.parametrize("rows", [1, 3])
def test_an_own_column_of_a_kind_is_updated(tmp_path, rows):
    made = [solution(id=f"s-{i}", stage="idea") for i in range(rows)]
    run(write_csv(tmp_path / "solutions.csv", made))
    report = run(write_csv(tmp_path / "solutions.csv", [row | {"stage": "market"} for row in made]))
    assert report.counts == {"solutions": {"updated": rows}}
    assert list(Solution.objects.exclude(external_id="").values_list("stage", flat=True)) == ["market"] * rows


def test_every_type_in_one_file_whatever_the_order(tmp_path, driss):
    rows = [
        {
            "type": "expertises",
            "id": "x-1",
            "organisation": "o-1",
            "expert": driss.email.upper(),
            "title": "Aid",
        },
        {"type": "asks", "id": "a-1", "organisation": "o-1", "title": "Who knows?", "text": OTHER},
        {"type": "offers", "id": "f-1", "organisation": "o-1", "title": "Permits", "text": OTHER},
        {"type": "solutions", "organisation": "The works", "edition": "e-1"} | solution(organisation="o-1"),
        {"type": "needs"} | need(neighbourhood="q-1", edition="e-1"),
        {"type": "neighbourhoods", "id": "q-1", "commune": "c-1", "name": "The hill", "contexts": ["campus"]},
        {
            "type": "editions",
            "id": "e-1",
            "name": "First",
            "starts_on": "2026-01-05",
            "ends_on": "05/07/2027",
        },
        {"type": "communes", "id": "c-1", "name": "Montclair", "description": TEXT, "insee_code": 93005},
        {"type": "organisations", "id": "o-1", "name": "The works", "kind": "stakeholder", "summary": ""},
    ]
    rows[0] |= {"title": "Funding", "text": OTHER}
    rows[6]["communes"] = ["c-1"]
    report = run(write_jsonl(tmp_path / "programme.jsonl", rows))
    assert problems(report) == []
    commune = Commune.objects.get(external_id="c-1")
    assert (commune.organisation.name, commune.organisation.kind) == ("Montclair", "commune")
    assert commune.insee_code == "93005"
    assert list(Edition.objects.get(external_id="e-1").communes.all()) == [commune]
    assert Need.objects.get(external_id="need-1").contexts == ["campus"]
    assert Expertise.objects.get(external_id="x-1").expert == driss
    assert Ask.objects.get(external_id="a-1").organisation == Organisation.objects.get(name="The works")
    assert Offer.objects.get(external_id="f-1").edition is None


def test_a_wrong_row_stops_everything(tmp_path, queued_jobs):
    path = write_csv(tmp_path / "needs.csv", [need(), need(id="need-2", priority="urgent", title="")])
    report = run(path)
    assert not report.is_written
    assert [place[:2] for place in problems(report)] == [(3, "priority"), (3, "title")]
    assert "“urgent” is not known. Write one of: 1, 2, 3." in problems(report)[0][2]
    assert not Need.objects.exclude(external_id="").exists()
    assert queued_jobs() == []


def test_the_good_rows_can_be_written_without_the_wrong_ones(tmp_path):
    path = write_csv(tmp_path / "needs.csv", [need(), need(id="need-2", title="")])
    report = run(path, skips_invalid=True)
    assert report.is_written
    assert report.counts == {"needs": {"created": 1, "refused": 1}}
    assert list(Need.objects.exclude(external_id="").values_list("external_id", flat=True)) == ["need-1"]


def test_a_dry_run_says_the_same_and_writes_nothing(tmp_path, queued_jobs):
    path = write_csv(tmp_path / "needs.csv", [need()])
    report = run(path, is_dry_run=True)
    assert (report.counts, report.is_written) == ({"needs": {"created": 1}}, False)
    assert not Need.objects.exclude(external_id="").exists()
    assert queued_jobs() == []


def test_references_are_found_by_identifier_before_name(tmp_path, tournebac):
    other = factories.OrganisationFactory.create(name="Other", external_id="Tournebac")
    run(write_csv(tmp_path / "offers.csv", [offer()]))
    assert Offer.objects.get().organisation == other


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        (
            offer(organisation="Nobody"),
            "organisation",
            "has the identifier or the name “Nobody”",
        ),
        (offer(organisation="Twice"), "organisation", "Several have the name “Twice”. Write the identifier"),
        (offer(edition="2031"), "edition", "No edition has the identifier or the name “2031”"),
        (offer(themes="climate|climat"), "themes", "“climat” is not known. Did you mean “climate”?"),
        (offer(text="Too short."), "text", "too short to find who can help"),
        (offer(text="<p>" + OTHER + "</p>"), "text", "web page code"),
        (offer(status="perhaps"), "status", "Write one of: open, answered, closed."),
        (offer(id=""), "id", "Every row needs an identifier of its own"),
        (offer(id="x" * 81), "id", "at most 80 characters"),
        (offer(title="a\x00b"), "title", "a character that cannot be stored"),
        (offer(organisation=""), "organisation", "This cell is empty, and it is needed"),
    ],
)
def test_what_is_wrong_is_said_with_its_column(tmp_path, row, column, sentence):
    for _ in range(2):
        factories.OrganisationFactory.create(name="Twice")
    report = run(write_csv(tmp_path / "offers.csv", [offer(id="good"), row]))
    found = problems(report)
    assert [place[:2] for place in found] == [(3, column)]
    assert sentence in found[0][2]


@pytest.mark.parametrize(
    ("type_name", "row", "column"),
    [
        ("organisations", HALL | {"legal_form": "startup"}, "legal_form"),
        ("organisations", HALL | {"country": "France"}, "country"),
        ("organisations", HALL | {"website": "hall"}, "website"),
        ("editions", {"id": "e", "name": "E", "starts_on": "2026-02-01", "ends_on": "2026-01-01"}, "ends_on"),
        ("editions", {"id": "e", "name": "E", "starts_on": "2026-02-31"}, "starts_on"),
        ("neighbourhoods", {"id": "q", "commune": "Valmont", "name": "Station area"}, "name"),
        ("neighbourhoods", {"id": "q", "commune": "Valmont", "population": "-5"}, "population"),
        ("communes", TWIN | {"insee_code": "93001"}, "insee_code"),
        ("communes", TWIN | {"organisation": "Ville de Valmont"}, "organisation"),
        ("communes", TWIN | {"description": "Here."}, "description"),
        ("expertises", {"id": "x", "organisation": "Tournebac", "expert": "no@example.org"}, "expert"),
    ],
)
def test_the_rules_of_a_type_are_said_too(tmp_path, commune, type_name, row, column):
    Commune.objects.update(insee_code="93001")
    report = run(write_csv(tmp_path / "rows.csv", [row]), type_name=type_name)
    assert column in [place[1] for place in problems(report)]
    assert not report.is_written


def test_an_identifier_given_twice_is_refused_with_the_first_line(tmp_path):
    report = run(write_csv(tmp_path / "offers.csv", [offer(), offer(id="o-2"), offer(title="Again")]))
    assert problems(report) == [
        (4, "id", "The identifier “offer-1” is already used on line 2. Give each row its own.")
    ]


def test_two_rows_with_one_unique_value_are_refused(tmp_path):
    rows = [{"id": f"q-{i}", "commune": "Valmont", "name": "The hill"} for i in (1, 2)]
    report = run(write_csv(tmp_path / "neighbourhoods.csv", rows))
    assert [place[:2] for place in problems(report)] == [(3, "name")]


def test_a_neighbourhood_gives_its_contexts_to_its_needs(tmp_path, need, queued_jobs):
    Neighbourhood.objects.update(external_id="q-1")
    row = {"id": "q-1", "contexts": "campus", "description": ""}
    run(write_csv(tmp_path / "neighbourhoods.csv", [row]))
    need.refresh_from_db()
    assert need.contexts == ["campus"]
    assert queued_jobs()[0][1] == {"profile_ids": sorted([need.pk, need.neighbourhood.commune_id])}


def test_what_needs_depend_on_is_fixed(tmp_path, need):
    Neighbourhood.objects.update(external_id="q-1")
    factories.CommuneFactory.create(title="Elsewhere")
    report = run(write_csv(tmp_path / "neighbourhoods.csv", [{"id": "q-1", "commune": "Elsewhere"}]))
    assert [place[:2] for place in problems(report)] == [(2, "commune")]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_code_is_known_by_its_label_too(tmp_path, language):
    with translation.override(language):
        labels = [str(label) for _code, label in Theme.choices]
    run(write_csv(tmp_path / "offers.csv", [offer(themes=" ; ".join(labels))]))
    assert Offer.objects.get().themes == Theme.values


def test_an_organiser_imports_in_their_own_name_and_edition(tmp_path, chloe):
    other = factories.EditionFactory.create(slug="other", name="Other")
    path = write_csv(tmp_path / "offers.csv", [offer(edition="now"), offer(id="o-2", edition="other")])
    report = run(path, by=chloe, skips_invalid=True)
    assert [place[:2] for place in problems(report)] == [(3, "edition")]
    assert Offer.objects.get().created_by == chloe
    Offer.objects.update(edition=other)
    report = run(write_csv(tmp_path / "offers.csv", [offer(edition="now", title="Mine now")]), by=chloe)
    assert [place[:2] for place in problems(report)] == [(2, "id")]


@pytest.mark.parametrize("name", ["ada", "benoit", "driss", "emma"])
def test_nobody_else_imports(request, tmp_path, name):
    with pytest.raises(PermissionDenied):
        run(write_csv(tmp_path / "offers.csv", [offer()]), by=request.getfixturevalue(name))
    assert not Offer.objects.exists()


def test_a_row_the_database_refuses_alone_is_left_out(tmp_path, monkeypatch):
    """Two neighbourhoods exchange their names: no row is wrong by itself."""
    rows = [{"id": f"q-{i}", "commune": "Valmont", "name": name} for i, name in enumerate(["North", "South"])]
    run(write_csv(tmp_path / "neighbourhoods.csv", rows))
    rows[0]["name"], rows[1]["name"] = rows[1]["name"], rows[0]["name"]
    report = run(write_csv(tmp_path / "neighbourhoods.csv", rows))
    assert not report.is_written
    assert {place[1] for place in problems(report)} <= {"id", "name"}
    assert set(Neighbourhood.objects.filter(external_id="q-0").values_list("name", flat=True)) == {"North"}


def test_the_number_of_queries_does_not_follow_the_number_of_rows(tmp_path, django_assert_max_num_queries):
    rows = [offer(id=f"o-{i}", themes="climate", edition="now") for i in range(200)]
    path = write_csv(tmp_path / "offers.csv", rows)
    with django_assert_max_num_queries(20):
        run(path)


def test_rows_beyond_one_batch_are_all_there(tmp_path, monkeypatch, queued_jobs):
    monkeypatch.setattr(running_module, "ROWS_AT_ONCE", 7)
    monkeypatch.setattr(profiles_module, "PROFILES_PER_JOB", 10)
    seen: list[int] = []
    path = write_csv(tmp_path / "offers.csv", [offer(id=f"o-{i}") for i in range(30)])
    run(path, step=seen.append)
    assert seen == [7, 7, 7, 7, 2]
    assert Offer.objects.count() == 30
    ids = [pk for _name, arguments in queued_jobs() for pk in arguments["profile_ids"]]
    assert sorted(ids) == sorted(Offer.objects.values_list("pk", flat=True))
    assert len(queued_jobs()) == 3
