"""A key without a key usage is for encryption and decryption. moto stores an empty key usage.

Ledger: kms-key-state
"""

from typing import Any

from moto.kms.models import Key


def install() -> None:
    """Set the default of the key usage."""
    original = Key.__init__

    def with_usage(self: Key, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self.key_usage = self.key_usage or "ENCRYPT_DECRYPT"

    Key.__init__ = with_usage
