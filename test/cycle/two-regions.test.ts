import { join } from "node:path";
import { wholeCycle } from "./cycle";

describe("the demo in two Regions", () => wholeCycle(join(__dirname, "../../environments/demo.yaml")));
