/** Where Terraform keeps its state outside AWS. The names and limits are those of the services. */
import { patternRule, type Rule } from "./rule";

/** A file of a backend is written before Terraform evaluates expressions, so it contains none. */
const NO_EXPRESSION = "(?!.*[$%]\\{)";

/** An organization of HCP Terraform. Ledger: none: not a rule of AWS */
export const organizationNameRule = patternRule(
  /^[A-Za-z0-9_-]{1,90}$/,
  "the name of an organization of HCP Terraform",
  "1 to 90 letters, digits, hyphens and underscores",
  'copy the name of the organization from its URL, such as "https://app.terraform.io/app/NAME"',
);

/** A workspace of HCP Terraform. Ledger: none: not a rule of AWS */
export const workspaceRule = patternRule(
  /^[A-Za-z0-9_-]{1,90}$/,
  "the name of a workspace of HCP Terraform",
  "1 to 90 letters, digits, hyphens and underscores",
  "write the name of one workspace, or remove workspace to use the name of the access point",
);

/** A project of HCP Terraform. Ledger: none: not a rule of AWS */
export const projectRule = patternRule(
  /^[A-Za-z0-9_-][A-Za-z0-9 _-]{0,38}[A-Za-z0-9_-]$/,
  "the name of a project of HCP Terraform",
  "2 to 40 letters, digits, spaces, hyphens and underscores, without a space at either end",
  "copy the name of the project from HCP Terraform, or remove project",
);

/** The host of Terraform Enterprise. Ledger: none: not a rule of AWS */
export const hostnameRule = patternRule(
  /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?$/,
  "a host name",
  'a host name in lowercase letters, such as "app.terraform.io"',
  "write the host name only, without https:// and without a path",
);

/** A URL of the HTTP backend. Ledger: none: not a rule of AWS */
export const stateUrlRule: Rule = {
  allowed: "an https:// URL without a user name, a password and a fragment. http:// is allowed on localhost",
  pattern: new RegExp(
    `^${NO_EXPRESSION}(https://|http://(localhost|127\\.0\\.0\\.1|\\[::1\\])[:/])[^\\s@#"<>\\\\^\`{|}]+$`,
  ),
  check: (value) => {
    if (stateUrlRule.pattern.test(value) && URL.canParse(value)) return undefined;
    if (/^https?:\/\/[^/]*@/.test(value))
      return {
        message: "contains credentials. Environment files contain no credentials",
        got: value.replace(/\/\/[^/]*@/, "//…@"),
        fix: "remove them, and set TF_HTTP_USERNAME and TF_HTTP_PASSWORD where Terraform runs",
      };
    if (/^http:\/\//.test(value))
      return {
        message: "is a URL without TLS. The state contains values that others must not read or change",
        fix: `write "${value.replace(/^http:/, "https:")}"`,
      };
    return { message: "is not the URL of a state", fix: "write the whole URL, starting with https://" };
  },
};

/** A method of the HTTP backend. Ledger: none: not a rule of AWS */
export const httpMethodRule = patternRule(
  /^[A-Z]{1,20}$/,
  "an HTTP method",
  "an HTTP method in uppercase letters, such as LOCK, POST or PUT",
  "copy the method from the documentation of the server",
);

/** The user of the HTTP backend. Ledger: none: not a rule of AWS */
export const usernameRule = patternRule(
  new RegExp(`^${NO_EXPRESSION}[^\\s:\\p{C}]{1,255}$`, "u"),
  "a user name",
  "1 to 255 characters without spaces and colons",
  "write the user name only. The password belongs in TF_HTTP_PASSWORD",
);

/** A bucket of Google Cloud Storage. Ledger: none: not a rule of AWS */
export const googleBucketRule = patternRule(
  /^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/,
  "the name of a bucket of Google Cloud Storage",
  "3 to 222 lowercase letters, digits, hyphens, underscores and dots, with a letter or digit at both ends",
  "write the name only, without gs://",
);

/** The beginning of the state object in Google Cloud Storage. Ledger: none: not a rule of AWS */
export const statePrefixRule = patternRule(
  new RegExp(`^${NO_EXPRESSION}(?!/)(?!.*//)[^\\p{C}]{0,900}[^/\\p{C}]$`, "u"),
  "a prefix for the state",
  'a path of at most 901 characters, such as "NAME", without "/" at either end and without "//"',
  "remove prefix: the default is the name of the access point",
);

/** A key of Cloud KMS. Ledger: none: not a rule of AWS */
export const googleKeyRule = patternRule(
  /^projects\/[a-z0-9:.-]+\/locations\/[a-z0-9-]+\/keyRings\/[A-Za-z0-9_-]+\/cryptoKeys\/[A-Za-z0-9_-]+$/,
  "a key of Google Cloud KMS",
  "projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY",
  'copy the "resource name" of the key from the Google Cloud console',
);

/** A storage account of Azure. Ledger: none: not a rule of AWS */
export const storageAccountRule = patternRule(
  /^[a-z0-9]{3,24}$/,
  "the name of an Azure storage account",
  "3 to 24 lowercase letters and digits",
  "write the name only, without .blob.core.windows.net",
);

/** A blob container of Azure. Ledger: none: not a rule of AWS */
export const containerRule = patternRule(
  /^(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  "the name of a blob container",
  "3 to 63 lowercase letters, digits and single hyphens, with a letter or digit at both ends",
  "copy the name of the container from the Azure portal",
);

/** The blob of the state. Ledger: none: not a rule of AWS */
export const blobRule = patternRule(
  new RegExp(`^${NO_EXPRESSION}(?!/)(?!.*//)[^\\p{C}]{0,1023}[^/\\p{C}]$`, "u"),
  "the name of a blob for the state",
  'a path of at most 1024 characters, such as "NAME/terraform.tfstate", without "/" at either end and without "//"',
  "remove the key: the default is NAME/terraform.tfstate",
);

/** A resource group of Azure. Ledger: none: not a rule of AWS */
export const resourceGroupRule = patternRule(
  /^[A-Za-z0-9_()-][A-Za-z0-9_().-]{0,88}[A-Za-z0-9_()-]$|^[A-Za-z0-9_()-]$/,
  "the name of an Azure resource group",
  "1 to 90 letters, digits, underscores, hyphens, dots and parentheses, without a dot at the end",
  "copy the name of the resource group from the Azure portal",
);

/** A subscription or a tenant of Azure. Ledger: none: not a rule of AWS */
export const azureIdRule = patternRule(
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  "an Azure ID",
  "an ID such as 00000000-0000-0000-0000-000000000000",
  "copy the ID from the Azure portal",
);
