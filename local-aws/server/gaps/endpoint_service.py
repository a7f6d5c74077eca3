"""EC2: the endpoint service of Multi-Region Access Points, which has no Region in its name and is unknown to moto.

Ledger: endpoint-service, endpoint-zones
"""

from typing import Any

from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend
from moto.ec2.models.vpcs import VPCBackend

_NAME = "com.amazonaws.s3-global.accesspoint"


#: The zones of a Region that a test sets. Without an entry, the service is in all zones.
zones_by_region: dict[str, list[str]] = {}


def _zones(region: str) -> list[str]:
    return zones_by_region.get(region) or [zone.name for zone in RegionsAndZonesBackend.zones.get(region, [])]


def _service(region: str) -> dict[str, Any]:
    private_name = "*.accesspoint.s3-global.amazonaws.com"
    return {
        "AcceptanceRequired": False,
        "AvailabilityZones": _zones(region),
        "BaseEndpointDnsNames": ["accesspoint.s3-global.vpce.amazonaws.com"],
        "ManagesVpcEndpoints": False,
        "Owner": "amazon",
        "PrivateDnsName": private_name,
        "PrivateDnsNameVerificationState": "verified",
        "PrivateDnsNames": [{"PrivateDnsName": private_name}],
        "ServiceId": "vpce-svc-00000000000000001",
        "ServiceName": _NAME,
        "ServiceType": [{"ServiceType": "Interface"}],
        "Tags": [],
        "VpcEndpointPolicySupported": True,
    }


def install() -> None:
    """Offer the service in every Region, in all of its zones."""
    original = VPCBackend.describe_vpc_endpoint_services

    def describe_vpc_endpoint_services(
        self: VPCBackend, service_names: list[str], filters: Any, max_results: int, next_token: Any, region: str
    ) -> dict[str, Any]:
        if service_names == [_NAME]:
            return {"servicesDetails": [_service(region)], "serviceNames": [_NAME], "nextToken": ""}
        return original(self, service_names, filters, max_results, next_token, region)

    VPCBackend.describe_vpc_endpoint_services = describe_vpc_endpoint_services
