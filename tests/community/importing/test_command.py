"""`manage.py import_profiles`: its sentences and its exit codes, which scripts rely on."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from community.models import Offer, Solution

from .files import need, offer, solution, write_csv, write_jsonl

pytestmark = pytest.mark.usefixtures("need", "solution")


def run(*arguments) -> tuple[int, str, str]:
    """Return (exit code, what was said, what went wrong)."""
    out, err = StringIO(), StringIO()
    try:
        call_command("import_profiles", "--language=en", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as stop:
        return stop.code, out.getvalue(), err.getvalue()
    except CommandError as error:
        return error.returncode, out.getvalue(), str(error)
    return 0, out.getvalue(), err.getvalue()


def test_a_good_file_is_written(tmp_path):
    path = write_csv(tmp_path / "offers.csv", [offer(), offer(id="o-2")])
    assert run(path) == (0, "offers: 2 created\nWritten.\n", "")
    assert run(path) == (0, "offers: 2 unchanged\nNothing to change: all of it is already there.\n", "")


def test_a_dry_run_writes_nothing(tmp_path):
    code, said, _wrong = run(write_csv(tmp_path / "offers.csv", [offer()]), "--dry-run")
    assert code == 0
    assert "this was a dry run, and all is well" in said
    assert not Offer.objects.exists()


def test_a_wrong_row_is_told_with_its_line_and_column(tmp_path):
    path = write_csv(tmp_path / "offers.csv", [offer(), offer(id="o-2", themes="climat")])
    code, said, wrong = run(path)
    assert code == 1
    assert wrong == "line 3, column themes: “climat” is not known. Did you mean “climate”?\n"
    assert "Nothing was written." in said
    assert not Offer.objects.exists()
    code, said, _wrong = run(path, "--skip-invalid")
    assert code == 1
    assert said == "offers: 1 created, 1 refused\nWritten, except 1 row that was refused.\n"
    assert Offer.objects.count() == 1


def test_many_problems_are_not_all_listed(tmp_path):
    path = write_csv(tmp_path / "offers.csv", [offer(id=f"o-{i}", title="") for i in range(700)])
    _code, said, wrong = run(path)
    assert len(wrong.splitlines()) == 101
    assert wrong.splitlines()[-1] == "… and 600 more."
    assert "700 refused" in said


@pytest.mark.parametrize("content", [b"", b"\x89PNG", b"a,b\n1,2\n", b"id,title\n"])
def test_a_bad_file_is_one_sentence(tmp_path, content):
    path = tmp_path / "offers.csv"
    path.write_bytes(content)
    code, said, wrong = run(path)
    assert (code, said) == (2, "")
    assert wrong.endswith((".", "?"))


def test_a_file_that_is_not_there_and_a_folder(tmp_path):
    assert run(tmp_path / "no.csv")[0] == 2
    assert run(tmp_path)[0] == 2


def test_the_type_asked_for_wins(tmp_path):
    path = write_csv(tmp_path / "offers.csv", [solution()])
    assert run(path, "--type=solutions")[0] == 0
    assert Solution.objects.filter(external_id="sol-1").exists()


def test_it_is_done_in_the_name_of_a_member(tmp_path, chloe, emma):
    path = write_jsonl(tmp_path / "offers.jsonl", [offer()])
    assert run(path, "--as=emma@example.org")[0] == 2
    assert run(path, "--as=nobody@example.org")[0] == 2
    assert run(path, f"--as={chloe.email}")[0] == 0
    assert Offer.objects.get().created_by == chloe


def test_sentences_are_in_the_language_asked_for(tmp_path):
    """The catalog may lag behind: what is checked is that the language is switched for the sentences."""
    from django.utils import translation

    seen = []
    path = write_csv(tmp_path / "needs.csv", [need(title="")])

    class Recorder(StringIO):
        def write(self, text: str) -> int:
            seen.append(translation.get_language())
            return super().write(text)

    with pytest.raises(SystemExit):
        call_command("import_profiles", path, "--language=fr", stdout=Recorder(), stderr=Recorder())
    with pytest.raises(SystemExit):
        call_command("import_profiles", path, "--language=en", stdout=Recorder(), stderr=Recorder())
    assert set(seen[: len(seen) // 2]) == {"fr"}
    assert set(seen[len(seen) // 2 :]) == {"en"}
