/** The access point that clients still use while its Regions are changed. */
import * as z from "zod/mini";
import { ACCESS_POINT_REGIONS } from "../../constructs/limits";
import { section, table, text } from "../fields";
import { accessPointNameRule } from "../rules/names";
import { MEMBER_REGIONS } from "../rules/regions";
import { region } from "./region";

const { minimum, maximum } = ACCESS_POINT_REGIONS;

export const previous = z.optional(
  section(
    {
      name: text(accessPointNameRule, "Name of the access point that clients still use."),
      regions: table(
        region,
        `the names of ${minimum} to ${maximum} AWS Regions`,
        "The Regions of that access point. A Region that is also in regions has only bucket here, with the same bucket.",
        { propertyNames: { enum: MEMBER_REGIONS }, minProperties: minimum, maxProperties: maximum },
      ),
    },
    "The access point that clients still use. Write it only while you change the Regions: name and regions then describe the access point that replaces it.",
  ),
);
