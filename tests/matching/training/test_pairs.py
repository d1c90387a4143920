"""The file of pairs: read, refused with its line, split without a leak."""

import gzip

import pytest

from matching.training.errors import TrainingInputError
from matching.training.pairs import Pair, read_pairs, split_pairs

HEADER = "source\tfr\ten\n"


def test_reads_plain_and_compressed_files(tmp_path):
    content = HEADER + "tatoeba\tVa !\tGo.\n"
    (tmp_path / "pairs.tsv").write_text(content, encoding="utf-8")
    with gzip.open(tmp_path / "pairs.tsv.gz", "wt", encoding="utf-8") as file:
        file.write(content)
    expected = [Pair("tatoeba", "Va !", "Go.")]
    assert read_pairs(tmp_path / "pairs.tsv") == expected
    assert read_pairs(tmp_path / "pairs.tsv.gz") == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("", "line 1"),
        ("fr\ten\n", "line 1"),
        (HEADER, "no pair"),
        (HEADER + "a\tb\tc\nd\te\n", "line 3: 2 columns instead of 3"),
        (HEADER + "a\tb\tc\td\n", "line 2: 4 columns"),
        (HEADER + "a\t \tc\n", "line 2: the column “fr” is empty"),
        (HEADER + "a\tb\tc\n\n", "line 3: 1 columns"),
    ],
)
def test_a_wrong_file_is_refused_with_its_line(tmp_path, content, expected):
    path = tmp_path / "pairs.tsv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TrainingInputError, match=expected):
        read_pairs(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(TrainingInputError, match="does not exist"):
        read_pairs(tmp_path / "pairs.tsv")


def test_a_file_that_is_not_text_is_refused(tmp_path):
    (tmp_path / "pairs.tsv").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "pairs.tsv.gz").write_bytes(b"not gzip")
    for name in ("pairs.tsv", "pairs.tsv.gz"):
        with pytest.raises(TrainingInputError, match="cannot be read"):
            read_pairs(tmp_path / name)


def test_no_text_is_both_learned_and_held_out():
    pairs = [Pair("s", f"phrase {n % 700}", f"Sentence {n}") for n in range(3000)]
    training, held_out = split_pairs(pairs)
    assert 10 <= len(held_out) <= 60
    assert not {p.fr for p in training} & {p.fr for p in held_out}
    assert not {p.en for p in training} & {p.en for p in held_out}
    assert len(training) + len(held_out) < len(pairs)


def test_the_split_ignores_order_case_and_spaces():
    pairs = [Pair("s", f"phrase {n}", f"Sentence {n}") for n in range(2000)]
    _, held_out = split_pairs(pairs)
    _, reversed_held_out = split_pairs(pairs[::-1])
    assert set(held_out) == set(reversed_held_out)
    shouted = [Pair("s", p.fr, p.en.upper().replace(" ", "  ")) for p in pairs]
    assert [p.fr for p in split_pairs(shouted)[1]] == [p.fr for p in held_out]
