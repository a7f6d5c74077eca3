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

/** Dependencies point one way: cli -> environment -> composition -> constructs. */
const mayNotImport = (...folders) => ({
  "no-restricted-imports": [
    "error",
    {
      ...barrels,
      patterns: folders.map((folder) => ({
        regex: `^(\\.\\./)+${folder}(/|$)`,
        message: `Dependencies point one way: cli -> environment -> composition -> constructs; nothing here may know ${folder}/.`,
      })),
    },
  ],
});

module.exports = tseslint.config(
  { ignores: ["node_modules/", "cdktf.out/", "dist/", "coverage/", ".local/"] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ["**/*.ts"] })),
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: __dirname } },
    rules: {
      ...mayNotImport(),
      "no-restricted-imports": ["error", barrels],
      "@typescript-eslint/no-floating-promises": "error",
    },
  },
  { files: ["constructs/**/*.ts"], rules: mayNotImport("composition", "environment", "cli", "local-aws") },
  { files: ["composition/**/*.ts"], rules: mayNotImport("environment", "cli", "local-aws") },
  { files: ["environment/**/*.ts"], rules: mayNotImport("cli", "local-aws") },
  { files: ["cli/**/*.ts"], rules: mayNotImport("local-aws") },
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
