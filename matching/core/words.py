"""Small words, read from their table: what the lexical side drops, and what tells languages apart."""

from pathlib import Path

WORDS = Path(__file__).with_name("words.tsv")


def read_words(path: Path = WORDS) -> tuple[dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    """Read the table of small words: those to drop, then those that tell a language, by language.

    A word to drop also tells its language.

    Raises:
        ValueError: a line has not three columns or an unknown use; the message gives the line.
    """
    dropped: dict[str, frozenset[str]] = {}
    telling: dict[str, frozenset[str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 3 or columns[0] not in {"stop", "small"}:
            raise ValueError(f"{path.name}, line {number}: expected stop or small, a language, words")
        use, language, words = columns
        if use == "stop":
            dropped[language] = frozenset(words.split())
        else:
            telling[language] = frozenset(words.split())
    return dropped, {
        language: words | dropped.get(language, frozenset()) for language, words in telling.items()
    }


STOPWORDS, FUNCTION_WORDS = read_words()
