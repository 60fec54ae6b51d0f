import { describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts, queryOne } from "@odoo/hoot-dom";
import { advanceTime, animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    getService,
    mountWithCleanup,
    onRpc,
    patchWithCleanup,
} from "@web/../tests/web_test_helpers";
import { WebClient } from "@web/webclient/webclient";

describe.current.tags("desktop");
defineMailModels();

const count = (number) => ({ label: "", meaning: "", kind: "count", count: number });
const figure = (label, values) => ({ label, meaning: `${label}, exactly`, ...values });

function told(options = {}, { open = 3, teams = 2 } = {}) {
    const rows = ["Mail", "Network"].slice(0, teams).map((label, place) => ({
        value: place + 1,
        label,
        figures: { open: { count: place + 1 }, opened: { count: 0 } },
    }));
    return {
        options: {
            period: "30",
            date_from: "2026-03-01",
            date_to: "2026-03-30",
            team_ids: [],
            process: false,
            moment: "2026-03-30 10:00:00",
            ...options,
        },
        choices: {
            teams: [
                { id: 1, name: "Mail", is_mine: true },
                { id: 2, name: "Network", is_mine: false },
            ],
            processes: [],
        },
        figures: {
            open: figure("Open", { kind: "count", count: open }),
            unassigned: count(0),
            overdue: figure("Overdue", { kind: "count", count: 1 }),
            due_today: count(0),
            critical: count(0),
            waiting: count(0),
            opened: figure("Opened", { kind: "count", count: open }),
            resolved: figure("Resolved", { kind: "count", count: 0 }),
            first_response: figure("First Response", {
                kind: "hours",
                count: 2,
                median: 0.5,
                mean: 60,
            }),
            resolution: figure("Resolution", { kind: "hours", count: 0, median: null, mean: null }),
            first_contact: figure("First Contact", { kind: "share", count: 1, total: 3 }),
            escalated: figure("Escalated", { kind: "share", count: 0, total: 3 }),
            reopened: figure("Reopened", { kind: "share", count: 0, total: 0 }),
            satisfied: figure("Satisfied", { kind: "share", count: 0, total: 0 }),
        },
        groups: { team_id: rows, age: [{ value: 4, label: "under a day", figures: { open: { count: 3 } } }] },
        series: {
            starts: ["2026-03-29", "2026-03-30"],
            is_weekly: false,
            opened: [1, 2],
            resolved: [0, 0],
            backlog: [1, 3],
        },
    };
}

const ACTION = { type: "ir.actions.client", tag: "service_desk.overview", name: "Overview" };
const CARD = (key) => `.o_service_desk_card[data-figure=${key}]`;

async function mountOverview(action = ACTION) {
    await mountWithCleanup(WebClient);
    await getService("action").doAction(action);
    await animationFrame();
}

test("Numbers are told in the unit that people use", async () => {
    onRpc("service.desk.overview", "get_overview", () => told());
    await mountOverview();
    expect(`${CARD("open")} .o_service_desk_number`).toHaveText("3");
    expect(`${CARD("first_response")} .o_service_desk_number`).toHaveText("30 min");
    expect(`${CARD("first_response")} small`).toHaveText("median of 2, mean 2.5 d");
    // The number does not part from its unit at the end of a line.
    expect(queryOne(`${CARD("first_response")} small`).textContent).toInclude("2.5\u00a0d");
    expect(CARD("first_response")).toHaveAttribute("title", "First Response, exactly");
    expect(`${CARD("resolution")} .o_service_desk_number`).toHaveText("–");
    expect(`${CARD("first_contact")} .o_service_desk_number`).toHaveText("33 %");
    expect(`${CARD("reopened")} .o_service_desk_number`).toHaveText("–");
});

test("Held mails are announced to those who may decide on them", async () => {
    let held = 2;
    onRpc("service.desk.overview", "get_overview", () => ({ ...told(), held_mails: held }));
    await mountOverview();
    expect("button[name=inbox]").toHaveText("Mails in the inbox that need a decision: 2");
    held = 0;
    await advanceTime(60_000);
    await animationFrame();
    expect("button[name=inbox]").toHaveCount(0);
});

test("What knowledge waits for leads to its list, and is not there when it waits for nothing", async () => {
    let knowledge = { missed: { label: "Searched in Vain", meaning: "Words that found nothing", count: 3 } };
    onRpc("service.desk.overview", "get_overview", () => ({ ...told(), knowledge }));
    onRpc("service.desk.overview", "get_knowledge_action", ({ args }) => {
        expect.step(args[0]);
        return { type: "ir.actions.act_window_close" };
    });
    await mountOverview();
    expect("button[data-knowledge=missed]").toHaveText(/Searched in Vain\s+3/);
    await contains("button[data-knowledge=missed]").click();
    expect.verifySteps(["missed"]);
    knowledge = {};
    await advanceTime(60_000);
    await animationFrame();
    expect("[data-knowledge]").toHaveCount(0);
});

