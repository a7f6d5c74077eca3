"""GetCallerIdentity returns the account's root user for an access key that moto did not issue.

Ledger: sts-identity
"""


from moto.sts.models import STSBackend


def install() -> None:
    """Replace the user that moto invents by the root user."""
    original = STSBackend.get_caller_identity

    def get_caller_identity(self: STSBackend, access_key_id: str, region: str) -> tuple[str, str, str]:
        user_id, arn, account = original(self, access_key_id, region)
        if arn.endswith(":user/moto"):
            return account, f"arn:aws:iam::{account}:root", account
        return user_id, arn, account

    STSBackend.get_caller_identity = get_caller_identity
