"""Extracts, checks and compiles the translations without the gettext programs.

Usage: python -m tools.messages extract | check | compile | missing
"""

from __future__ import annotations

import io
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from babel.messages.extract import extract as babel_extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CODE_FOLDERS = ("config", "community", "chat", "matching", "events")
TEMPLATE_SUFFIXES = {".html", ".txt"}
LANGUAGE = "fr"
PLURAL_FORMS = "nplurals=2; plural=(n > 1);"
SINGLE = ("_", "gettext", "gettext_lazy", "gettext_noop")
PLURAL = ("ngettext", "ngettext_lazy")
CONTEXT = ("pgettext", "pgettext_lazy")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    **dict.fromkeys(SINGLE),
    **dict.fromkeys(PLURAL, (1, 2)),
    **dict.fromkeys(CONTEXT, ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
PERCENT = re.compile(r"%(?:\(\w+\))?[#0\- +]*\d*(?:\.\d+)?[sdif]")
BRACE = re.compile(r"\{[^{}\s]*\}")
TAG = re.compile(r"</?\w+|&\w+;")

Key = tuple[str | None, str]


@dataclass
class Message:
    """A text of the interface, as the code or a template writes it."""

    context: str | None
    text: str
    plural: str = ""
    places: set[str] = field(default_factory=set)
    comments: list[str] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.context, self.text


def catalog_path(root: Path) -> Path:
    return root / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def sources(root: Path) -> Iterator[Path]:
    """Every file that may hold a text for users."""
    for folder in CODE_FOLDERS:
        for path in sorted((root / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path
    for folder in ("templates", *CODE_FOLDERS):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in TEMPLATE_SUFFIXES and (folder == "templates" or "templates" in path.parts):
                yield path


def messages_in(path: Path) -> Iterator[Message]:
    source = path.read_text("utf-8")
    if path.suffix != ".py":
        # Parentheses make the tokenizer indifferent to the template's indentation.
        source = f"(\n{templatize(source, origin=str(path))}\n)"
    found = babel_extract("python", io.BytesIO(source.encode()), KEYWORDS, ["Translators:"])
    for _line, texts, comments, context in found:
        text, plural = texts if isinstance(texts, tuple) else (texts, "")
        yield Message(context, text, plural, comments=comments)


def extract(root: Path) -> dict[Key, Message]:
    """Return every message of the tree, in the order of the files."""
    found: dict[Key, Message] = {}
    for path in sources(root):
        for message in messages_in(path):
            known = found.setdefault(message.key, message)
            known.plural = known.plural or message.plural
            known.places.add(path.relative_to(root).as_posix())
            known.comments += [line for line in message.comments if line not in known.comments]
    return found


def new_entry(message: Message, known: polib.POEntry | None) -> polib.POEntry:
    """Return the catalog's entry for `message`, with the translation there already is."""
    entry = polib.POEntry(
        msgid=message.text,
        msgid_plural=message.plural,
        msgctxt=message.context,
        occurrences=[(place, "") for place in sorted(message.places)],
        comment="\n".join(message.comments),
    )
    if "%" in message.text + message.plural:
        entry.flags = ["python-format"]
    if message.plural:
        entry.msgstr_plural = {0: "", 1: ""}
    if known and bool(known.msgid_plural) == bool(message.plural):
        entry.tcomment = known.tcomment
        entry.msgstr = known.msgstr
        entry.msgstr_plural = known.msgstr_plural
        if known.fuzzy or known.msgid_plural != message.plural:
            entry.flags = [*entry.flags, "fuzzy"]
    return entry


def read_catalog(root: Path) -> polib.POFile:
    path = catalog_path(root)
    return polib.pofile(str(path), encoding="utf-8") if path.exists() else polib.POFile()


def index(catalog: polib.POFile) -> dict[Key, polib.POEntry]:
    return {(entry.msgctxt, entry.msgid): entry for entry in catalog if not entry.obsolete}


def update(root: Path) -> polib.POFile:
    """Bring the catalog up to date with the tree; translations of texts that are gone are dropped."""
    known = index(read_catalog(root))
    catalog = polib.POFile(wrapwidth=110)
    catalog.metadata = {
        "Project-Id-Version": "faubourg",
        "Language": LANGUAGE,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURAL_FORMS,
    }
    for key, message in extract(root).items():
        catalog.append(new_entry(message, known.get(key)))
    catalog_path(root).parent.mkdir(parents=True, exist_ok=True)
    catalog.save(str(catalog_path(root)))
    return catalog


def translations(entry: polib.POEntry) -> list[str]:
    if entry.msgid_plural:
        return [entry.msgstr_plural.get(form, "") for form in (0, 1)]
    return [entry.msgstr]


def parts(text: str) -> Counter[str]:
    """Count what a translation must keep as it is: placeholders, tags, character references."""
    bare = text.replace("%%", "")
    return Counter(PERCENT.findall(bare) + BRACE.findall(bare) + TAG.findall(bare))


def entry_problems(entry: polib.POEntry) -> Iterator[str]:
    if entry.fuzzy:
        yield "is marked fuzzy"
    model = entry.msgid_plural or entry.msgid
    for text in translations(entry):
        if not text.strip():
            yield "is not translated"
        elif set(parts(text)) != set(parts(model)):
            different = set(parts(text)) ^ set(parts(model))
            yield f"does not keep {', '.join(sorted(different))}"
        elif text.startswith("\n") != model.startswith("\n") or text.endswith("\n") != model.endswith("\n"):
            yield "does not begin or end its lines as the source does"


def problems(root: Path) -> list[str]:
    """Return what keeps the catalog from being complete, one sentence each."""
    catalog = read_catalog(root)
    known = index(catalog)
    wanted = extract(root)
    found = [f"{text!r} is not in the catalog" for context, text in wanted.keys() - known.keys()]
    found += [f"{text!r} is no longer used" for context, text in known.keys() - wanted.keys()]
    found += [f"{entry.msgid!r} is obsolete" for entry in catalog.obsolete_entries()]
    for entry in known.values():
        found += [f"{entry.msgid!r} {problem}" for problem in dict.fromkeys(entry_problems(entry))]
    if catalog.metadata.get("Plural-Forms") != PLURAL_FORMS:
        found.append(f"the header must say Plural-Forms: {PLURAL_FORMS}")
    return sorted(found)


def compile_catalog(root: Path) -> Path | None:
    """Write the .mo next to the .po where it is older or missing; a reader never sees half a file."""
    source = catalog_path(root)
    target = source.with_suffix(".mo")
    if not source.exists():
        return None
    if not target.exists() or target.stat().st_mtime <= source.stat().st_mtime:
        draft = target.with_suffix(".mo.new")
        read_catalog(root).save_as_mofile(str(draft))
        draft.replace(target)
    return target


def run(action: str, root: Path) -> int:
    path = catalog_path(root).relative_to(root)
    match action:
        case "extract":
            catalog = update(root)
            left = len(catalog) - len(catalog.translated_entries())
            print(f"{path}: {len(catalog)} texts, {left} to translate")
        case "missing":
            for entry in read_catalog(root):
                if list(entry_problems(entry)):
                    print(entry)
        case "check":
            found = problems(root)
            for problem in found:
                print(f"{path}: {problem}")
            return bool(found)
        case "compile":
            compile_catalog(root)
        case _:
            print(__doc__)
            return 2
    return 0


def main() -> int:
    return run(sys.argv[1] if len(sys.argv) == 2 else "", ROOT)


if __name__ == "__main__":
    sys.exit(main())
