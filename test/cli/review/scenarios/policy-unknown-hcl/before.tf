terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "5.100.0"
    }
  }
}

provider "aws" {
  region = "eu-west-1"
}

resource "terraform_data" "team" {
  input = "one"
}

resource "aws_s3_bucket" "photos" {
  bucket = "photos-in-hcl"
}

data "aws_iam_policy_document" "photos" {
  statement {
    sid       = "Read"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.photos.arn}/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::123456789012:root"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalTag/team"
      values   = [terraform_data.team.output]
    }
  }
}

resource "aws_s3_bucket_policy" "photos" {
  bucket = aws_s3_bucket.photos.id
  policy = replace(data.aws_iam_policy_document.photos.json, "s3:GetObject", "s3:GetObject")
}

variable "days" {
  type    = list(number)
  default = [90]
}

resource "aws_s3_bucket_lifecycle_configuration" "photos" {
  bucket = aws_s3_bucket.photos.id
  dynamic "rule" {
    for_each = var.days
    content {
      id     = "noncurrent-${rule.key}"
      status = "Enabled"
      filter {}
      noncurrent_version_expiration {
        noncurrent_days = rule.value
      }
    }
  }
}
