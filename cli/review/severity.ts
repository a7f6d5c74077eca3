/** How serious a finding is. A danger fails the review by default. */
export type Severity = "danger" | "warning";
