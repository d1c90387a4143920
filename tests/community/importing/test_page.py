"""The organisers' page: look at a file, confirm, and nothing before that; private, and soon erased."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from community.models import ImportFile, ImportRun, Offer
from community.services.importing import runs
from tests import factories

from .files import as_rows, offer, write_csv, write_jsonl, write_xlsx

pytestmark = pytest.mark.usefixtures("need", "solution")
PAGE = "/imports/"


@pytest.fixture
def browser(client, chloe):
    client.force_login(chloe)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def upload(browser, path, **fields):
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return browser.post(PAGE, {"file": file, **fields}, follow=True)


def text_of(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_file_is_shown_then_written_when_confirmed(browser, chloe, tmp_path, queued_jobs):
    page = upload(browser, write_csv(tmp_path / "offers.csv", [offer(), offer(id="o-2")]))
    run = ImportRun.objects.get()
    assert page.request["PATH_INFO"] == run.get_absolute_url() == f"/imports/{run.pk}/"
    assert "Nothing is written yet" in text_of(page)
    assert "Permits" in text_of(page)
    assert (Offer.objects.count(), queued_jobs()) == (0, [])
    page = browser.post(run.get_absolute_url(), {"confirm": "1"}, follow=True)
    assert "It is done" in text_of(page)
    assert Offer.objects.filter(created_by=chloe).count() == 2
    assert [name for name, _arguments in queued_jobs()] == ["matching.prepare_profiles"]
    assert not ImportFile.objects.exists()


def test_wrong_rows_are_listed_and_the_good_ones_can_be_written(browser, tmp_path):
    rows = [offer(themes=""), offer(id="o-2", themes="climat")]
    page = text_of(upload(browser, write_xlsx(tmp_path / "book.xlsx", offers=as_rows(rows))))
    assert "1 row cannot be written as it is" in page
    assert '<th scope="row">offers 3</th> <td>themes</td> <td>“climat” is not known.' in page
    run = ImportRun.objects.get()
    page = text_of(browser.post(run.get_absolute_url(), {"confirm": "1"}, follow=True))
    assert "Nothing was written" in page
    assert not Offer.objects.exists()
    browser.post(run.get_absolute_url(), {"skip": "1"})
    assert Offer.objects.count() == 1


def test_what_a_cell_holds_is_shown_as_text(browser, tmp_path):
    page = upload(browser, write_csv(tmp_path / "offers.csv", [offer(status="<script>alert(1)</script>")]))
    assert "&lt;script&gt;" in page.content.decode()
    assert "<script>alert" not in page.content.decode()


@pytest.mark.parametrize("content", [b"\x89PNG\r\n", b"PK\x03\x04", b"<html>", b"id,title\n", b"\xff\xfe"])
def test_a_file_that_cannot_be_read_gets_a_sentence(browser, tmp_path, content):
    path = tmp_path / "offers.csv"
    path.write_bytes(content)
    page = upload(browser, path)
    assert page.status_code == 200
    assert "This file cannot be read" in text_of(page)
    assert not ImportFile.objects.exists()


def test_no_file_an_empty_one_and_one_too_large(browser, tmp_path, monkeypatch):
    assert "This field is required" in text_of(browser.post(PAGE, {}))
    (tmp_path / "offers.csv").write_bytes(b"")
    assert "This file is empty" in text_of(upload(browser, tmp_path / "offers.csv"))
    monkeypatch.setattr("community.forms.imports.UPLOAD_MAX_BYTES", 10)
    assert "larger than 20 MB" in text_of(upload(browser, write_csv(tmp_path / "offers.csv", [offer()])))
    assert not ImportRun.objects.exists()


def test_a_large_file_is_left_to_the_worker_and_its_page_follows(browser, tmp_path, monkeypatch, run_jobs):
    monkeypatch.setattr(runs, "AT_ONCE_BYTES", 10)
    monkeypatch.setattr(runs, "_TELL_EVERY_S", 0.0)
    page = upload(browser, write_jsonl(tmp_path / "offers.jsonl", [offer()]))
    run = ImportRun.objects.get()
    assert run.is_working
    assert "Looking at the rows" in text_of(page)
    fragment = browser.get(run.get_absolute_url(), headers={"HX-Request": "true"})
    assert fragment.content.decode().strip().startswith("<div")
    assert run_jobs("community.run_import") == ["community.run_import"]
    assert browser.get(run.get_absolute_url(), headers={"HX-Request": "true"}).headers["HX-Refresh"] == "true"
    browser.post(run.get_absolute_url(), {"confirm": "1"})
    assert not Offer.objects.exists()
    run_jobs("community.run_import")
    run.refresh_from_db()
    assert (run.state, run.row_total, Offer.objects.count()) == ("written", 1, 1)


def test_a_step_taken_twice_is_taken_once(browser, tmp_path):
    upload(browser, write_csv(tmp_path / "offers.csv", [offer()]))
    run = ImportRun.objects.get()
    browser.post(run.get_absolute_url(), {"confirm": "1"})
    Offer.objects.update(title="Changed since")
    page = browser.post(run.get_absolute_url(), {"confirm": "1"}, follow=True)
    runs.work_on_import(run_id=run.pk)
    assert "already answered for" in text_of(page)
    assert Offer.objects.get().title == "Changed since"


def test_what_became_wrong_since_it_was_shown_is_not_half_written(browser, tmp_path, tournebac):
    upload(browser, write_csv(tmp_path / "offers.csv", [offer(), offer(id="o-2")]))
    tournebac.name = "Renamed"
    tournebac.save()
    run = ImportRun.objects.get()
    page = text_of(browser.post(run.get_absolute_url(), {"confirm": "1"}, follow=True))
    assert "2 rows cannot be written as they are" in page
    assert not Offer.objects.exists()


def test_a_fault_of_ours_is_said_and_the_page_does_not_wait_for_ever(browser, chloe, monkeypatch):
    def fail(*_arguments, **_options):
        raise RuntimeError("no luck")

    monkeypatch.setattr(runs, "import_rows", fail)
    run = ImportRun.objects.create(by=chloe, file_name="offers.csv")
    ImportFile.objects.create(run=run, content=b"id,title\no,Permits\n")
    with pytest.raises(RuntimeError):
        runs.work_on_import(run_id=run.pk)
    assert "Something failed on our side" in text_of(browser.get(run.get_absolute_url()))
    assert not ImportFile.objects.exists()


def test_a_right_lost_before_the_worker_came_is_lost(browser, edition, tmp_path, monkeypatch, run_jobs):
    monkeypatch.setattr(runs, "AT_ONCE_BYTES", 10)
    upload(browser, write_csv(tmp_path / "offers.csv", [offer()]))
    edition.organisers.clear()
    run_jobs("community.run_import")
    run = ImportRun.objects.get()
    assert run.state == "refused"
    assert "may no longer import" in run.report["refusal"]["message"]


def test_a_file_is_its_authors_only(browser, client, tmp_path, edition):
    upload(browser, write_csv(tmp_path / "offers.csv", [offer()]))
    run = ImportRun.objects.get()
    other = factories.MemberFactory.create()
    edition.organisers.add(other)
    client.force_login(other)
    assert client.get(run.get_absolute_url()).status_code == 404
    assert client.post(run.get_absolute_url(), {"confirm": "1"}).status_code == 404
    assert run.file_name not in client.get(PAGE).content.decode()


@pytest.mark.parametrize("name", ["ada", "benoit", "driss", "emma"])
def test_the_pages_are_for_organisers(request, client, name):
    client.force_login(request.getfixturevalue(name))
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE, {}).status_code == 403
    assert client.post(reverse("community:export"), {"format": "jsonl"}).status_code == 403
    assert client.get(reverse("community:import_file", args=["template.xlsx"])).status_code == 403


def test_a_file_nobody_answers_for_is_erased(browser, tmp_path):
    upload(browser, write_csv(tmp_path / "offers.csv", [offer()]))
    assert runs.forget_old_imports() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert runs.forget_old_imports() == 1
    assert not ImportFile.objects.exists()


def test_a_file_can_be_thrown_away_and_a_new_one_replaces_it(browser, tmp_path):
    path = write_csv(tmp_path / "offers.csv", [offer()])
    upload(browser, path)
    upload(browser, path)
    run = ImportRun.objects.get()
    page = text_of(browser.post(run.get_absolute_url(), {"discard": "1"}, follow=True))
    assert "Nothing was changed" in page
    assert not ImportRun.objects.exists()
    assert not ImportFile.objects.exists()


@pytest.mark.parametrize("name", ["template.xlsx", "needs.csv", "solutions.xlsx", "asks-and-offers.jsonl"])
def test_template_and_examples_can_be_had(browser, name):
    answer = browser.get(reverse("community:import_file", args=[name]))
    assert answer.status_code == 200
    assert len(b"".join(answer.streaming_content)) > 300


def test_nothing_else_can_be_had(browser):
    for name in ("../import.md", "..%2fimport.md", "no.csv", "."):
        assert browser.get(f"/imports/files/{name}").status_code == 404


def test_the_export_is_what_the_import_reads(browser, tmp_path):
    Offer.objects.all().delete()
    factories.OfferFactory.create(title="A permit to share")
    answer = browser.post(reverse("community:export"), {"format": "jsonl", "type_name": "offers"})
    path = tmp_path / "offers.jsonl"
    path.write_bytes(b"".join(answer.streaming_content))
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "Nothing to change" in text_of(upload(browser, path))
    page = text_of(browser.post(reverse("community:export"), {"format": "csv", "type_name": ""}))
    assert "A CSV file holds one type" in page


def test_the_page_asks_the_same_questions_for_one_import_and_thirty(
    browser, chloe, django_assert_max_num_queries
):
    for _ in range(30):
        ImportRun.objects.create(by=chloe, file_name="offers.csv", state="written")
    with django_assert_max_num_queries(14):
        browser.get(PAGE)
