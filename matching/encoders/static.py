"""The static encoder: a table of token vectors, read with numpy alone, for processes that must stay small."""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from matching.encoders.protocol import EncoderUnavailable, Reason, Role, unit_rows

TEXTS_AT_ONCE = 512
LONG_TEXT_TOKENS = 4096
PROMPT_NAMES: dict[Role, tuple[str, ...]] = {"query": ("query",), "passage": ("document", "passage")}


class StaticEncoder:
    """Mean of token vectors at unit length: the vectors SentenceTransformer gives on the same folder.

    The table is either `embedding.weight` (tokens, dim) floats, or `embeddings` (rows, dim) of any number
    type with optional `weights` (tokens,) and `mapping` (tokens,): the vector of token t is then
    embeddings[mapping[t]] * weights[t].
    Source: Tulkens & van Dongen 2024 (model2vec) for the second layout.
    """

    def __init__(self, folder: Path | str, *, name: str = ""):
        self.folder = Path(folder)
        self.name = name or self.folder.name
        try:
            self._tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
            self._tokenizer.no_padding()
            self._tokenizer.no_truncation()
            self._read_table(load_file(self.folder / "model.safetensors"))
            self._prompts = _prompts(self.folder)
            self.fingerprint = fingerprint_of(self.folder)
        except FileNotFoundError as error:
            raise EncoderUnavailable("not_found", name=str(folder), detail=str(error)) from error
        except (SafetensorError, OSError, ValueError, KeyError, TypeError) as error:
            raise EncoderUnavailable("broken", name=str(folder), detail=str(error)) from error
        except Exception as error:  # tokenizers raises a bare Exception for a missing or invalid file
            code: Reason = "broken" if (self.folder / "tokenizer.json").exists() else "not_found"
            raise EncoderUnavailable(code, name=str(folder), detail=str(error)) from error

    def _read_table(self, tensors: dict[str, np.ndarray]) -> None:
        plain = tensors.get("embedding.weight")
        self._rows = tensors["embeddings"] if plain is None else plain
        self._mapping = None if plain is not None else tensors.get("mapping")
        self._weights = None if plain is not None else tensors.get("weights")
        lengths = {len(part) for part in (self._mapping, self._weights) if part is not None} or {
            len(self._rows)
        }
        if lengths != {self._tokenizer.get_vocab_size()}:
            raise ValueError("the table and the vocabulary have different sizes")
        self.dimension = int(self._rows.shape[1])

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> np.ndarray:
        """Return one vector per text, as `Encoder.encode` promises."""
        prompt = self._prompts[role]
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), TEXTS_AT_ONCE):
            batch = [prompt + text for text in texts[start : start + TEXTS_AT_ONCE]]
            encodings = self._tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            self._sum_tokens([encoding.ids for encoding in encodings], vectors[start : start + TEXTS_AT_ONCE])
        return unit_rows(vectors, texts)

    def _sum_tokens(self, token_ids: list[list[int]], into: np.ndarray) -> None:
        """Write each text's sum of token vectors; a very long text counts them first, to bound memory."""
        usual = []
        for row, ids in enumerate(token_ids):
            if len(ids) > LONG_TEXT_TOKENS:
                tokens, counts = np.unique(ids, return_counts=True)
                into[row] = counts.astype(np.float32) @ self._token_vectors(tokens)
            elif ids:
                usual.append(row)
        if not usual:
            return
        lengths = np.array([len(token_ids[row]) for row in usual])
        tokens = np.concatenate([token_ids[row] for row in usual])
        into[usual] = np.add.reduceat(self._token_vectors(tokens), np.cumsum(lengths) - lengths, axis=0)

    def _token_vectors(self, tokens: np.ndarray) -> np.ndarray:
        rows = tokens if self._mapping is None else self._mapping[tokens]
        vectors: np.ndarray = self._rows[rows].astype(np.float32)
        if self._weights is not None:
            vectors *= self._weights[tokens].astype(np.float32)[:, None]
        return vectors


def is_static(folder: Path) -> bool:
    """Say whether a folder's modules are a static table, at most followed by Normalize."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        kinds = [module["type"].rsplit(".", 1)[-1] for module in modules]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return kinds in (["StaticEmbedding"], ["StaticEmbedding", "Normalize"])


def fingerprint_of(folder: Path) -> str:
    """Hash what decides the vectors: the weights, the tokenizer, the prompts."""
    digest = hashlib.sha256()
    for name in ("model.safetensors", "tokenizer.json"):
        with (folder / name).open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    digest.update(json.dumps(_prompts(folder), sort_keys=True).encode())
    return digest.hexdigest()[:16]


def _prompts(folder: Path) -> dict[Role, str]:
    path = folder / "config_sentence_transformers.json"
    named = json.loads(path.read_text(encoding="utf-8")).get("prompts", {}) if path.exists() else {}
    return {role: next((named[n] for n in names if named.get(n)), "") for role, names in PROMPT_NAMES.items()}
