import { ATTENTION, COLUMNS, RESULTS } from "@service_desk/backend/overview/overview";
import { TILES } from "@service_desk/backend/overview/wallboard";

// What is late, and what soon will be, comes before everything else.
ATTENTION.unshift(["breached", "danger"], ["at_risk", "warning"]);
RESULTS.push("in_time");
COLUMNS.splice(COLUMNS.indexOf("unassigned"), 0, "breached");
COLUMNS.push("in_time");
TILES.splice(1, 0, ["breached", "bad"], ["at_risk", "warn"]);
