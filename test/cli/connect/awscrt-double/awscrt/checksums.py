"""The checksum that botocore uses by default."""

import zlib


def crc32(data: bytes, previous: int = 0) -> int:
    return zlib.crc32(data, previous)
