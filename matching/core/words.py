"""Small words, read from their table: what is dropped, what tells languages apart, what weighs little."""

from dataclasses import dataclass
from pathlib import Path

WORDS = Path(__file__).with_name("words.tsv")


@dataclass(frozen=True, slots=True)
class SmallWords:
    """Words by language.

    ``dropped`` by the analyser; ``telling`` a language; too ``light`` to show that two texts match.
    """

    dropped: dict[str, frozenset[str]]
    telling: dict[str, frozenset[str]]
    light: dict[str, frozenset[str]]


def read_words(path: Path = WORDS) -> SmallWords:
    """Read the table of small words; a word that is dropped also tells its language.

    Raises:
        ValueError: a line has not three columns or an unknown use; the message gives the line.
    """
    found: dict[str, dict[str, frozenset[str]]] = {"stop": {}, "small": {}, "light": {}}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 3 or columns[0] not in found:
            raise ValueError(f"{path.name}, line {number}: expected stop, small or light, a language, words")
        use, language, words = columns
        found[use][language] = frozenset(words.split())
    dropped = found["stop"]
    telling = {
        language: words | dropped.get(language, frozenset()) for language, words in found["small"].items()
    }
    return SmallWords(dropped, telling, found["light"])


SMALL_WORDS = read_words()
