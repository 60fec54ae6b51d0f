import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts } from "@odoo/hoot-dom";
import { mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    defineModels,
    fields,
    findComponent,
    models,
    mountView,
    serverState,
} from "@web/../tests/web_test_helpers";
import { TicketGraphRenderer } from "@service_desk/backend_lazy/ticket_graph_view";

describe.current.tags("desktop");

class Ticket extends models.Model {
    name = fields.Char();
    kind = fields.Selection({ selection: [["a", "Alarm"]] });
    date_due = fields.Datetime();
    user_id = fields.Many2one({ relation: "res.users" });
    _records = [
        { id: 1, name: "Boiler", kind: "a", date_due: "2026-11-20 10:00:00", user_id: false },
        { id: 2, name: "Pump", kind: "a", date_due: "2026-11-20 12:00:00", user_id: serverState.userId },
    ];
    has_access() {
        return true;
    }
}
defineMailModels();
defineModels([Ticket]);

test("what nobody has is unassigned in the calendar", async () => {
    mockDate("2026-11-20 09:00:00", 0);
    await mountView({
        type: "calendar",
        resModel: "ticket",
        arch: `
            <calendar js_class="service_desk_ticket_calendar" date_start="date_due" mode="week">
                <field name="user_id" filters="1"/>
            </calendar>`,
    });
    const labels = queryAllTexts(".o_calendar_filter_item .o_cw_filter_title");
    expect(labels).toInclude("Unassigned");
    expect(labels).not.toInclude("Undefined");
});

test("axes of a graph have titles and count in whole numbers", async () => {
    const view = await mountView({
        type: "graph",
        resModel: "ticket",
        arch: `<graph js_class="service_desk_ticket_graph"><field name="kind"/></graph>`,
    });
    const renderer = findComponent(view, (part) => part instanceof TicketGraphRenderer);
    const { x, y } = renderer.getScaleOptions();
    expect([x.title.text, x.title.display]).toEqual(["Kind", true]);
    expect([y.title.text, y.title.display]).toEqual(["Number of Tickets", true]);
    expect(y.ticks.callback(2)).toBe("2");
});
