import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    allowTranslations,
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";
import { tellDuration } from "@service_desk_sla/backend/clocks/duration";

describe.current.tags("desktop");

class Ticket extends models.Model {
    name = fields.Char();
    date_due = fields.Datetime();
    sla_state = fields.Selection({ selection: [["running", "On Time"]] });
    state = fields.Selection({ selection: [["new", "New"]] });
    priority = fields.Selection({ selection: [["1", "Critical"]] });
    promised = fields.Integer();
    _records = [{ id: 1, name: "Boiler is cold", promised: 8100 }];
}
defineMailModels();
defineModels([Ticket]);

/** What the server says of a clock that turns. */
const TURNING = {
    id: 5,
    metric: "Resolution",
    kind: "sla",
    whose: "",
    status: "running",
    status_label: "On Time",
    left: 605,
    promised: 14400,
    used: 13795,
    paused: 0,
    is_live: true,
    is_turning: true,
    opens: false,
    due: "2026-11-20 10:10:05",
    agreed: false,
    valid: 60,
    policy: "Incidents",
    version: 3,
    reason: "The only policy that fits.",
    hours: "Office",
    cycle: 1,
};

/** A form with the clocks; `answers` are what the server says, one question after the other. */
async function mountClocks(...answers) {
    mockDate("2026-11-20 10:00:00", 0);
    onRpc("ticket", "sla_countdown", ({ args }) => {
        expect.step(args[0]);
        return answers.length > 1 ? answers.shift() : answers[0];
    });
    await mountView({
        type: "form",
        resModel: "ticket",
        resId: 1,
        arch: `<form><widget name="service_desk_sla_clocks"/><field name="name"/></form>`,
    });
    await animationFrame();
    expect.verifySteps([1]);
}

const countdown = () => queryAllTexts(".o_service_desk_countdown");

test("lengths are told as people say them", () => {
    allowTranslations();
    const told = [0, 59, 60, 3600, 8100].map((seconds) => tellDuration(seconds).toString());
    expect(told).toEqual(["0 min", "0 min", "1 min", "1 h", "2 h 15 min"]);
    const precise = [0, 59, 605, 3600].map((seconds) => tellDuration(seconds, true).toString());
    expect(precise).toEqual(["0 s", "59 s", "10 min 5 s", "1 h"]);
});

test("working seconds are shown as hours and minutes", async () => {
    await mountView({
        type: "list",
        resModel: "ticket",
        arch: `<list><field name="promised" widget="service_desk_sla_duration"/></list>`,
    });
    expect(queryAllTexts(".o_data_cell")).toEqual(["2 h 15 min"]);
});

test("a clock turns, second by second", async () => {
    await mountClocks([TURNING]);
    expect(countdown()).toEqual(["10 min 5 s left of 4 h"]);
    expect(".o_service_desk_clock .badge").toHaveText("On Time");
    await advanceTime(6000);
    expect(countdown()).toEqual(["9 min 59 s left of 4 h"]);
    expect.verifySteps([]);
});

test("outside working hours a clock stands still, and says when it goes on", async () => {
    await mountClocks([{ ...TURNING, is_turning: false, opens: "2026-11-23 08:00:00" }]);
    await advanceTime(30_000);
    expect(countdown()).toEqual(["10 min 5 s left of 4 h"]);
    expect(".o_service_desk_clock").toHaveText(/outside working hours, goes on Mon, Nov 23/);
});

test("the server is asked again when its answer holds no longer", async () => {
    const late = { ...TURNING, left: -1, status: "breached", status_label: "Breached", valid: 60 };
    await mountClocks([{ ...TURNING, left: 10, valid: 11 }], [late]);
    await advanceTime(10_000);
    expect(countdown()).toEqual(["0 s left of 4 h"]);
    expect.verifySteps([]);
    await advanceTime(2000);
    await animationFrame();
    expect.verifySteps([1]);
    expect(countdown()).toEqual(["1 s over 4 h"]);
    expect(".o_service_desk_clock .badge").toHaveText("Breached");
});

test("a paused clock tells what is left, and that it stands still", async () => {
    const paused = { status: "paused", status_label: "Paused", is_turning: false, due: false };
    await mountClocks([{ ...TURNING, ...paused }]);
    await advanceTime(20_000);
    expect(countdown()).toEqual(["10 min 5 s left of 4 h"]);
    expect(".o_service_desk_clock").toHaveText(/stands still/);
});

test("an ended clock tells what was used", async () => {
    await mountClocks([{ ...TURNING, status: "met", status_label: "Met", is_live: false, is_turning: false }]);
    expect(countdown()).toEqual(["3 h 49 min used of 4 h"]);
});

test("why a promise holds is a click away", async () => {
    await mountClocks([TURNING]);
    expect(".o_service_desk_clock dl").toHaveCount(0);
    await contains(".o_service_desk_clock button[aria-expanded]").click();
    expect(".o_service_desk_clock dl").toHaveText(/Incidents, version 3[^]*The only policy that fits/);
});

test("who may not see clocks is not disturbed", async () => {
    onRpc("ticket", "sla_countdown", () => {
        throw new Error("no");
    });
    await mountView({
        type: "form",
        resModel: "ticket",
        resId: 1,
        arch: `<form><widget name="service_desk_sla_clocks"/><field name="name"/></form>`,
    });
    await animationFrame();
    expect(".o_service_desk_clocks").toHaveCount(0);
    expect(".o_error_dialog").toHaveCount(0);
});
