import type { Family } from "../finding";
import { isDataStore } from "../known-types";
import { say } from "../text";
import { at, text } from "../values";
import { causes, why } from "../causes";

export const dataStores: Family = {
  id: "data-store-deleted",
  severity: "danger",
  title: "A data store is deleted or replaced",
  why: "The data in it is deleted with it, unless there is a backup or a final snapshot.",
  instead: "Keep it. To remove it, back up the data first, and delete it in a change of its own.",
  *find(context) {
    for (const change of context.changes) {
      if ((change.action !== "delete" && change.action !== "replace") || !isDataStore(change.type)) continue;
      const which = ["name", "identifier", "bucket", "id"]
        .map((each) => text(at(change.before, each)))
        .find((each) => each !== undefined);
      const cause =
        change.action === "delete"
          ? say`it is deleted${why(change)}`
          : say`it is replaced: ${causes(change)}`;
      yield { address: change.address, change, cause: say`${change.type} ${which ?? "?"}: ${cause}` };
    }
  },
};
