/** The access points of an environment, for commands. */
export { allRegions, environmentName, generationsOf, type Generation } from "../../composition/generations";
