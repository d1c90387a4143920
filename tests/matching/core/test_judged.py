"""Reading judged collections: every way a file can be wrong has a file, a line and a reason."""

from pathlib import Path

import pytest

from matching.core.judged import JudgedError, read_entries, read_judged

GOLD = Path(__file__).resolve().parents[2] / "data" / "gold"
QUERY = '{"id": "q1", "text": "Où garer mon vélo ?"}\n'
DOCUMENT = '{"id": "d1", "text": "Un local à vélos."}\n'


def files(
    folder: Path, queries: str = QUERY, documents: str = DOCUMENT, qrels: str = "q1\td1\t2\n"
) -> list[Path]:
    paths = []
    for name, content in (("q.jsonl", queries), ("d.jsonl", documents), ("r.tsv", qrels)):
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        paths.append(path)
    return paths


@pytest.mark.parametrize(
    ("broken", "file", "line", "reason"),
    [
        ({"queries": ""}, "q.jsonl", 0, "no text"),
        ({"queries": QUERY + "{\n"}, "q.jsonl", 2, "not JSON"),
        ({"queries": QUERY + "[1]\n"}, "q.jsonl", 2, "object"),
        ({"queries": '{"text": "a"}\n'}, "q.jsonl", 1, "“id”"),
        ({"queries": '{"id": "", "text": "a"}\n'}, "q.jsonl", 1, "“id”"),
        ({"queries": '{"id": true, "text": "a"}\n'}, "q.jsonl", 1, "“id”"),
        ({"documents": '{"id": "d1"}\n'}, "d.jsonl", 1, "“text”"),
        ({"documents": '{"id": "d1", "text": 3}\n'}, "d.jsonl", 1, "“text”"),
        ({"documents": '{"id": "d1", "text": "a", "themes": [1]}\n'}, "d.jsonl", 1, "“themes”"),
        ({"documents": '{"id": "d1", "text": "a", "lang": 1}\n'}, "d.jsonl", 1, "“lang”"),
        ({"documents": DOCUMENT + "\n" + DOCUMENT}, "d.jsonl", 3, "twice"),
        ({"qrels": ""}, "r.tsv", 0, "no judgement"),
        ({"qrels": "q1\td1\t0\n"}, "r.tsv", 0, "no judgement"),
        ({"qrels": "q1 d1 2\n"}, "r.tsv", 1, "3 columns"),
        ({"qrels": "q1\td1\t2\nq1\tdx\t1\n"}, "r.tsv", 2, "unknown document “dx”"),
        ({"qrels": "qx\td1\t2\n"}, "r.tsv", 1, "unknown query “qx”"),
        ({"qrels": "q1\td1\thigh\n"}, "r.tsv", 1, "grade “high”"),
        ({"qrels": "q1\td1\t-1\n"}, "r.tsv", 1, "grade “-1”"),
        ({"qrels": "q1\td1\t1.5\n"}, "r.tsv", 1, "grade “1.5”"),
        ({"qrels": "q1\td1\t99\n"}, "r.tsv", 1, "grade “99”"),
        ({"qrels": "q1\td1\t2\nq1\td1\t2\n"}, "r.tsv", 2, "judged twice"),
        ({"qrels": b"q1\td1\t2\n\xff"}, "r.tsv", 0, "UTF-8"),
    ],
)
def test_a_wrong_file_says_where_and_why(
    tmp_path: Path, broken: dict[str, str], file: str, line: int, reason: str
) -> None:
    with pytest.raises(JudgedError, match=reason) as caught:
        read_judged(*files(tmp_path, **broken))
    assert (caught.value.path.name, caught.value.line) == (file, line)
    assert file in str(caught.value)


def test_a_missing_file_or_a_folder_is_named(tmp_path: Path) -> None:
    queries, documents, _ = files(tmp_path)
    for path in (tmp_path / "none.tsv", tmp_path):
        with pytest.raises(JudgedError, match=path.name):
            read_judged(queries, documents, path)


def test_identity_and_text_are_enough_and_the_language_is_detected(tmp_path: Path) -> None:
    found = read_judged(
        *files(tmp_path, queries='\ufeff{"id": 1, "text": "Où garer mon vélo ?"}\r\n', qrels="1\td1\t1\r\n")
    )
    (query,) = found.queries
    assert (query.id, query.language, query.themes, query.stage) == ("1", "fr", (), "")
    assert found.grades == {"1": {"d1": 1}}


def test_the_codes_of_the_development_set_become_ours() -> None:
    solution = read_entries(GOLD / "solutions.jsonl")[0]
    assert (solution.themes, solution.stage, solution.language) == (("urban_renewal",), "prototype", "fr")
    need = read_entries(GOLD / "needs.jsonl")[0]
    assert need.contexts == ("dense_housing",)
    assert need.themes == ("buildings", "climate")


def test_a_code_of_another_list_stands_for_itself(tmp_path: Path) -> None:
    path = tmp_path / "d.jsonl"
    path.write_text(
        '{"id": "d", "text": "a", "themes": ["santé", "climate", "santé"], "stage": "x", "lang": "FR-fr"}'
    )
    (found,) = read_entries(path)
    assert (found.themes, found.stage, found.language) == (("santé", "climate"), "x", "fr")


def test_titles_are_read_before_texts() -> None:
    card = read_entries(GOLD / "cards.jsonl")[0]
    assert [passage.field for passage in card.passages][:2] == ["title", "text"]
