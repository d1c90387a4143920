"""The move from one encoder to the next: everything is encoded again while the old vectors serve."""

from matching.encoders import default_encoder
from matching.models import EncoderVersion

from .documents import BATCH, documents_to_encode, encode_documents
from .encoders import configured_version, serve
from .suggestions import refresh_all


def follow_configured_encoder() -> bool:
    """Encode what the configured encoder has not, then let it serve; return whether anything moved.

    Stopped in the middle, it goes on from the next document not encoded yet.
    """
    version = configured_version()
    waiting = documents_to_encode(version)
    if version.is_serving and not waiting:
        return False
    encoder = default_encoder()
    for start in range(0, len(waiting), BATCH):
        encode_documents(waiting[start : start + BATCH], version, encoder)
    if not version.is_serving:
        serve(version)
    refresh_all()
    return True


def is_moving() -> EncoderVersion | None:
    """Return the version that is being prepared while another serves, if any."""
    return EncoderVersion.objects.filter(is_serving=False).order_by("-created_at").first()
