"""Writing a trained table as a folder that sentence-transformers and the bundled encoder both read."""

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer

MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
    {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
]
CONFIG = {
    "model_type": "SentenceTransformer",
    "prompts": {"query": "", "document": ""},
    "default_prompt_name": None,
    "similarity_fn_name": "cosine",
}


def write_model(folder: Path, tokenizer: Tokenizer, table: np.ndarray) -> None:
    """Write tokenizer, eight-bit table and module list.

    table: (tokens, dim) float. Each row is stored as integers from -127 to 127 and one scale, the layout in
    which sentence-transformers reads model2vec tables: token t is embeddings[t] * weights[t].
    """
    rows, scales = eight_bits(table)
    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    save_file({"embeddings": rows, "weights": scales}, folder / "model.safetensors")
    (folder / "model.safetensors").chmod(0o644)
    _write_json(folder / "modules.json", MODULES)
    _write_json(folder / "config_sentence_transformers.json", CONFIG)
    _write_json(folder / "1_Normalize" / "config.json", {})


def eight_bits(table: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return (rows int8, scales float32) with rows * scales close to `table`; a zero row has scale 0."""
    scales = (np.abs(table).max(axis=1) / 127).astype(np.float32)
    safe = np.where(scales > 0, scales, 1)
    return np.round(table / safe[:, None]).astype(np.int8), scales


def _write_json(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
