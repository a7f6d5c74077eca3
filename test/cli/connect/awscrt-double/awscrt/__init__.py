"""Stands in for awscrt, whose native library may not be installed. It does not compute signatures.

boto3 decides itself to sign with SigV4A, and for which Region and service. The local AWS checks the algorithm and not the
signature. A test that needs valid signatures is in test/cli/presign.
"""

# boto3 uses more functions of newer versions.
__version__ = "0.16.8"
