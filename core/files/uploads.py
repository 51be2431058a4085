"""Refusing what is far too large while it streams in, before it fills the disk."""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler


def stream_limit() -> int:
    """Bytes of files that one request may carry; a file over MAX_UPLOAD_BYTES but under this gets its own message."""
    return 2 * int(settings.MAX_UPLOAD_BYTES)


class LimitedUploadHandler(TemporaryFileUploadHandler):
    """Writes uploads to temporary files and stops at the limit, whatever the request said about its length."""

    received = 0

    def handle_raw_input(
        self, input_data: Any, meta: Any, content_length: int, boundary: Any, encoding: Any = None
    ) -> Any:
        """Refuse at once what says itself that it is too large."""
        if content_length > stream_limit():
            raise RequestDataTooBig("The request is larger than any upload may be.")
        return super().handle_raw_input(input_data, meta, content_length, boundary, encoding)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Count what comes in."""
        self.received += len(raw_data)
        if self.received > stream_limit():
            raise RequestDataTooBig("The upload went on past the limit.")
        super().receive_data_chunk(raw_data, start)
