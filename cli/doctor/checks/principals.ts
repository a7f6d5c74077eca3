import { findPolicy, findRole, findUser } from "../../adapters/aws/iam";
import { error, notKnown, ok, type Check } from "../../checks/check";
import { awsCheck, type Examination } from "../examination";

/** The roles and users that get access, and the policy that limits the roles of the stack. */
export function principalChecks(examination: Examination): Check[] {
  const { aws, environment } = examination;
  const { readers = [], writers = [] } = environment.access ?? {};
  const boundary = environment.iam?.permissionsBoundary;
  return [
    ...[...new Set([...readers, ...writers])]
      .filter((arn) => /:(role|user)\//.test(arn))
      .map((arn) =>
        awsCheck(examination, {
          id: "principal",
          subject: arn,
          title: "Principal",
          ledger: ["iam-principal"],
          call: { action: /:role\//.test(arn) ? "iam:GetRole" : "iam:GetUser", resource: arn },
          async run({ account }, signal) {
            if (arn.split(":")[4] !== account)
              return notKnown(
                `${arn} is in another account. Whether it exists is not known.`,
                "Ask the owner of that account. A deploy fails if it does not exist.",
              );
            const name = arn.split("/").at(-1)!;
            const found = await (/:role\//.test(arn)
              ? findRole(aws, name, signal)
              : findUser(aws, name, signal));
            return found === arn
              ? ok(`${arn} exists.`)
              : error(
                  `${arn} does not exist. AWS rejects a policy with such a principal, so a deploy would fail.`,
                  "Correct access.readers and access.writers in the environment file, or create it.",
                );
          },
        }),
      ),
    ...(boundary
      ? [
          awsCheck(examination, {
            id: "permissions-boundary",
            title: "Permissions boundary",
            ledger: ["iam-arn"],
            call: { action: "iam:GetPolicy", resource: boundary },
            run: async (_, signal) =>
              (await findPolicy(aws, boundary, signal)) === undefined
                ? error(
                    `The policy ${boundary} does not exist.`,
                    "Correct iam.permissionsBoundary in the environment file, or create the policy.",
                  )
                : ok(`The policy ${boundary} exists.`),
          }),
        ]
      : []),
  ];
}
