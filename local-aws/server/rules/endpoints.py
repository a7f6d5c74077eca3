"""VPC endpoints that EC2 rejects: zones without the service, two subnets in one zone, and conflicting private DNS.

Ledger: endpoint-zones, endpoint-private-dns
"""

import re
from typing import Any

from moto.ec2.models import ec2_backends

from .. import s3_store
from ..messages import Answer, Call, ec2_error, form

_REGION = re.compile(r"^ec2\.([a-z0-9-]+)\.amazonaws\.com")
_SERVICE = "com.amazonaws.s3-global.accesspoint"


def handle(call: Call) -> Answer | None:
    """Reject the endpoint, or return None."""
    region = _REGION.match(call.host)
    if call.action != "ec2:CreateVpcEndpoint" or region is None:
        return None
    fields = form(call)
    if fields.get("VpcEndpointType", "").lower() != "interface":
        return None
    backend = ec2_backends[s3_store.ACCOUNT][region[1]]
    subnets = [value for name, value in fields.items() if re.fullmatch(r"SubnetId\.\d+", name)]
    return _zones(backend, region[1], fields["ServiceName"], subnets) or _private_dns(backend, fields)


def _zones(backend: Any, region: str, service: str, subnets: list[str]) -> Answer | None:
    served = _served_zones(backend, region, service)
    seen: set[str] = set()
    for subnet in subnets:
        zone = backend.get_subnet(subnet).availability_zone
        if served is not None and zone not in served:
            reason = f"The VPC endpoint service {service} does not support the availability zone of the subnet: {subnet}."
            return ec2_error(400, "InvalidParameter", reason)
        if zone in seen:
            reason = f"Found another VPC endpoint subnet in the availability zone of {subnet}."
            return ec2_error(400, "DuplicateSubnetsInSameZone", reason)
        seen.add(zone)
    return None


def _served_zones(backend: Any, region: str, service: str) -> list[str] | None:
    """Return the zones of the service of access points. moto knows the others."""
    if service != _SERVICE:
        return None
    details = backend.describe_vpc_endpoint_services([service], [], 1, None, region)["servicesDetails"]
    return details[0]["AvailabilityZones"]


def _private_dns(backend: Any, fields: dict[str, str]) -> Answer | None:
    if fields.get("PrivateDnsEnabled", "").lower() != "true":
        return None
    vpc, service = fields["VpcId"], fields["ServiceName"]
    for other in backend.vpc_end_points.values():
        is_private = str(other.private_dns_enabled).lower() == "true"
        if other.vpc_id == vpc and other.service_name == service and is_private and other.state != "deleted":
            domain = "*.accesspoint.s3-global.amazonaws.com" if service == _SERVICE else service
            reason = "private-dns-enabled cannot be set because there is already a conflicting DNS domain for "
            return ec2_error(400, "InvalidParameter", f"{reason}{domain} in the VPC {vpc}")
    return None
