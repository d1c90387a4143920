"""What is exported is what the import reads: there and back, nothing changes."""

import csv
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from community.models import Edition, Neighbourhood, Offer, Organisation, Profile
from community.services.importing import TYPES
from community.services.importing.exporting import (
    WRITERS,
    exported,
    give_identifiers,
    write_csv,
    write_template,
)
from tests import factories

from .files import OTHER, run

ALL = list(TYPES.values())


@pytest.fixture
def _programme(db, settings):
    """The demonstration, with rows made on the site and texts that a spreadsheet would run."""
    settings.DEMO = True
    call_command("load_demo", stdout=StringIO())
    made = factories.OfferFactory.create(
        title="=1+1 is not a formula", text=f"- {OTHER}\n\n'+ {OTHER}", themes=[]
    )
    factories.AskFactory.create(organisation=made.organisation, title='"Quoted"; and | cut')
    factories.ExpertiseFactory.create(organisation=made.organisation, expert=None, title="'Tis so")


def everything() -> dict[str, list]:
    return {row_type.name: list(exported(row_type)) for row_type in ALL}


def empty_all() -> None:
    """Leave the members, who are never imported."""
    for model in (Profile, Neighbourhood, Edition, Organisation):
        model.objects.all().delete()


@pytest.mark.usefixtures("_programme")
@pytest.mark.parametrize("kind", ["xlsx", "jsonl"])
def test_there_and_back_in_one_file(tmp_path, kind):
    give_identifiers()
    before = everything()
    first = tmp_path / f"all.{kind}"
    assert WRITERS[kind](first, ALL) == sum(map(len, before.values())) > 250
    assert run(first).change_count == 0
    empty_all()
    report = run(first)
    assert (report.problems, report.warnings) == ([], [])
    assert everything() == before
    again = tmp_path / f"again.{kind}"
    WRITERS[kind](again, ALL)
    if kind == "jsonl":
        assert again.read_bytes() == first.read_bytes()
    else:
        assert cells_of(again) == cells_of(first)


@pytest.mark.usefixtures("_programme")
def test_there_and_back_in_one_csv_for_each_type(tmp_path):
    give_identifiers()
    for name, row_type in TYPES.items():
        write_csv(tmp_path / f"{name}.csv", [row_type])
    before = {name: (tmp_path / f"{name}.csv").read_bytes() for name in TYPES}
    empty_all()
    for name in TYPES:
        assert run(tmp_path / f"{name}.csv").problems == []
    for name, row_type in TYPES.items():
        write_csv(tmp_path / f"{name}.csv", [row_type])
        assert (tmp_path / f"{name}.csv").read_bytes() == before[name]


def cells_of(path) -> dict[str, list]:
    book = load_workbook(path)
    return {sheet.title: [[c.value for c in row] for row in sheet.iter_rows()] for sheet in book}


@pytest.mark.usefixtures("_programme")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_no_cell_is_a_formula(tmp_path, kind):
    give_identifiers()
    path = tmp_path / f"offers.{kind}"
    WRITERS[kind](path, [TYPES["offers"]])
    if kind == "csv":
        lines = path.read_text("utf-8-sig").splitlines(keepends=True)
        cells = [cell for row in csv.reader(lines, delimiter=";") for cell in row]
        assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    else:
        book = load_workbook(path)
        assert {cell.data_type for row in book["offers"].iter_rows() for cell in row} <= {"s", "n"}
        cells = [cell for row in cells_of(path)["offers"] for cell in row if cell]
    assert "'=1+1 is not a formula" in cells
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]


@pytest.mark.django_db
def test_rows_made_on_the_site_get_an_identifier_once():
    offers = [factories.OfferFactory.create() for _ in range(3)]
    stamps = list(Offer.objects.order_by("pk").values_list("updated_at", flat=True))
    assert give_identifiers() == 6
    given = list(Offer.objects.order_by("pk").values_list("external_id", flat=True))
    assert len(set(given)) == len(offers)
    assert all(identifier.startswith("offer-") for identifier in given)
    assert give_identifiers() == 0
    assert list(Offer.objects.order_by("pk").values_list("external_id", flat=True)) == given
    assert list(Offer.objects.order_by("pk").values_list("updated_at", flat=True)) == stamps


@pytest.mark.django_db
def test_exporting_asks_the_same_questions_for_one_row_and_thirty(django_assert_num_queries):
    factories.SolutionFactory.create()
    with django_assert_num_queries(1):
        assert len(list(exported(TYPES["solutions"]))) == 1
    for _ in range(29):
        factories.SolutionFactory.create()
    with django_assert_num_queries(1):
        assert len(list(exported(TYPES["solutions"]))) == 30


def test_the_template_has_the_columns_of_every_type(tmp_path):
    write_template(tmp_path / "t.xlsx")
    assert cells_of(tmp_path / "t.xlsx") == {name: [t.column_names] for name, t in TYPES.items()}


@pytest.mark.django_db
def test_the_command_writes_whole_files_or_none(tmp_path):
    factories.OfferFactory.create()
    out = StringIO()
    call_command("export_profiles", tmp_path / "offers.csv", "--type=offers", stdout=out)
    assert "1 rows written" in out.getvalue()
    assert [path.name for path in tmp_path.iterdir()] == ["offers.csv"]
    for wrong in (["all.csv"], ["all.doc"], ["no/such/folder/all.xlsx"]):
        with pytest.raises(CommandError) as caught:
            call_command("export_profiles", tmp_path / wrong[0], stdout=out)
        assert caught.value.returncode == 2
