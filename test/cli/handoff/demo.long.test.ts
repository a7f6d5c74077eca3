import { handsOverInFull } from "./in-full";

handsOverInFull("environments/demo.yaml", "hcl");
