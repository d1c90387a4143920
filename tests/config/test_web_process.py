"""The web process stays small: what it imports, and the encoder it searches with."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
HEAVY = {"torch", "sklearn", "scipy", "sentence_transformers", "transformers", "pandas"}

VISIT = """
import sys
import config.asgi
from django.urls import get_resolver
get_resolver().url_patterns
from matching.encoders import default_encoder
from matching.core.search import search
from matching.core.entries import encode_corpus, prepare_entry
encoder = default_encoder()
entry = prepare_entry(1, [("text", "De l'ombre sur la place en été.")], language="fr")
corpus = encode_corpus([entry], encoder.encode, dimension=encoder.dimension)
assert search("shade in summer", corpus, encoder.encode).items
print(" ".join(sorted({name.split(".")[0] for name in sys.modules})))
"""


@pytest.mark.usefixtures("db")
def test_serving_and_searching_import_neither_torch_nor_scikit_learn() -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", VISIT], cwd=ROOT, capture_output=True, text=True, check=True, timeout=120
    ).stdout.split()
    assert "numpy" in loaded
    assert HEAVY.isdisjoint(loaded)
