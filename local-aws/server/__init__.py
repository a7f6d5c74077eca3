"""A local AWS for Amazon S3 Multi-Region Access Points: moto plus what moto lacks of this field."""
