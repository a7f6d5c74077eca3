import { join } from "node:path";
import { wholeCycle } from "./cycle";

describe("an environment in three Regions", () => wholeCycle(join(__dirname, "three-regions.yaml"), true));
