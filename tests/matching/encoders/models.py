"""Small models built on the spot, so that no test downloads or waits."""

import json
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

TEXTS = [
    "îlot de chaleur dans la cour de l'école",
    "heat island in the school yard",
    "éclairage public la nuit",
    "street lighting at night",
    "compost partagé au pied des immeubles",
]


def tokenizer(size: int = 120) -> Tokenizer:
    made = Tokenizer(models.Unigram())
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    made.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(
        vocab_size=size, special_tokens=["<unk>"], unk_token="<unk>", show_progress=False
    )
    made.train_from_iterator(TEXTS * 20, trainer)
    return made


def static_folder(
    folder: Path, *, layout: str = "float16", seed: int = 0, prompts: dict | None = None
) -> Path:
    """Write a static model: a float16 table, int8 rows with a scale per token, or rows that tokens share."""
    folder.mkdir(parents=True)
    made = tokenizer()
    made.save(str(folder / "tokenizer.json"))
    rng, size = np.random.default_rng(seed), made.get_vocab_size()
    table = rng.normal(size=(size, 16)).astype(np.float32)
    table[0] = 0
    scales = np.abs(table).max(axis=1) / 127 + 1e-6
    rows = np.round(table / scales[:, None]).astype(np.int8)
    tensors = {
        "float16": {"embedding.weight": table.astype(np.float16)},
        "int8": {"embeddings": rows, "weights": scales},
        "shared": {
            "embeddings": rows[: size // 2],
            "weights": scales,
            "mapping": np.arange(size) % (size // 2),
        },
    }[layout]
    save_file(tensors, folder / "model.safetensors")
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
        {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"},
    ]
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "1_Normalize").mkdir()
    (folder / "config_sentence_transformers.json").write_text(json.dumps({"prompts": prompts or {}}))
    return folder


def transformer_folder(folder: Path, *, seed: int = 0) -> Path:
    """Write a two-layer transformer with random weights, mean pooling and no prompts of its own."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    split = pre_tokenizers.BertPreTokenizer().pre_tokenize_str
    plain = normalizers.BertNormalizer().normalize_str
    words = {word for text in TEXTS for word, _ in split(plain(text))}
    letters = {letter for word in words for letter in word}
    specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    vocabulary = [*specials, *sorted(words | letters), *sorted(f"##{letter}" for letter in letters)]
    base = folder / "base"
    base.mkdir(parents=True)
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(base)
    BertTokenizerFast(vocab={token: number for number, token in enumerate(vocabulary)}).save_pretrained(base)
    body = Transformer(str(base), max_seq_length=64)
    SentenceTransformer(modules=[body, Pooling(body.get_embedding_dimension())], device="cpu").save(
        str(folder / "st")
    )
    return folder / "st"
