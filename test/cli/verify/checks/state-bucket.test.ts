import { ownerOutcome, protectionOutcome, stateKeyOutcome } from "../../../../cli/verify/checks/state-bucket";
import { line } from "./outcomes";

test("a state bucket that is ours, missing, or not visible", () => {
  const outcome = (owner: "ours" | "free" | "taken") =>
    line(ownerOutcome("photos-state", "eu-west-1", "photos", owner));
  expect(outcome("ours")).toBe(
    "ok: The state bucket photos-state exists in eu-west-1, and the account owns it.",
  );
  expect(outcome("free")).toBe(
    "error: The state bucket photos-state does not exist: Terraform does not know what it deployed. | Run mrap state create photos, then restore the state.",
  );
  expect(outcome("taken")).toBe(
    "not known: S3 does not show the state bucket photos-state: it is not in eu-west-1, it belongs to another account, or your role lacks s3:ListBucket on it. | Check state.bucket and state.region, and use credentials that can list the bucket.",
  );
});

test("the protections of a state bucket", () => {
  const outcome = (...answers: Parameters<typeof protectionOutcome>[2][number][]) =>
    line(protectionOutcome("photos-state", "photos", answers));
  expect(outcome({ is: "versioning", there: true }, { is: "encryption", there: true })).toBe(
    "ok: The state bucket photos-state has all 2 protections that mrap state create sets.",
  );
  expect(outcome({ is: "versioning", there: false }, { is: "encryption", why: "No permission." })).toBe(
    "error: The state bucket photos-state lacks: versioning. | Run mrap state create photos, which adds only what is missing.",
  );
  expect(outcome({ is: "versioning", there: true }, { is: "encryption", why: "No permission." })).toBe(
    "not known: Not known of the state bucket photos-state: encryption. No permission. | Use credentials that can read the configuration of the bucket.",
  );
});

test("the key of the state", () => {
  const outcome = (state: string | undefined) => line(stateKeyOutcome("arn:key", state));
  expect(outcome("Enabled")).toBe("ok: The key of the state arn:key is enabled.");
  expect(outcome(undefined)).toBe(
    "error: The key of the state arn:key does not exist. Terraform cannot read its state. | Enable the key, or use the key with which the state is encrypted.",
  );
  expect(outcome("PendingDeletion")).toBe(
    "error: The key of the state arn:key is PendingDeletion. Terraform cannot read its state. | Cancel the deletion of the key, then enable it.",
  );
});
