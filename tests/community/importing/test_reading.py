"""Files as people send them: any encoding, separator or header; and the hostile ones, each refused."""

import codecs
import io
import time
import zipfile
from datetime import date, datetime

import pytest
from django.utils import translation
from openpyxl import Workbook, load_workbook

from community.models import Edition, Need, Offer
from community.services.importing import FileRefused
from community.services.importing.reading import kinds, open_table

from .files import FRENCH, TEXT, as_rows, need, offer, problems, run, write_csv, write_jsonl, write_xlsx

pytestmark = pytest.mark.usefixtures("_english", "need", "solution")


@pytest.fixture
def _english():
    with translation.override("en"):
        yield


def refused(path, **options) -> FileRefused:
    with pytest.raises(FileRefused) as caught:
        run(path, **options)
    return caught.value


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "windows-1252", "mac-roman", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_encodings_and_separators_are_recognised(tmp_path, encoding, separator):
    rows = [
        need(text=FRENCH + " Où, là ?", title="Éviter l’été, œuvrer", constraints="Un; deux, trois\tet |")
    ]
    path = write_csv(tmp_path / "besoin.csv", rows, encoding=encoding, separator=separator)
    report = run(path, type_name="needs")
    assert problems(report) == []
    created = Need.objects.get(external_id="need-1")
    assert created.title == "Éviter l’été, œuvrer"
    assert created.text == FRENCH + " Où, là ?"
    assert created.constraints == "Un; deux, trois et |"
    is_guess = encoding in ("windows-1252", "mac-roman")
    assert bool(report.warnings) == is_guess


def test_an_old_encoding_far_into_a_large_file_is_seen(tmp_path):
    rows = [offer(id=f"o-{i}") for i in range(900)] + [offer(id="last", title="Déjà vécu à l'été")]
    run(write_csv(tmp_path / "offers.csv", rows, encoding="windows-1252"))
    assert Offer.objects.get(external_id="last").title == "Déjà vécu à l'été"


def test_the_wrong_encoding_asked_for_is_refused_with_its_line(tmp_path):
    path = write_csv(
        tmp_path / "offers.csv", [offer(), offer(id="o-2", title="Été")], encoding="windows-1252"
    )
    with pytest.raises(FileRefused, match="cannot be read as UTF-8") as caught:
        open_table(path, encoding="utf-8")
    assert caught.value.problem.line in (1, 2, 3)


def test_lines_are_those_of_the_text_even_after_a_cell_of_several_lines(tmp_path):
    rows = [offer(text=TEXT + "\n\nAnd more.\n"), offer(id="o-2", status="perhaps")]
    found = problems(run(write_csv(tmp_path / "offers.csv", rows)))
    assert [place[:2] for place in found] == [(6, "status")]


def test_the_header_may_come_lower_and_in_words(tmp_path):
    path = tmp_path / "offers.csv"
    path.write_text(
        "sep=;\r\nOur offers for spring;;;;\r\n\r\nIdentifier;Organisation;Title;Text;Notes;;\r\n"
        f"o-1;Tournebac;Permits;{TEXT};seen on Monday;;\r\n;;;;;;\r\n",
        "utf-8",
    )
    report = run(path)
    assert report.counts == {"offers": {"created": 1}}
    assert [str(w.message) for w in report.warnings] == [
        "The column “Notes” is not known here; it is left out."
    ]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("id,organisation,title,txt\no,o,t,t", 1, "“txt” is not known. Did you mean “text”?"),
        ("id,title,text,Title\no,t,t,t", 1, "Two columns are called “title”"),
        ("organisation,title,text\no,t,t", 1, "There is no column “id” on this line"),
        ("id,title,text\n", 0, "There is a header, and no row below it"),
        ("", 0, "This file is empty"),
        ("\ufeff \r\n\r\n", 0, "This file is empty"),
        ('id,title,text\no,"never closed,t\n\n', 2, "A quotation mark is opened here"),
        ('id,title,text\no,"half" closed,t\n', 2, "A quotation mark is opened here"),
        ('[{"id": "o"}]', 0, "one object per line"),
        ("<!DOCTYPE html><html><table><tr><td>id</td></tr></table></html>", 0, "a web page"),
        ("<?xml version='1.0'?><Workbook/>", 0, "a web page or an XML file"),
        ("x" * 9_000_000, 1, "far too long"),
    ],
)
def test_a_table_that_cannot_be_trusted_is_refused(tmp_path, text, line, sentence):
    path = tmp_path / "offers.csv"
    path.write_text(text, "utf-8")
    error = refused(path)
    assert sentence in str(error)
    assert error.problem.line == line
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("start", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a picture"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\x1f\x8b\x08\x00", "a compressed file"),
        (b"\x7fELF\x02\x01", "a program"),
        (bytes.fromhex("d0cf11e0a1b11ae1"), "an old Excel or a protected file"),
        (b"PK\x03\x04 not a real archive", "damaged"),
        (b"\x00\x00\x00\x00", "empty"),
    ],
)
@pytest.mark.parametrize("name", ["offers.csv", "offers.xlsx", "offers.jsonl"])
def test_a_file_that_is_something_else_is_named(tmp_path, start, sentence, name):
    path = tmp_path / name
    path.write_bytes(start + b"\x00" * 50)
    assert sentence in str(refused(path))


