import { describe, expect, test } from "@odoo/hoot";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import { contains, defineModels, fields, models, mountView, onRpc } from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

const SAVED = { date_planned_start: "2026-11-20 20:00:00", date_planned_end: "2026-11-20 22:00:00" };

class Change extends models.Model {
    name = fields.Char();
    state = fields.Selection({
        selection: [
            ["draft", "Draft"],
            ["scheduled", "Scheduled"],
        ],
    });
    date_planned_start = fields.Datetime();
    date_planned_end = fields.Datetime();
    _records = [
        { id: 1, name: "Paint the turbine", state: "scheduled", ...SAVED },
        { id: 2, name: "Swap the turbine", state: "draft", ...SAVED },
    ];
}
defineMailModels();
defineModels([Change]);

async function typeAndFind(resId) {
    onRpc("change", "web_save", ({ args }) => {
        expect.step([args[1].name, args[1].date_planned_start]);
    });
    onRpc("change", "action_open_slots", ({ args }) => {
        expect.step(args[0]);
        return false;
    });
    await mountView({
        type: "form",
        resModel: "change",
        resId,
        arch: `
            <form>
                <field name="state" invisible="1"/>
                <field name="name"/>
                <field name="date_planned_start"/>
                <field name="date_planned_end"/>
                <widget name="service_desk_find_time"/>
            </form>`,
    });
    await contains("[name=name] input").edit("Paint it red");
    await contains("[name=date_planned_start] .o_input").click();
    await contains("[name=date_planned_start] input").edit("11/21/2026 21:00:00");
    await contains("button[name=action_open_slots]").click();
    await animationFrame();
}

test("dates in the way of a scheduled change go back before a time is looked for", async () => {
    await typeAndFind(1);
    expect.verifySteps([["Paint it red", SAVED.date_planned_start], [1]]);
});

test("a draft keeps the dates that were typed", async () => {
    await typeAndFind(2);
    expect.verifySteps([["Paint it red", "2026-11-21 20:00:00"], [2]]);
});
