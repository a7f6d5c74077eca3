import { credentials } from "./credentials";

export interface EnvironmentOptions {
  readonly url: string;
  readonly caFile: string;
  readonly terraform: Readonly<Record<string, string>>;
}

/** The environment variables with which a child process reaches the local AWS and never AWS. */
export function localEnvironment({ url, caFile, terraform }: EnvironmentOptions): Record<string, string> {
  return {
    HTTPS_PROXY: url,
    https_proxy: url,
    HTTP_PROXY: url,
    http_proxy: url,
    NO_PROXY: "127.0.0.1,localhost",
    no_proxy: "127.0.0.1,localhost",
    AWS_CA_BUNDLE: caFile,
    NODE_EXTRA_CA_CERTS: caFile,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_REGION: "us-west-2",
    AWS_DEFAULT_REGION: "us-west-2",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_PAGER: "",
    CHECKPOINT_DISABLE: "1",
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    DISABLE_VERSION_CHECK: "1",
    // Terraform starts one provider process for each Region. Garbage collection takes a third of the CPU of a plan.
    GOGC: "off",
    GOMEMLIMIT: "400MiB",
    // The provider waits 25 seconds for each queue and 55 for each lifecycle. With ten at once, the default, they wait in turns.
    TF_CLI_ARGS_apply: "-parallelism=40",
    TF_CLI_ARGS_destroy: "-parallelism=40",
    ...terraform,
  };
}

/** Removes variables that would lead a child process to AWS, such as a profile or an endpoint of the user. */
export function withoutAws(env: NodeJS.ProcessEnv): Record<string, string> {
  const kept = Object.entries(env).filter(
    ([name, value]) =>
      value !== undefined && !name.startsWith("AWS_") && !/^(all_proxy|tf_cli_config_file)$/i.test(name),
  );
  return Object.fromEntries(kept) as Record<string, string>;
}
