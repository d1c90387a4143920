"""Any sentence-transformers model, from the hub or a folder, behind the same promise as the bundled one."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from matching.encoders.protocol import EncoderUnavailable, Role, has_words, unit_rows

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from torch.nn import Module

# Published prefixes of models that do not carry their own in config_sentence_transformers.json.
KNOWN_PROMPTS: dict[str, dict[Role, str]] = {
    "intfloat/multilingual-e5-small": {"query": "query: ", "passage": "passage: "},
    "intfloat/multilingual-e5-base": {"query": "query: ", "passage": "passage: "},
    "intfloat/multilingual-e5-large": {"query": "query: ", "passage": "passage: "},
}
OWN_PROMPT_NAMES: dict[Role, tuple[str, ...]] = {"query": ("query",), "passage": ("document", "passage")}


class SentenceTransformerEncoder:
    """A sentence-transformers model; only a process that builds one imports the library."""

    def __init__(self, name: str, prompts: Mapping[Role, str] | None = None):
        self.name = name
        self._model = _load(name)
        self._prompts = _chosen_prompts(self._model, name, prompts or {})
        self.dimension = int(self._model.encode("dimension").shape[0])
        self.fingerprint = _fingerprint(self._model, self._prompts)

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> np.ndarray:
        """Return one vector per text, as `Encoder.encode` promises."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        spoken = [i for i, text in enumerate(texts) if has_words(text)]
        if spoken:
            vectors[spoken] = self._model.encode(
                [texts[i] for i in spoken],
                prompt=self._prompts[role],
                normalize_embeddings=True,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return unit_rows(vectors, texts)


def _load(name: str) -> "SentenceTransformer":
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError as error:
        raise EncoderUnavailable("library_missing", name=name, detail=str(error)) from error
    try:
        model = SentenceTransformer(name, device="cpu")
        model.encode(["a"], show_progress_bar=False)
    except OSError as error:
        raise EncoderUnavailable("not_found", name=name, detail=str(error)) from error
    except Exception as error:  # the library lets through whatever its loaders raise
        raise EncoderUnavailable("broken", name=name, detail=str(error)) from error
    return model.float().eval()


def _chosen_prompts(model: "SentenceTransformer", name: str, asked: Mapping[Role, str]) -> dict[Role, str]:
    """Choose each role's prompt: the one asked for, the model's own, the published one, or none."""
    own = {role: _first(model.prompts, names) for role, names in OWN_PROMPT_NAMES.items()}
    published = KNOWN_PROMPTS.get(name, {})
    return {role: asked.get(role) or own[role] or published.get(role, "") for role in OWN_PROMPT_NAMES}


def _first(prompts: Mapping[str, str | None], names: Sequence[str]) -> str:
    return next((prompt for name in names if (prompt := prompts.get(name))), "")


def _fingerprint(model: "SentenceTransformer", prompts: Mapping[Role, str]) -> str:
    """Hash what decides the vectors: weights, tokenizer, length kept, pooling, prompts."""
    import torch

    digest = hashlib.sha256()
    for key, tensor in sorted(model.state_dict().items()):
        digest.update(key.encode())
        digest.update(tensor.detach().cpu().contiguous().flatten().view(torch.uint8).numpy())
    digest.update(_tokenizer_text(model).encode())
    modules = [[type(module).__name__, _config(module)] for module in model]
    about = [modules, str(model.max_seq_length), dict(prompts)]
    digest.update(json.dumps(about, sort_keys=True, default=str).encode())
    return digest.hexdigest()[:16]


def _tokenizer_text(model: "SentenceTransformer") -> str:
    tokenizer = model.tokenizer
    backend = getattr(tokenizer, "backend_tokenizer", tokenizer)
    return (
        backend.to_str() if hasattr(backend, "to_str") else json.dumps(tokenizer.get_vocab(), sort_keys=True)
    )


def _config(module: "Module") -> dict[str, object]:
    describe = getattr(module, "get_config_dict", None)
    return dict(describe()) if callable(describe) else {}
