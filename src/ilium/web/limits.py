"""How much one request may hold: little, except where a person brings back their whole record."""

from django.conf import settings
from django.urls import reverse

from ilium.exchange.export_file import MAX_FILE_BYTES

#: What a form adds around a file.
AROUND = 64 * 1024
#: The longest message that a live socket reads, bytes; the longest frame has 486. uvicorn closes with 1009 beyond it.
MAX_MESSAGE = 2048


def body_limit(path: str) -> int:
    """Return how many bytes a request to this address may hold."""
    return MAX_FILE_BYTES + AROUND if path == reverse("import") else int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
