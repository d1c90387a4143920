"""Reading fields from YAML nodes, whose line numbers are kept, and collecting what is wrong with them."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import yaml

from .entries import LANGUAGES, Text, Texts
from .errors import BaseProblem

IDENTIFIER = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
SHORTEST_TEXT = 2
STRING = "tag:yaml.org,2002:str"


@dataclass(frozen=True, slots=True)
class Limits:
    """How many texts a field takes in each language, and how long one may be."""

    least: int
    most: int
    longest: int


@dataclass
class Faults:
    """The faults found so far in one file."""

    file: str
    found: list[BaseProblem] = field(default_factory=list)

    def add(self, line: int, where: str, sentence: str) -> None:
        self.found.append(BaseProblem(self.file, line, where, sentence))


def line_of(node: yaml.Node) -> int:
    """Return the line, from 1, where ``node`` starts."""
    return int(node.start_mark.line) + 1


@dataclass
class Record:
    """The fields of one entry, read one by one; what is wrong goes to ``faults``."""

    node: yaml.MappingNode
    faults: Faults
    prefix: str = ""
    fields: dict[str, yaml.Node] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key, value in self.node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            if name in self.fields:
                self.faults.add(line_of(key), self.prefix + name, "this field is given twice.")
            self.fields[name] = value

    @property
    def line(self) -> int:
        return line_of(self.node)

    def check_fields(self, needed: Collection[str], optional: Collection[str] = ()) -> None:
        """Refuse a field that is missing or unknown."""
        for name in needed:
            if name not in self.fields:
                self.faults.add(self.line, self.prefix + name, "this field is missing.")
        for name, node in self.fields.items():
            if name not in needed and name not in optional:
                self.faults.add(line_of(node), self.prefix + name, "this field is not known.")

    def string(self, name: str, *, longest: int) -> str:
        """Return the text of a field; what is missing or wrong gives an empty one."""
        node = self.fields.get(name)
        return "" if node is None else self._text(node, self.prefix + name, longest)

    def identifier(self, name: str) -> str:
        found = self.string(name, longest=60)
        if found and not IDENTIFIER.fullmatch(found):
            self.faults.add(
                line_of(self.fields[name]),
                self.prefix + name,
                f"“{found}” is not an identifier: use small letters without accents, digits and _.",
            )
        return found

    def codes(self, name: str, *, known: Collection[str], most: int) -> tuple[str, ...]:
        """Return a list of codes, all among ``known``, none twice; empty when the field is absent."""
        found: list[str] = []
        for node, code in self._items(name, longest=60):
            if code not in known:
                self.faults.add(line_of(node), self.prefix + name, f"“{code}” is not a known code.")
            elif code in found:
                self.faults.add(line_of(node), self.prefix + name, f"“{code}” is given twice.")
            else:
                found.append(code)
        self._count(name, len(found), Limits(0, most, 0))
        return tuple(found)

    def identifiers(self, name: str, limits: Limits) -> tuple[tuple[int, str], ...]:
        """Return a list of identifiers, each with its line, none twice."""
        found: dict[str, int] = {}
        for node, identifier in self._items(name, longest=limits.longest):
            if identifier in found:
                self.faults.add(line_of(node), self.prefix + name, f"“{identifier}” is given twice.")
            found.setdefault(identifier, line_of(node))
        self._count(name, len(found), limits)
        return tuple((line, identifier) for identifier, line in found.items())

    def text(self, name: str, *, longest: int) -> tuple[Text, dict[str, int]]:
        """Return a text in both languages, and the line of each."""
        record = self._languages(name)
        if record is None:
            return Text("", ""), {}
        values = {language: record.string(language, longest=longest) for language in LANGUAGES}
        return Text(**values), {language: line_of(node) for language, node in record.fields.items()}

    def texts(self, name: str, limits: Limits) -> tuple[Texts, dict[str, list[int]]]:
        """Return lists of texts in both languages, and the line of each."""
        record = self._languages(name)
        values: dict[str, tuple[str, ...]] = dict.fromkeys(LANGUAGES, ())
        lines: dict[str, list[int]] = {language: [] for language in LANGUAGES}
        if record is None:
            return Texts(**values), lines
        for language in LANGUAGES:
            items = list(record._items(language, longest=limits.longest))
            kept = [(line_of(node), text) for node, text in items if text]
            lines[language] = [line for line, _ in kept]
            values[language] = tuple(text for _, text in kept)
            record._count(language, len(items), limits)
        return Texts(**values), lines

    def _languages(self, name: str) -> "Record | None":
        node = self.fields.get(name)
        if node is None:
            return None
        where = self.prefix + name
        if not isinstance(node, yaml.MappingNode):
            self.faults.add(line_of(node), where, "give it in both languages: {fr: …, en: …}.")
            return None
        record = Record(node, self.faults, f"{where}.")
        record.check_fields(LANGUAGES)
        return record

    def _items(self, name: str, *, longest: int) -> Iterator[tuple[yaml.Node, str]]:
        node = self.fields.get(name)
        if node is None:
            return
        where = self.prefix + name
        if not isinstance(node, yaml.SequenceNode):
            self.faults.add(line_of(node), where, "this must be a list.")
            return
        for item in node.value:
            yield item, self._text(item, where, longest)

    def _count(self, name: str, count: int, limits: Limits) -> None:
        node = self.fields.get(name)
        if not isinstance(node, yaml.SequenceNode) or limits.least <= count <= limits.most:
            return
        self.faults.add(
            line_of(node),
            self.prefix + name,
            f"it takes from {limits.least} to {limits.most} items, and has {count}.",
        )

    def _text(self, node: yaml.Node, where: str, longest: int) -> str:
        if not isinstance(node, yaml.ScalarNode):
            self.faults.add(line_of(node), where, "this must be a text.")
            return ""
        text: str = node.value
        if node.tag != STRING:
            self.faults.add(line_of(node), where, f"YAML does not read “{text}” as a text: put it in quotes.")
            return ""
        if len(text.strip()) < SHORTEST_TEXT:
            self.faults.add(line_of(node), where, "this text is empty.")
            return ""
        if text != " ".join(text.split()):
            self.faults.add(line_of(node), where, "this text has a line break or a space too many.")
        if len(text) > longest:
            self.faults.add(
                line_of(node), where, f"this text has {len(text)} characters, {longest} at most are kept."
            )
        return text
