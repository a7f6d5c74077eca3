"use strict";
const js = require("@eslint/js");
const tseslint = require("typescript-eslint");

const barrels = {
  paths: [
    {
      name: "@cdktf/provider-aws",
      message: "Import the class by its path: @cdktf/provider-aws/lib/s3-bucket.",
    },
    { name: "cdktf/lib", message: "Import from cdktf." },
  ],
};

/** The rooms of `cli/`: one folder for each command. */
const rooms =
  "(adopt|backfill|check/.+|connect|diagram|doctor|env|failover|init|handoff|jobs|plan|presign|regions|repair|report|review|state|status|traffic|verify|watch|commands?|completion|help|main)";

/**
 * Forbids imports, static and dynamic, of the modules that match one of the patterns. A pattern is matched against the
 * path behind the leading `../` or `./`.
 */
const mayNotImport = (direction, ...patterns) => {
  const regexes = patterns.map((pattern) => `^(\\.{1,2}/)+${pattern}(/|$)`);
  const message = `Dependencies point one way: ${direction}.`;
  return {
    "no-restricted-imports": [
      "error",
      { ...barrels, patterns: regexes.map((regex) => ({ regex, message })) },
    ],
    "no-restricted-syntax": [
      "error",
      ...regexes.map((regex) => ({
        selector: `ImportExpression > Literal[value=/${regex.replaceAll("/", "\\u002F")}/]`,
        message,
      })),
    ],
  };
};

/** The imports that each folder forbids. docs/how-it-works.md shows the whole picture. */
const directions = [
  [
    "constructs",
    "constructs import only constructs",
    "composition",
    "environment",
    "cli",
    "local-aws",
    "tour",
  ],
  ["composition", "composition -> constructs", "environment", "cli", "local-aws", "tour"],
  [
    "environment",
    "environment -> constructs/limits, constructs/defaults, constructs/existing-bucket, constructs/existing-access-point and constructs/job-names",
    "composition",
    "constructs/(?!(limits|defaults|existing-bucket|existing-access-point|job-names)$).*",
    "cli",
    "local-aws",
    "tour",
  ],
  ["cli", "cli -> composition, environment", "local-aws", "tour", "test"],
  [
    "cli/text",
    "cli/text imports only cli/text",
    "local-aws",
    "access-point",
    "adapters",
    "live",
    "synthesized",
    "checks",
    rooms,
  ],
  [
    "cli/access-point",
    "cli/access-point -> environment, cli/text",
    "local-aws",
    "composition",
    "adapters",
    "live",
    "synthesized",
    "checks",
    rooms,
  ],
  [
    "cli/adapters",
    "cli/adapters -> cli/access-point, cli/text",
    "local-aws",
    "composition",
    "live",
    "synthesized",
    "checks",
    rooms,
  ],
  [
    "cli/live",
    "cli/live -> cli/adapters, cli/access-point",
    "local-aws",
    "composition",
    "synthesized",
    "checks",
    rooms,
  ],
  [
    "cli/checks",
    "cli/checks -> cli/live, cli/synthesized, cli/adapters, cli/access-point",
    "local-aws",
    "composition",
    rooms,
  ],
  ["cli/synthesized", "cli/synthesized -> composition", "local-aws", "adapters", "live", "checks", rooms],
];

module.exports = tseslint.config(
  { ignores: ["node_modules/", "cdktf.out/", "dist/", "lib/", "coverage/", ".local/"] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ["**/*.ts"] })),
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    rules: {
      "no-restricted-imports": ["error", barrels],
      "@typescript-eslint/no-floating-promises": "error",
    },
  },
  ...directions.map(([folder, direction, ...patterns]) => ({
    files: [`${folder}/**/*.ts`],
    rules: mayNotImport(direction, ...patterns),
  })),
  {
    files: ["**/*.ts"],
    rules: {
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      // Commander's and jest's callbacks may be async or not.
      "@typescript-eslint/require-await": "off",
    },
  },
  {
    // Synthesized JSON has no type that is worth writing down twice.
    files: ["test/**/*.ts"],
    rules: {
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-return": "off",
    },
  },
  {
    files: ["**/*.js", "bin/mrap"],
    languageOptions: {
      sourceType: "commonjs",
      globals: {
        require: "readonly",
        module: "writable",
        process: "readonly",
        __dirname: "readonly",
        console: "readonly",
      },
    },
  },
);
