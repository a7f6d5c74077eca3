import { clientRegion, EXAMPLE_KEY, type SnippetKind } from "../snippet";

export const go: SnippetKind = {
  title: "AWS SDK for Go v2",
  usesIdentityPolicy: true,
  snippet({ connection, access }) {
    const write = access === "write";
    const put = `	if _, err := client.PutObject(ctx, &s3.PutObjectInput{
		Bucket: aws.String(bucket),
		Key:    aws.String(key),
		Body:   strings.NewReader("Hello"),
	}); err != nil {
		log.Fatal(err)
	}
`;
    return {
      language: "go",
      file: "main.go",
      install:
        "go get github.com/aws/aws-sdk-go-v2/config github.com/aws/aws-sdk-go-v2/service/s3 github.com/aws/aws-sdk-go-v2/aws",
      installLanguage: "bash",
      code: `package main

import (
	"context"
	"fmt"
	"io"
	"log"
${write ? '	"strings"\n' : ""}
	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/config"
	"github.com/aws/aws-sdk-go-v2/service/s3"
)

const (
	bucket = "${connection.arn}"
	key    = "${EXAMPLE_KEY}"
)

func main() {
	ctx := context.Background()
	// The client needs a Region. Requests to the access point do not use it.
	settings, err := config.LoadDefaultConfig(ctx, config.WithRegion("${clientRegion(connection)}"))
	if err != nil {
		log.Fatal(err)
	}
	client := s3.NewFromConfig(settings)
${write ? put : ""}	object, err := client.GetObject(ctx, &s3.GetObjectInput{
		Bucket: aws.String(bucket),
		Key:    aws.String(key),
	})
	if err != nil {
		log.Fatal(err)
	}
	defer object.Body.Close()
	text, err := io.ReadAll(object.Body)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(string(text))
}
`,
      notes: [
        "The S3 client contains SigV4A. Version 1 of the SDK does not support Multi-Region Access Points.",
      ],
    };
  },
};
