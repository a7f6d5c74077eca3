import { kmsLifeCycle } from "./life-cycle";

describe("KMS keys in two Regions", () => kmsLifeCycle("two-keys", ["eu-west-1", "us-east-1"]));
