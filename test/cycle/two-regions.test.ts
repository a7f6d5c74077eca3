import { join } from "node:path";
import { wholeCycle } from "./cycle";

describe("the demo over two Regions", () => wholeCycle(join(__dirname, "../../environments/demo.yaml")));
