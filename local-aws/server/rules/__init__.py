"""Requests that AWS rejects and moto accepts, one file for each subject. Each has `handle(call)`."""

from . import endpoints, names, policies, replication, sizes

HANDLERS = (endpoints.handle, names.handle, policies.handle, replication.handle, sizes.handle)
