"""From the name of an encoder to one that serves, with the bundled one when the named one cannot."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from matching.encoders.protocol import Encoder, EncoderUnavailable, Role
from matching.encoders.sentence_transformer import SentenceTransformerEncoder
from matching.encoders.static import StaticEncoder, is_static

BUNDLED = Path(__file__).resolve().parent.parent / "model"
BUNDLED_NAME = "faubourg-fr-en"


@dataclass(frozen=True, slots=True)
class LoadedEncoder:
    """An encoder that serves, and why it is not the one asked for when it is not."""

    encoder: Encoder
    problem: EncoderUnavailable | None = None


def load_encoder(setting: str = "", prompts: Mapping[Role, str] | None = None) -> LoadedEncoder:
    """Load the encoder a setting names: empty for the bundled one, else a folder or a hub name.

    One that cannot load is replaced by the bundled encoder and the reason is returned.
    Raises: EncoderUnavailable when the bundled encoder itself cannot load.
    """
    if not setting:
        return LoadedEncoder(_bundled())
    try:
        return LoadedEncoder(open_encoder(setting, prompts))
    except EncoderUnavailable as problem:
        return LoadedEncoder(_bundled(), problem)


def _bundled() -> StaticEncoder:
    return StaticEncoder(BUNDLED, name=BUNDLED_NAME)


def open_encoder(name: str, prompts: Mapping[Role, str] | None = None) -> Encoder:
    """Open a folder or a hub model; a folder with a static table is read without torch.

    Raises: EncoderUnavailable.
    """
    folder = Path(name)
    if is_static(folder) and not any((prompts or {}).values()):
        return StaticEncoder(folder)
    return SentenceTransformerEncoder(name, prompts)
