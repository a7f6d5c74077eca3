"""Which requests a resource policy refuses: the part of IAM that tests of this project lean on."""