test("A number asks the server for its tickets, with what was counted", async () => {
    onRpc("service.desk.overview", "get_overview", () => told());
    onRpc("service.desk.overview", "get_records_action", ({ args }) => {
        expect.step(JSON.stringify([args[0].moment, ...args.slice(1)]));
        return { type: "ir.actions.act_window_close" };
    });
    await mountOverview();
    await contains(CARD("overdue")).click();
    await contains(".o_service_desk_table[data-group=team_id] tr:contains(Network) button[data-figure=open]").click();
    expect.verifySteps([
        '["2026-03-30 10:00:00","overdue",null,null]',
        '["2026-03-30 10:00:00","open","team_id",2]',
    ]);
});

test("A chart shows its numbers as a table", async () => {
    onRpc("service.desk.overview", "get_overview", () => told());
    onRpc("service.desk.overview", "get_records_action", ({ args }) => {
        expect.step(JSON.stringify(args.slice(1)));
        return { type: "ir.actions.act_window_close" };
    });
    await mountOverview();
    const chart = ".o_service_desk_chart:contains(Backlog)";
    expect(`${chart} canvas[aria-label]`).toHaveCount(1);
    expect(`${chart} table button`).toHaveCount(0);
    expect(queryAllTexts(`${chart} tbody td`)).toEqual(["1", "3"]);
    await contains(`${chart} button[aria-pressed=false]`).click();
    expect(`${chart} canvas`).toHaveCount(0);
    await contains(`${chart} tbody tr:contains(30) button`).click();
    expect.verifySteps(['["backlog","day",2]']);
});

test("One question a minute keeps the figures fresh", async () => {
    let open = 3;
    onRpc("service.desk.overview", "get_overview", () => {
        expect.step("asked");
        return told({}, { open: open++ });
    });
    await mountOverview();
    await advanceTime(59_000);
    expect.verifySteps(["asked"]);
    await advanceTime(1_000);
    await animationFrame();
    expect.verifySteps(["asked"]);
    expect(`${CARD("open")} .o_service_desk_number`).toHaveText("4");
});

test("Nothing is asked while nobody looks", async () => {
    onRpc("service.desk.overview", "get_overview", () => {
        expect.step("asked");
        return told();
    });
    await mountOverview();
    patchWithCleanup(document, { visibilityState: "hidden" });
    await advanceTime(600_000);
    expect.verifySteps(["asked"]);
});

test("The last figures stay when the server is away", async () => {
    let isAway = false;
    onRpc("service.desk.overview", "get_overview", () => {
        if (isAway) {
            throw new Error("away");
        }
        return told();
    });
    await mountOverview();
    isAway = true;
    await advanceTime(60_000);
    await animationFrame();
    expect(`${CARD("open")} .o_service_desk_number`).toHaveText("3");
    expect(".o_service_desk_choices .text-danger").toHaveText(/Not reachable since/);
});

test("What was chosen is asked for, and remembered", async () => {
    onRpc("service.desk.overview", "get_overview", ({ args }) => {
        expect.step(`${args[0].period} ${args[0].team_ids}`);
        return told(args[0]);
    });
    await mountOverview();
    await contains(".o_service_desk_period").select("7");
    await contains(".o_service_desk_table button:contains(Network)").click();
    expect.verifySteps(["30 ", "7 ", "7 2"]);
    await getService("action").doAction(ACTION, { clearBreadcrumbs: true });
    await animationFrame();
    expect.verifySteps(["7 2"]);
    expect(".o_service_desk_teams").toHaveText("Network");
});

test("What was remembered and is refused is forgotten", async () => {
    let isRefusing = false;
    onRpc("service.desk.overview", "get_overview", ({ args }) => {
        expect.step(args[0].period);
        if (isRefusing && args[0].period === "7") {
            throw new Error("There is no period 7.");
        }
        return told(args[0]);
    });
    await mountOverview();
    await contains(".o_service_desk_period").select("7");
    isRefusing = true;
    await getService("action").doAction(ACTION, { clearBreadcrumbs: true });
    await animationFrame();
    expect.verifySteps(["30", "7", "7", "30"]);
    expect(CARD("open")).toHaveCount(1);
});

test("An empty desk says what will be here", async () => {
    onRpc("service.desk.overview", "get_overview", () => told({}, { open: 0, teams: 0 }));
    await mountOverview();
    expect(".o_nocontent_help").toHaveCount(1);
    expect(".o_service_desk_card").toHaveCount(0);
});

test("The wall board turns from team to team by itself", async () => {
    onRpc("service.desk.overview", "get_overview", ({ args }) => {
        expect.step(args[0].period);
        return told(args[0]);
    });
    await mountOverview({ ...ACTION, tag: "service_desk.wallboard", target: "fullscreen" });
    const title = ".o_service_desk_wallboard h1";
    expect(title).toHaveText("All teams");
    expect("[data-figure=open] dd").toHaveText("3");
    await advanceTime(15_000);
    expect(title).toHaveText("Mail");
    expect("[data-figure=open] dd").toHaveText("1");
    await press(" ");
    await advanceTime(30_000);
    expect(title).toHaveText("Mail");
    await press("ArrowRight");
    await animationFrame();
    expect(title).toHaveText("Network");
    expect.verifySteps(["1"]);
});
