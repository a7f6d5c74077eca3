import { clientRegion, EXAMPLE_KEY, type SnippetKind } from "../snippet";

const dependencies = `<dependencyManagement>
  <dependencies>
    <dependency>
      <groupId>software.amazon.awssdk</groupId>
      <artifactId>bom</artifactId>
      <version>2.57.8</version>
      <type>pom</type>
      <scope>import</scope>
    </dependency>
  </dependencies>
</dependencyManagement>
<dependencies>
  <dependency>
    <groupId>software.amazon.awssdk</groupId>
    <artifactId>s3</artifactId>
  </dependency>
  <dependency> <!-- SigV4A -->
    <groupId>software.amazon.awssdk</groupId>
    <artifactId>http-auth-aws-crt</artifactId>
  </dependency>
</dependencies>
`;

export const java: SnippetKind = {
  title: "AWS SDK for Java 2.x",
  usesIdentityPolicy: true,
  snippet({ connection, access }) {
    const write = access === "write";
    return {
      language: "java",
      file: "AccessPoint.java",
      install: dependencies.trimEnd(),
      installLanguage: "xml",
      code: `${write ? "import software.amazon.awssdk.core.sync.RequestBody;\n" : ""}import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

public class AccessPoint {
    private static final String BUCKET = "${connection.arn}";
    private static final String KEY = "${EXAMPLE_KEY}";

    public static void main(String[] args) {
        // The client needs a Region. Requests to the access point do not use it.
        try (S3Client s3 = S3Client.builder().region(Region.of("${clientRegion(connection)}")).build()) {
${write ? `            s3.putObject(request -> request.bucket(BUCKET).key(KEY), RequestBody.fromString("Hello"));\n` : ""}            System.out.println(
                s3.getObjectAsBytes(request -> request.bucket(BUCKET).key(KEY)).asUtf8String());
        }
    }
}
`,
      notes: [
        "The SDK signs with SigV4A only if the module http-auth-aws-crt is on the class path.",
        "Use S3Client. S3AsyncClient with this module failed to sign uploads with SigV4A in version 2.32.7 (aws-sdk-java-v2 issue 6297).",
      ],
    };
  },
};
