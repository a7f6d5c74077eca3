import { join } from "node:path";
import { wholeCycle } from "./cycle";

describe("an environment over three Regions", () => wholeCycle(join(__dirname, "three-regions.yaml")));
