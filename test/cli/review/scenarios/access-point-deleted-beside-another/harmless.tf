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

provider "aws" {
  alias  = "frankfurt"
  region = "eu-central-1"
}

resource "aws_s3_bucket" "ireland" {
  bucket = "maps-ireland"
  tags   = { team = "maps" }
}

resource "aws_s3_bucket" "frankfurt" {
  provider = aws.frankfurt
  bucket   = "maps-frankfurt"
}

resource "aws_s3control_multi_region_access_point" "this" {
  details {
    name = "maps-2"
    region {
      bucket = aws_s3_bucket.ireland.id
    }
    region {
      bucket = aws_s3_bucket.frankfurt.id
    }
  }
}

resource "aws_s3control_multi_region_access_point" "maps" {
  details {
    name = "maps"
    region {
      bucket = aws_s3_bucket.ireland.id
    }
    region {
      bucket = aws_s3_bucket.frankfurt.id
    }
  }
}

output "access_point_arn" {
  value = aws_s3control_multi_region_access_point.maps.arn
}
