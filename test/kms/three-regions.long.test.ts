import { kmsLifeCycle } from "./life-cycle";

describe("KMS keys in three Regions", () =>
  kmsLifeCycle("three-keys", ["eu-west-1", "us-east-1", "ap-south-1"]));
