"""The approximate distance between Regions, to find the nearest one."""

import math

# Latitude and longitude, rounded to degrees.
_PLACES = {
    "af-south-1": (-34, 18),
    "ap-east-1": (22, 114),
    "ap-northeast-1": (36, 140),
    "ap-northeast-2": (38, 127),
    "ap-northeast-3": (35, 136),
    "ap-south-1": (19, 73),
    "ap-south-2": (17, 78),
    "ap-southeast-1": (1, 104),
    "ap-southeast-2": (-34, 151),
    "ap-southeast-3": (-6, 107),
    "ap-southeast-4": (-38, 145),
    "ca-central-1": (46, -74),
    "ca-west-1": (51, -114),
    "eu-central-1": (50, 9),
    "eu-central-2": (47, 9),
    "eu-north-1": (59, 18),
    "eu-south-1": (45, 9),
    "eu-south-2": (42, -1),
    "eu-west-1": (53, -6),
    "eu-west-2": (52, 0),
    "eu-west-3": (49, 2),
    "il-central-1": (32, 35),
    "me-central-1": (24, 54),
    "me-south-1": (26, 51),
    "sa-east-1": (-24, -47),
    "us-east-1": (39, -78),
    "us-east-2": (40, -83),
    "us-west-1": (37, -122),
    "us-west-2": (46, -120),
}


def distance(one: str, other: str) -> float:
    """Return the angle between two Regions in radians. An unknown Region is farther than every known one."""
    if one == other:
        return 0.0
    if one not in _PLACES or other not in _PLACES:
        return 10.0
    (lat1, lon1), (lat2, lon2) = (tuple(math.radians(part) for part in _PLACES[name]) for name in (one, other))
    cosine = math.sin(lat1) * math.sin(lat2) + math.cos(lat1) * math.cos(lat2) * math.cos(lon1 - lon2)
    return math.acos(max(-1.0, min(1.0, cosine)))
