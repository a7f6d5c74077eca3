/** How good a finding is. Green: nothing to do. Amber: look at it. Red: it stops a planned failover. */
export type Level = "green" | "amber" | "red";
