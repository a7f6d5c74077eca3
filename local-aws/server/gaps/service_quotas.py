"""Service Quotas: the quotas of S3 and EventBridge, which moto does not know, and values that a test sets.

Ledger: service-quotas
"""

from typing import Any

from moto.servicequotas.models import ServiceQuotasBackend

#: The defaults of AWS: general purpose buckets of an account, and rules of an event bus.
_DEFAULTS = {("s3", "L-DC2B2D3D"): 10_000.0, ("events", "L-244521F2"): 300.0}

#: Values that a test sets, in every Region.
values: dict[tuple[str, str], float] = {}


def install() -> None:
    """Answer for these quotas, and leave the others to moto."""
    original = ServiceQuotasBackend.get_service_quota

    def get_service_quota(self: ServiceQuotasBackend, service_code: str, quota_code: str) -> dict[str, Any]:
        key = (service_code, quota_code)
        if key in values:
            return {"ServiceCode": service_code, "QuotaCode": quota_code, "Value": values[key]}
        if key in _DEFAULTS:
            return {"ServiceCode": service_code, "QuotaCode": quota_code, "Value": _DEFAULTS[key]}
        return original(self, service_code, quota_code)

    ServiceQuotasBackend.get_service_quota = get_service_quota
