"""Judges requests by resource policies: the part of IAM that the tests of this project need."""