def test_a_file_is_read_as_what_it_is_whatever_its_name(tmp_path):
    path = write_xlsx(tmp_path / "offers.xlsx", offers=as_rows([offer()])).rename(tmp_path / "offers.csv")
    report = run(path)
    assert report.counts == {"offers": {"created": 1}}
    assert "the file is Excel (.xlsx)" in str(report.warnings[0].message)


def test_rows_that_say_no_type_are_refused(tmp_path):
    path = write_csv(tmp_path / "export.csv", [offer()])
    assert "Nothing says what these rows are" in str(refused(path))
    path = write_csv(tmp_path / "export.csv", [offer(type="offre d'emploi"), offer(type="offer", id="o-2")])
    report = run(path)
    assert [place[:2] for place in problems(report)] == [(2, "type")]
    assert report.refused_count == 1
    assert not report.is_written


def test_a_megabyte_in_a_cell_is_refused_quickly(tmp_path):
    path = write_csv(tmp_path / "offers.csv", [offer(text="word " * 210_000)])
    started = time.process_time()
    found = problems(run(path))
    assert [place[:2] for place in found] == [(2, "text")]
    assert "characters too long (at most 8000)" in found[0][2]
    assert time.process_time() - started < 3


def test_more_cells_than_columns_is_a_separator_in_a_text(tmp_path):
    path = tmp_path / "offers.csv"
    path.write_text(f"id,organisation,title,text\no,Tournebac,Permits,{TEXT}\n", "utf-8")
    found = problems(run(path))
    assert found[0][0] == 2
    assert "more cells than there are columns" in found[0][2]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("start", ["=1+1", "+33 1", "-10 %", "@sum", "\tx"])
def test_what_looks_like_a_formula_comes_back_as_text(tmp_path, kind, start):
    row = offer(title=f"'{start} permits in town")
    path = tmp_path / f"offers.{kind}"
    write_csv(path, [row]) if kind == "csv" else write_xlsx(path, offers=as_rows([row]))
    run(path)
    assert Offer.objects.get().title == f"{start} permits in town".strip()


def test_a_real_formula_is_refused(tmp_path):
    path = write_xlsx(
        tmp_path / "f.xlsx", offers=as_rows([offer(title='=CONCAT("a","b")'), offer(id="#REF!")])
    )
    found = problems(run(path))
    assert [place[:2] for place in found] == [(2, "title"), (3, "id")]
    assert "paste it as values" in found[0][2]


def test_dates_and_numbers_of_a_workbook_are_read(tmp_path):
    rows = [["id", "name", "starts_on", "ends_on"], [12, "First", date(2026, 1, 5), datetime(2027, 7, 5)]]  # noqa: DTZ001 -- a workbook's dates have no zone
    run(write_xlsx(tmp_path / "x.xlsx", editions=rows))
    edition = Edition.objects.get(external_id="12")
    assert (edition.starts_on, edition.ends_on) == (date(2026, 1, 5), date(2027, 7, 5))


def test_sheets_are_read_by_their_names_and_others_left_out(tmp_path):
    path = write_xlsx(
        tmp_path / "book.xlsx",
        Needs=as_rows([need()]),
        offer=as_rows([offer()]),
        Notes=[["Read me"]],
        Empty=[],
    )
    report = run(path)
    assert report.counts == {"needs": {"created": 1}, "offers": {"created": 1}}
    assert [w.sheet for w in report.warnings] == ["Notes"]


