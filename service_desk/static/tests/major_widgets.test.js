import { describe, expect, test } from "@odoo/hoot";
import { queryAllTexts, queryFirst, queryRect, resize } from "@odoo/hoot-dom";
import { advanceTime, animationFrame, mockDate } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    MockServer,
    contains,
    defineMenus,
    defineModels,
    fields,
    getService,
    makeMockEnv,
    models,
    mountView,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
    serverState,
} from "@web/../tests/web_test_helpers";

import { registry } from "@web/core/registry";
import { NavBar } from "@web/webclient/navbar/navbar";
import { ASK_EVERY_MS, SPREAD_MS, ServiceDeskAnnouncements } from "@service_desk/backend/announcements/announcements";

describe.current.tags("desktop");

class Ticket extends models.Model {
    name = fields.Char();
    date_next_update = fields.Datetime();
    major_state = fields.Selection({
        selection: [
            ["proposed", "Proposed"],
            ["declared", "Declared"],
        ],
    });
    _records = [
        { id: 1, name: "Boiler is cold", date_next_update: "2026-11-20 10:01:05", major_state: "declared" },
        { id: 2, name: "Pump is loud", date_next_update: "2026-11-20 11:30:00", major_state: "proposed" },
        { id: 3, name: "Nothing due", date_next_update: false },
    ];
}
defineMailModels();
defineModels([Ticket]);

const banner = (id, name, values = {}) => ({
    id,
    name,
    icon: "fa-exclamation-triangle",
    color: "danger",
    state: "current",
    date_from: "2026-11-20 09:00:00",
    ...values,
});

test("what is left runs down, and then tells how late it is", async () => {
    mockDate("2026-11-20 10:00:00", 0);
    await mountView({
        type: "list",
        resModel: "ticket",
        arch: `<list><field name="date_next_update" widget="service_desk_countdown"/></list>`,
    });
    expect(queryAllTexts(".o_data_cell")).toEqual(["in 01:05", "in 1:30:00", ""]);
    await advanceTime(60_000);
    await animationFrame();
    expect(queryAllTexts(".o_data_cell")[0]).toBe("in 00:05");
    await advanceTime(10_000);
    await animationFrame();
    expect(queryAllTexts(".o_data_cell")[0]).toBe("overdue by 00:05");
    expect(queryFirst(".o_data_cell span").className).toInclude("text-danger");
});

test("what is declared is marked, and nothing else", async () => {
    await mountView({
        type: "list",
        resModel: "ticket",
        arch: `<list><field name="major_state" widget="service_desk_major"/></list>`,
    });
    expect(queryAllTexts(".o_data_cell")).toEqual(["Major incident", "", ""]);
});

test("the corner shows the worst, and all of them behind it", async () => {
    serverState.userId = 2;
    onRpc("has_group", () => true);
    let banners = [];
    onRpc("service.desk.announcement", "get_banners", () => {
        expect.step("asked");
        return banners;
    });
    await mountWithCleanup(ServiceDeskAnnouncements);
    await animationFrame();
    expect(".o_service_desk_announcements").toHaveCount(0);
    banners = [
        banner(1, "No Internet"),
        banner(2, "Storage is off", { state: "planned", date_from: "2026-11-24 20:00:00" }),
    ];
    await advanceTime(ASK_EVERY_MS);
    await animationFrame();
    expect.verifySteps(["asked", "asked"]);
    expect(".o_service_desk_announcements_name").toHaveText("No Internet");
    expect(".o_service_desk_announcements_badge").toHaveText(/\+1/);
    await contains(".o_service_desk_announcements").click();
    expect(queryAllTexts(".o_service_desk_announcements_menu .fw-bold")).toEqual(["No Internet", "Storage is off"]);
});

test("news on the bus are asked for once, however many there are", async () => {
    serverState.userId = 2;
    patchWithCleanup(Math, { random: () => 0.9 });
    onRpc("has_group", () => true);
    onRpc("service.desk.announcement", "get_banners", () => {
        expect.step("asked");
        return [banner(1, "No Internet")];
    });
    await mountWithCleanup(ServiceDeskAnnouncements);
    await getService("bus_service").start();
    await animationFrame();
    expect.verifySteps(["asked"]);
    for (let count = 0; count < 3; count++) {
        MockServer.env["bus.bus"]._sendone("broadcast", "service_desk.announcements", {});
    }
    // The bus needs moments of its own, which are over before it is the screen's turn.
    for (let turn = 0; turn < 5; turn++) {
        await animationFrame();
        await advanceTime(SPREAD_MS / 20);
    }
    await advanceTime(SPREAD_MS);
    await animationFrame();
    expect.verifySteps(["asked"]);
});

test("the menus make room for what comes into the corner, and take it back", async () => {
    serverState.userId = 2;
    onRpc("has_group", () => true);
    let banners = [];
    onRpc("service.desk.announcement", "get_banners", () => banners);
    const systray = registry.category("systray");
    for (const [key] of systray.getEntries()) {
        key === "service_desk.announcements" || systray.remove(key);
    }
    const sections = [1, 2, 3, 4, 5].map((id) => ({ id: 10 + id, name: `Menu number ${id}` }));
    defineMenus([{ id: 1, name: "Desk", children: sections }]);
    await resize({ width: 1280 });
    await makeMockEnv();
    getService("menu").setCurrentMenu(1);
    await mountWithCleanup(NavBar);
    await animationFrame();
    // So wide that the menus have a little more room than they need.
    const spare = queryRect(".o_menu_sections").right - queryRect(".o_menu_sections > :last-child").right;
    await resize({ width: 1280 - spare + 60 });
    await advanceTime(500);
    await animationFrame();
    expect(".o_menu_sections_more").toHaveCount(0);
    banners = [banner(1, "No Internet at headquarters since this morning"), banner(2, "Storage is off")];
    await advanceTime(ASK_EVERY_MS);
    await animationFrame();
    await animationFrame();
    expect(".o_menu_sections_more").toHaveCount(1);
    banners = [];
    await advanceTime(ASK_EVERY_MS);
    await animationFrame();
    await animationFrame();
    expect(".o_menu_sections_more").toHaveCount(0);
});
