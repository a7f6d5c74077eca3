import { handsOverInFull } from "./in-full";

handsOverInFull("examples/three-regions-private.yaml", "json");
