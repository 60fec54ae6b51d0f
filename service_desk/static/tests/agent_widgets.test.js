import { describe, expect, test } from "@odoo/hoot";
import { queryAll, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

class Ticket extends models.Model {
    name = fields.Char();
    date_due = fields.Datetime();
    requester_id = fields.Many2one({ relation: "ticket" });
    has_mail_failure = fields.Boolean();
    _records = [
        { id: 1, name: "Boiler is cold", date_due: "2026-11-20 09:40:00", requester_id: 3 },
        { id: 2, name: "Turbine vibrates", date_due: "2026-11-20 12:30:00", has_mail_failure: true },
        { id: 3, name: "Pump is loud", date_due: "2026-11-22 12:00:00" },
        { id: 4, name: "Nothing due", date_due: false },
    ];
}
defineMailModels();
defineModels([Ticket]);

test("due times count hours and call for attention", async () => {
    mockDate("2026-11-20 10:00:00", 0);
    await mountView({
        type: "list",
        resModel: "ticket",
        arch: `<list><field name="date_due" widget="service_desk_due"/></list>`,
    });
    expect(queryAllTexts(".o_data_cell")).toEqual([
        "overdue: 20 minutes ago",
        "in 2 hours",
        "in 2 days",
        "",
    ]);
    const marks = queryAll(".o_data_cell span").map((el) => el.className.split(" ")[0]);
    expect(marks).toEqual(["text-danger", "text-warning-emphasis", "text-muted"]);
});

test("failed mail is marked, and nothing else", async () => {
    await mountView({
        type: "list",
        resModel: "ticket",
        arch: `<list><field name="has_mail_failure" widget="service_desk_mail_failure"/></list>`,
    });
    expect(queryAllTexts(".o_data_cell")).toEqual(["", "A mail of this ticket did not arrive", "", ""]);
});

test("a list says which tickets are unassigned", async () => {
    await mountView({
        type: "list",
        resModel: "ticket",
        arch: `<list><field name="requester_id" widget="service_desk_assignee"/></list>`,
    });
    expect(queryAllTexts(".o_data_cell")).toEqual([
        "Pump is loud",
        "Unassigned",
        "Unassigned",
        "Unassigned",
    ]);
});

test("what has to be filled in is marked from the start", async () => {
    await mountView({
        type: "form",
        resModel: "ticket",
        arch: `<form js_class="service_desk_form"><group>
            <field name="requester_id" required="1"/><field name="date_due" required="name"/><field name="name"/>
        </group></form>`,
    });
    const marks = () =>
        queryAll(".o_form_label").map((label) => getComputedStyle(label, "::after").content);
    expect(marks()).toEqual(['" *"', "none", "none"]);
    await contains("[name=name] input").edit("Boiler");
    expect(marks()).toEqual(['" *"', '" *"', "none"]);
});

test("similar tickets are asked for once the typing pauses", async () => {
    onRpc("ticket", "similar_open", ({ args }) => {
        expect.step(args);
        return [{ id: 7, number: "INC0000007", name: "Boiler leaks", score: 1 }];
    });
    await mountView({
        type: "form",
        resModel: "ticket",
        resId: 2,
        arch: `<form><field name="name" widget="service_desk_subject"/></form>`,
    });
    await contains("[name=name] textarea").edit("Boil", { confirm: false });
    await contains("[name=name] textarea").edit("Boiler", { confirm: false });
    expect.verifySteps([]);
    await advanceTime(500);
    expect.verifySteps([["Boiler", 2]]);
    expect(".o_service_desk_similar a").toHaveAttribute("href", "/odoo/ticket/7");

    await contains("[name=name] textarea").edit("Boi", { confirm: false });
    await advanceTime(500);
    expect.verifySteps([]);
    expect(".o_service_desk_similar a").toHaveCount(0);
});

test("a hint that cannot be had does not disturb the writing", async () => {
    onRpc("ticket", "similar_open", () => {
        throw new Error("no");
    });
    await mountView({
        type: "form",
        resModel: "ticket",
        resId: 2,
        arch: `<form><field name="name" widget="service_desk_subject"/></form>`,
    });
    await contains("[name=name] textarea").edit("Boiler", { confirm: false });
    await advanceTime(500);
    expect(".o_service_desk_similar a").toHaveCount(0);
    expect(".o_error_dialog").toHaveCount(0);
});

test("a long subject is wrapped and stays one line of text", async () => {
    await mountView({
        type: "form",
        resModel: "ticket",
        resId: 2,
        arch: `<form><h1 style="width: 200px"><field name="name" widget="service_desk_subject"/></h1></form>`,
    });
    const field = queryOne("[name=name] textarea");
    const oneLine = field.offsetHeight;
    await contains("[name=name] textarea").edit("Boiler leaks ".repeat(9), { confirm: false });
    await animationFrame();
    expect(field.offsetHeight).toBeGreaterThan(2 * oneLine);
    expect(field.scrollHeight).toBeLessThan(field.offsetHeight + 2);

    await contains("[name=name] textarea").edit("Two\nlines", { confirm: false });
    await contains(".o_form_button_save").click();
    expect(field).toHaveValue("Two lines");
});

test("presence is announced again and again, and shown", async () => {
    let others = [];
    onRpc("ticket", "announce_presence", ({ args }) => {
        expect.step(args);
        return others;
    });
    await mountView({
        type: "form",
        resModel: "ticket",
        resId: 1,
        arch: `<form><widget name="service_desk_presence"/><field name="name"/></form>`,
    });
    expect.verifySteps([[1]]);
    expect(".o_service_desk_presence").toHaveCount(0);

    others = [
        { id: 5, name: "Ann" },
        { id: 6, name: "Bob" },
    ];
    await advanceTime(20_000);
    await animationFrame();
    expect.verifySteps([[1]]);
    expect(".o_service_desk_presence").toHaveText("Ann and Bob are also on this ticket");
});

test("a new ticket has nobody on it", async () => {
    onRpc("ticket", "announce_presence", () => expect.step("announced"));
    await mountView({
        type: "form",
        resModel: "ticket",
        arch: `<form><widget name="service_desk_presence"/><field name="name"/></form>`,
    });
    await advanceTime(25_000);
    expect.verifySteps([]);
});

test("the requester's card follows the requester", async () => {
    onRpc("ticket", "requester_overview", ({ args }) => {
        expect.step(args);
        return {
            email: "ann@example.com",
            phone: "",
            function: "Baker",
            organization: "Bakery",
            facts: ["Ovens"],
            tickets: [
                {
                    model: "ticket",
                    id: 9,
                    number: "INC0000009",
                    name: "Oven is cold",
                    state: "New",
                    phase: "new",
                    date: "2026-11-20 10:00:00",
                },
            ],
            totals: [{ model: "ticket", label: "Incident", count: 4 }],
        };
    });
    await mountView({
        type: "form",
        resModel: "ticket",
        resId: 2,
        arch: `<form>
            <field name="name"/><field name="requester_id"/><widget name="service_desk_requester"/>
        </form>`,
    });
    expect.verifySteps([]);
    await contains("[name=requester_id] input").click();
    await contains(".o-autocomplete--dropdown-item:contains(Pump)").click();
    await animationFrame();
    expect.verifySteps([[3, 2]]);
    expect(".o_service_desk_requester li a").toHaveText("Oven is cold");
    expect(".o_service_desk_requester button").toHaveText("Incident (4)");
    await contains("[name=name] input").edit("Oven");
    expect.verifySteps([]);
    await contains(".o_form_button_save").click();
    await animationFrame();
    expect.verifySteps([[3, 2]]);
});

test("what is missing is said by name", async () => {
    await mountView({
        type: "form",
        resModel: "ticket",
        arch: `
            <form js_class="service_desk_form">
                <field name="name" required="1"/>
                <field name="date_due" required="1"/>
            </form>`,
    });
    await contains(".o_form_button_save").click();
    expect(".o_notification").toHaveText("Please fill in: Name and Date due.");
});

test("what is missing has the name that is seen", async () => {
    await mountView({
        type: "form",
        resModel: "ticket",
        arch: `
            <form js_class="service_desk_form">
                <field name="date_due"/>
                <field name="name" string="Fix" required="1" invisible="date_due"/>
                <field name="name" required="1" invisible="not date_due"/>
            </form>`,
    });
    await contains(".o_form_button_save").click();
    expect(".o_notification").toHaveText("Please fill in: Fix.");
});
