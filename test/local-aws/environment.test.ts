import { withoutAws } from "../../local-aws/environment";

test("the environment of a child process contains no AWS settings of the user", () => {
  const user = {
    PATH: "/bin",
    AWS_PROFILE: "prod",
    AWS_ENDPOINT_URL_S3: "http://x",
    AWS_SESSION_TOKEN: "t",
    ALL_PROXY: "p",
  };
  expect(withoutAws(user)).toEqual({ PATH: "/bin" });
});
