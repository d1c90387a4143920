"""The tokenizer: a Unigram vocabulary learned on both languages."""

import json
from collections.abc import Iterable

from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

UNKNOWN = "<unk>"
WEIGHT_DECIMALS = 6
SEPARATORS = Regex(r"[^\p{L}\p{M}\p{N}]+")


def untrained_tokenizer() -> Tokenizer:
    """Return the tokenizer before its vocabulary: lower case, no accents, only words and numbers.

    Accents are dropped because members often write without them; a text with no letter or digit has no token.
    """
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKD(),
            normalizers.StripAccents(),
            normalizers.Lowercase(),
            normalizers.Replace("œ", "oe"),
            normalizers.Replace("æ", "ae"),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(SEPARATORS, "removed"), pre_tokenizers.Metaspace(prepend_scheme="always")]
    )
    return tokenizer


def train_tokenizer(texts: Iterable[str], *, size: int) -> Tokenizer:
    """Learn a Unigram vocabulary of at most `size` pieces (Kudo 2018); the unknown piece has id 0.

    The library orders pieces of equal weight by chance, so they are put in order of weight, then of spelling:
    the same texts give the same vocabulary.
    """
    tokenizer = untrained_tokenizer()
    trainer = trainers.UnigramTrainer(
        vocab_size=size, special_tokens=[UNKNOWN], unk_token=UNKNOWN, max_piece_length=20, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    vocabulary = json.loads(tokenizer.to_str())["model"]["vocab"]
    learned = [(piece, round(weight, WEIGHT_DECIMALS)) for piece, weight in vocabulary if piece != UNKNOWN]
    ordered = sorted(learned, key=lambda piece_weight: (-piece_weight[1], piece_weight[0]))
    tokenizer.model = models.Unigram([(UNKNOWN, 0.0), *ordered], unk_id=0)
    return tokenizer
