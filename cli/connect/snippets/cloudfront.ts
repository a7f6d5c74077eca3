import { identifier, type SnippetKind } from "../snippet";

export const cloudfront: SnippetKind = {
  title: "Amazon CloudFront",
  usesIdentityPolicy: false,
  snippet({ connection }) {
    const { name, host, account, cloudfront: known = [] } = connection;
    const label = identifier(name);
    return {
      language: "hcl",
      file: "distribution.tf",
      // Versions of the Terraform provider before the value sigv4a reject it when they plan.
      install: `aws cloudfront create-origin-access-control \\
  --origin-access-control-config "Name=${name},SigningProtocol=sigv4a,SigningBehavior=always,OriginAccessControlOriginType=s3" \\
  --query OriginAccessControl.Id --output text`,
      installLanguage: "bash",
      code: `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.0"
    }
  }
}

variable "origin_access_control_id" {
  description = "ID of the origin access control with the signing protocol sigv4a."
  type        = string
}

resource "aws_cloudfront_distribution" "${label}" {
  enabled = true
  comment = "${name}"

  origin {
    origin_id                = "${name}"
    domain_name              = "${host}"
    origin_access_control_id = var.origin_access_control_id
  }

  default_cache_behavior {
    target_origin_id       = "${name}"
    allowed_methods        = ["GET", "HEAD"]
    cached_methods         = ["GET", "HEAD"]
    viewer_protocol_policy = "redirect-to-https"
    cache_policy_id        = "658327ea-f89d-4fab-a63d-7e88639e58f6" # Managed-CachingOptimized
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = true
  }
}

output "${label}_distribution_arn" {
  description = "Add it to access.cloudfront in the environment file."
  value       = aws_cloudfront_distribution.${label}.arn
}
`,
      notes: [
        known.length > 0
          ? `The environment file lists ${known.length === 1 ? "this distribution" : "these distributions"} in access.cloudfront: ${known.join(", ")}.`
          : `Add the ARN of the distribution to access.cloudfront in the environment file, for example arn:aws:cloudfront::${account}:distribution/EDFDVBD6EXAMPLE, and deploy. CloudFront uses no identity policy.`,
        "CloudFront cannot sign requests to an access point with a bucket in an opt-in Region.",
        "The first command creates the origin access control, because most versions of the Terraform provider do not accept sigv4a yet (terraform-provider-aws issue 49650).",
      ],
    };
  },
};
