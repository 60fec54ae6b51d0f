import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    models,
    mountView,
    onRpc,
    serverState,
} from "@web/../tests/web_test_helpers";

describe.current.tags("desktop");

const STATES = [
    ["new", "New"],
    ["pending", "Pending"],
    ["resolved", "Resolved"],
];

class Card extends models.Model {
    name = fields.Char();
    state = fields.Selection({ selection: STATES });
    user_id = fields.Many2one({ relation: "res.users" });
    _records = [
        { id: 1, name: "Boiler is cold", state: "new", user_id: serverState.userId },
        { id: 2, name: "Turbine vibrates", state: "pending", user_id: false },
    ];
    _views = { form: `<form><field name="name"/></form>` };
}
defineMailModels();
defineModels([Card]);

const DIALOG = {
    type: "ir.actions.act_window",
    res_model: "card",
    views: [[false, "form"]],
    target: "new",
};

function mountBoard(groupBy = "state") {
    return mountView({
        type: "kanban",
        resModel: "card",
        groupBy: [groupBy],
        arch: `
            <kanban js_class="service_desk_ticket_kanban">
                <templates><t t-name="card"><field name="name"/></t></templates>
            </kanban>`,
    });
}

/** The texts of the cards, column by column. */
function columns() {
    return [1, 2].map((place) =>
        queryAllTexts(`.o_kanban_group:nth-child(${place}) .o_kanban_record`)
    );
}

function dragToPending() {
    return contains(".o_kanban_record:contains(Boiler)").dragAndDrop(
        ".o_kanban_group:nth-child(2)"
    );
}

test("a card dragged to another state asks the server and moves", async () => {
    onRpc("card", "action_move", function ({ args }) {
        expect.step(args);
        this.env["card"].write(args[0], { state: args[1] });
        return true;
    });
    await mountBoard();
    await dragToPending();
    await animationFrame();
    expect.verifySteps([[[1], "pending"]]);
    expect(columns()).toEqual([[], ["Boiler is cold", "Turbine vibrates"]]);
});

test("a card that needs a dialog waits for it, and goes back when it is left", async () => {
    onRpc("card", "action_move", () => DIALOG);
    onRpc("card", "web_save", () => expect.step("saved"));
    await mountBoard();
    await dragToPending();
    await animationFrame();
    expect(".modal .o_form_view").toHaveCount(1);
    await contains(".modal .btn-close").click();
    await animationFrame();
    expect(columns()).toEqual([["Boiler is cold"], ["Turbine vibrates"]]);
    expect.verifySteps([]);
});

test("columns other than states are written as everywhere", async () => {
    onRpc("card", "action_move", () => expect.step("moved"));
    onRpc("card", "web_save", () => expect.step("saved"));
    await mountBoard("user_id");
    await contains(".o_kanban_record:contains(Boiler)").dragAndDrop(
        ".o_kanban_group:contains(None)"
    );
    await animationFrame();
    expect.verifySteps(["saved"]);
});
