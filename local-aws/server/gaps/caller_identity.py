"""GetCallerIdentity: an access key that moto never issued belongs to the account's root, as everywhere else here."""

from typing import Tuple

from moto.sts.models import STSBackend


def install() -> None:
    """Name the root user where moto names a user that does not exist."""
    original = STSBackend.get_caller_identity

    def get_caller_identity(self: STSBackend, access_key_id: str, region: str) -> Tuple[str, str, str]:
        user_id, arn, account = original(self, access_key_id, region)
        if arn.endswith(":user/moto"):
            return account, f"arn:aws:iam::{account}:root", account
        return user_id, arn, account

    STSBackend.get_caller_identity = get_caller_identity