def test_merged_cells_are_refused_with_their_place(tmp_path):
    path = write_xlsx(tmp_path / "m.xlsx", offers=as_rows([offer(), offer(id="o-2")]))
    book = load_workbook(path)
    book["offers"].merge_cells("B2:B3")
    book.save(path)
    error = refused(path)
    assert (error.problem.line, error.problem.sheet) == (2, "offers")
    assert "B2:B3 are merged" in str(error)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/sharedStrings.xml", "w", force_zip64=True) as file:
            for _ in range(64):
                file.write(b" " * (1 << 20))
    started = time.process_time()
    assert "unpacks to far more" in str(refused(path))
    assert time.process_time() - started < 1


def test_a_workbook_of_a_thousand_parts_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(kinds, "FILES_IN_WORKBOOK_MAX", 5)
    assert "unpacks to far more" in str(refused(write_xlsx(tmp_path / "x.xlsx", offers=as_rows([offer()]))))


def with_part(path, name: str, content: str):
    """Return the workbook with one of its parts replaced."""
    source = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(source) as before, zipfile.ZipFile(path, "w") as after:
        for entry in before.infolist():
            after.writestr(entry, content if entry.filename == name else before.read(entry))
    return path


def test_an_entity_bomb_in_a_workbook_is_refused(tmp_path):
    bomb = '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><worksheet>&c;</worksheet>'
    path = write_xlsx(tmp_path / "x.xlsx", offers=as_rows([offer()]))
    assert "damaged" in str(refused(with_part(path, "xl/worksheets/sheet1.xml", bomb)))


def test_a_workbook_that_claims_a_million_columns_is_read_for_what_it_holds(tmp_path):
    path = write_xlsx(tmp_path / "x.xlsx", offers=as_rows([offer()]))
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    claim = sheet.replace('<dimension ref="A1:D2"', '<dimension ref="A1:XFD1048576"')
    assert claim != sheet
    started = time.process_time()
    assert run(with_part(path, "xl/worksheets/sheet1.xml", claim)).counts == {"offers": {"created": 1}}
    assert time.process_time() - started < 3


def test_a_workbook_without_rows_is_refused(tmp_path):
    book = Workbook()
    book.save(tmp_path / "offers.xlsx")
    assert "empty" in str(refused(tmp_path / "offers.xlsx"))


@pytest.mark.parametrize(
    ("line", "column", "sentence"),
    [
        ('{"id": "o", "id": "p"}', "", "The key “id” is given twice"),
        ('{"id": "o"', "", "is not a JSON object"),
        ("[1, 2]", "", "is not an object"),
        ('"text"', "", "is not an object"),
        ("[" * 100_000, "", "is not a JSON object"),
        ('{"id": ' + "9" * 5000 + "}", "", "is not a JSON object"),
        ('{"id": "o", "organisation": "Tournebac", "titel": "a"}', "titel", "Did you mean “title”?"),
        ('{"id": "o", "organisation": "Tournebac", "title": {"fr": 1}}', "title", "This must be text"),
        ('{"id": "o", "organisation": "Tournebac", "title": "a\\ud800b"}', "title", "cannot be stored"),
        ('{"id": "o", "organisation": "Tournebac", "themes": [["climate"]]}', "themes", "This must be text"),
        ('{"id": "o", "organisation": "Tournebac", "title": true}', "title", "This must be text"),
    ],
)
def test_a_bad_line_is_one_problem_of_its_own(tmp_path, line, column, sentence):
    path = write_jsonl(tmp_path / "offers.jsonl", [offer()])
    path.write_text(path.read_text("utf-8") + "\n" + line + "\n", "utf-8")
    report = run(path, skips_invalid=True)
    found = [place for place in problems(report) if place[1] == column]
    assert found
    assert found[0][0] == 3
    assert sentence in found[0][2]
    assert Offer.objects.count() == 1


def test_the_mark_of_utf8_before_lines_is_no_trouble(tmp_path):
    path = write_jsonl(tmp_path / "offers.jsonl", [offer()])
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    assert run(path).counts == {"offers": {"created": 1}}
