import { describe, expect, test } from "@odoo/hoot";
import { press, queryAllTexts, queryOne, resize, waitUntil } from "@odoo/hoot-dom";
import { animationFrame } from "@odoo/hoot-mock";
import { defineMailModels } from "@mail/../tests/mail_test_helpers";
import {
    contains,
    defineModels,
    fields,
    getService,
    mockService,
    models,
    mountWithCleanup,
    onRpc,
    preloadBundle,
} from "@web/../tests/web_test_helpers";
import { CARD_HEIGHT, CARD_WIDTH, layout } from "@service_desk_cmdb/backend/map/map_layout";
import { treeOf } from "@service_desk_cmdb/backend/map/map_tree";
import { WebClient } from "@web/webclient/webclient";

describe.current.tags("desktop");
preloadBundle("service_desk_cmdb.map_lib");

class Item extends models.Model {
    _name = "service.desk.ci";
    name = fields.Char();
    _records = [{ id: 1, name: "Host" }, { id: 2, name: "VM" }, { id: 3, name: "App" }];
}
defineMailModels();
defineModels([Item]);

const node = (id, name, values = {}) => ({
    key: `i${id}`,
    id,
    model: "service.desk.ci",
    name,
    number: `CI${id}`,
    class_id: 1,
    class_name: "Server",
    icon: "fa-server",
    state: "in_use",
    state_label: "In Use",
    environment: "Production",
    criticality: "1",
    criticality_label: "Critical",
    owner: "",
    team: "",
    tickets: 0,
    depth: id - 1,
    more: 0,
    is_root: id === 1,
    is_opened: false,
    is_shut: false,
    ...values,
});
const edge = (base, top, values = {}) => ({
    key: `r${base}${top}`,
    base: `i${base}`,
    top: `i${top}`,
    is_forth: false,
    words: "runs on",
    reverse: "runs",
    is_live: true,
    is_firm: true,
    hidden: 0,
    ...values,
});
const told = (values = {}) => ({
    roots: ["i1"],
    nodes: [node(1, "Host"), node(2, "VM", { tickets: 3 }), node(3, "App", { more: 2 })],
    edges: [edge(1, 2), edge(2, 3)],
    choices: {
        types: [
            { id: 1, name: "runs on", is_chosen: true },
            { id: 2, name: "is connected to", is_chosen: false },
        ],
        classes: [{ id: 1, name: "Server" }],
        environments: [],
        states: [],
    },
    unseen: 0,
    is_cut: false,
    ...values,
});
const row = (id, name, cause, words) => ({
    key: `i${id}`,
    id,
    model: "service.desk.ci",
    name,
    verdict: "fails",
    depth: id - 1,
    cause,
    words,
});
const FAILURE = {
    rows: [row(1, "Host", false, "fails first"), row(2, "VM", "i1", "runs on Host"), row(3, "App", "i2", "runs on VM")],
    counts: { fails: 2, weakened: 0, services: 0, people: 0 },
    unseen: 4,
    is_cut: false,
};

async function mountMap(params = { ids: [1] }, data = told()) {
    onRpc("service.desk.ci.graph", "graph", ({ args }) => {
        expect.step(JSON.stringify(args.slice(0, 3)));
        return typeof data === "function" ? data(args) : data;
    });
    onRpc("service.desk.ci.graph", "simulate", ({ args }) => {
        expect.step(`fail ${args[0]}`);
        return FAILURE;
    });
    await mountWithCleanup(WebClient);
    await getService("action").doAction({ type: "ir.actions.client", tag: "service_desk_cmdb.map", params });
    await animationFrame();
}

const picture = () => queryOne(".o_map_canvas").cy;
const LIST = ".o_map_list li";

test("What carries is below what it carries, and nothing lies over another", () => {
    const nodes = [...Array(60).keys()].map((number) => ({ key: `n${number}` }));
    const edges = nodes.slice(1).map(({ key }, index) => ({ base: `n${Math.floor(index / 3)}`, top: key }));
    const places = layout(nodes, edges);
    for (const { base, top } of edges) {
        expect(places.get(base).y).toBeGreaterThan(places.get(top).y);
    }
    const all = [...places.values()];
    all.forEach((one, index) => {
        const near = all
            .slice(index + 1)
            .filter((other) => Math.abs(one.x - other.x) < CARD_WIDTH && Math.abs(one.y - other.y) < CARD_HEIGHT);
        expect(near).toHaveLength(0);
    });
});

test("Circles, pairs and links to nowhere do not stop the layout", () => {
    const nodes = ["a", "b", "c", "lone"].map((key) => ({ key }));
    const edges = [["a", "b"], ["b", "c"], ["c", "a"], ["a", "a"], ["a", "gone"]].map(([base, top]) => ({ base, top }));
    const places = layout(nodes, edges);
    expect([...places.keys()].sort()).toEqual(["a", "b", "c", "lone"]);
    expect([...places.values()].every(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))).toBe(true);
    expect(layout([], []).size).toBe(0);
});

test("500 things with 2,000 links are placed while nobody waits", () => {
    const nodes = [...Array(500).keys()].map((number) => ({ key: `n${number}` }));
    const edges = [...Array(2000).keys()].map((number) => ({
        base: `n${(number * 7919) % 250}`,
        top: `n${1 + ((number * 104729) % 499)}`,
    }));
    const places = layout(nodes, edges);
    expect(places.size).toBe(500);
    const xs = [...places.values()].map(({ x }) => x);
    // No row is so long that nobody could look at it.
    expect(Math.max(...xs) - Math.min(...xs)).toBeLessThan(30 * CARD_WIDTH);
});

test("The list reads from the start along the relations, and unfolds everything once", () => {
    const edges = [edge(1, 2), edge(1, 3), edge(2, 3), edge(3, 1)];
    const [branch] = treeOf(["i1"], edges, "down");
    expect(branch.children.map(({ key, words, isAgain }) => [key, words, isAgain])).toEqual([
        ["i2", "runs", false],
        ["i3", "runs", true],
    ]);
    expect(branch.children[0].children[0].children).toEqual([
        { key: "i1", words: "runs", isAgain: true, children: [] },
    ]);
    expect(treeOf(["i3"], [edge(1, 3)], "up")[0].children[0].words).toBe("runs on");
});

test("What neither carries nor is carried is in the list of both ways, from either end", () => {
    const link = edge(1, 2, { is_mutual: true, words: "backs up", reverse: "is backed up by" });
    const told = (root, way) => treeOf([root], [link], way)[0].children.map((one) => [one.key, one.words]);
    for (const way of ["down", "up"]) {
        expect(told("i1", way)).toEqual([["i2", "is backed up by"]]);
        expect(told("i2", way)).toEqual([["i1", "backs up"]]);
    }
});

test("The map shows its things with their marks, and says them in a list", async () => {
    await mountMap();
    expect.verifySteps(['[[1],"down",4]']);
    expect(picture().nodes()).toHaveLength(3);
    expect(picture().edges().map((line) => [line.source().id(), line.target().id()])).toEqual([
        ["i2", "i1"],
        ["i3", "i2"],
    ]);
    expect(".o_map_canvas").toHaveAttribute("aria-label", "Map of Host: 3 things. A list follows.");
    // As text for a screen reader, without buttons that nobody could see.
    expect(LIST).toHaveCount(3);
    expect(`${LIST} button`).toHaveCount(0);
    await contains("button[name=list]").click();
    expect(".o_map_canvas").toHaveCount(0);
    expect(queryAllTexts(`${LIST} > button:first-of-type`)).toEqual(["Host", "VM", "App"]);
    expect(`${LIST}[data-key=i3]`).toHaveText(/^runs App, Server, In Use\s*2 more$/);
    expect(`${LIST}[data-key=i2]`).toHaveText(/open tickets: 3/);
});

test("The browser's own key prints the map, not the screen around it", async () => {
    await mountMap();
    expect.verifySteps(['[[1],"down",4]']);
    await contains("button[name=list]").click();
    await press(["ctrl", "p"]);
    // Beside the screen, where a test does not look by itself.
    const paper = document.querySelector("iframe.o_map_paper");
    const page = paper.contentDocument;
    expect(page.querySelector("h1").textContent).toBe("Host");
    expect([...page.querySelectorAll("td:first-child")].map((cell) => cell.textContent)).toEqual(["Host", "VM", "App"]);
    paper.remove();
});

test("A chosen thing opens its panel, which leads to the record and to its neighbors", async () => {
    mockService("action", { async doAction(action) {
        if (action.tag) {
            return super.doAction(...arguments);
        }
        expect.step([action.res_model, action.res_id].join());
    } });
    await mountMap();
    expect.verifySteps(['[[1],"down",4]']);
    const card = picture().getElementById("i3");
    card.emit({ type: "tap", position: card.position() });
    await animationFrame();
    expect(".o_map_panel h2").toHaveText("App");
    expect(".o_map_panel button[name=tickets]").toHaveCount(0);
    await contains(".o_map_panel button[name=open]").click();
    expect.verifySteps(["service.desk.ci,3"]);
    await contains(".o_map_panel button[name=toggle]").click();
    expect.verifySteps(['[[1],"down",4]']);
    await contains(".o_map_panel button[name=center]").click();
    expect.verifySteps(['[[3],"down",4]']);
});

test("The corner of a card shows more, and the ground beside it lets it go", async () => {
    await mountMap({ ids: [1] }, (args) => {
        expect.step(`opened ${args[3].opened}`);
        return told();
    });
    const card = picture().getElementById("i3");
    const { x, y } = card.position();
    card.emit({ type: "tap", position: { x: x + CARD_WIDTH / 2, y: y + CARD_HEIGHT / 2 } });
    await animationFrame();
    expect.verifySteps(['[[1],"down",4]', "opened ", '[[1],"down",4]', "opened 3"]);
    expect(".o_map_panel").toHaveCount(0);
    card.cy().getElementById("i2").emit({ type: "tap", position: { x: 0, y: 0 } });
    await animationFrame();
    expect(".o_map_panel").toHaveCount(1);
    picture().emit({ type: "tap", position: { x: 0, y: 0 } });
    await animationFrame();
    expect(".o_map_panel").toHaveCount(0);
});

test("A failure is played through, with its reasons and with what may not be seen", async () => {
    await mountMap();
    await contains(".o_map_fail").click();
    expect.verifySteps(['[[1],"down",4]', "fail 1"]);
    expect(".o_map_verdict").toHaveText(/In case of a failure of Host:\s*2 fail with it\s*4 more that you may not see/);
    expect(picture().nodes(".o_fails")).toHaveLength(3);
    expect(picture().edges(".o_burns")).toHaveLength(2);
    await contains("button[name=list]").click();
    await contains(`${LIST}[data-key=i3] > button:contains(App)`).click();
    expect(queryAllTexts(".o_map_why li")).toEqual(["Host fails first", "VM runs on Host", "App runs on VM"]);
    await contains(".o_map_verdict .btn-close").click();
    expect(".o_map_why").toHaveCount(0);
});

test("All that fails is shown whatever was filtered, relations too", async () => {
    await mountMap({ ids: [1], fails: true }, (args) =>
        args[3].types.length ? told({ nodes: [node(1, "Host")], edges: [] }) : told()
    );
    await contains(".o_map_filter").click();
    await contains(".o_map_filters .o_types:contains(is connected to)").click();
    await contains(".o_map_verdict button:contains(Show 2 more of them)").click();
    expect(picture().nodes()).toHaveLength(3);
    expect(".o_map_verdict button:contains(more of them)").toHaveCount(0);
    expect.verifySteps(['[[1],"down",4]', "fail 1", '[[1],"down",4]', '[[1],"down",10]']);
});

test("Who comes from a ticket sees the failure at once", async () => {
    await mountMap({ ids: [1, 2], fails: true });
    expect.verifySteps(['[[1,2],"down",4]', "fail 1,2"]);
    expect(".o_map_verdict").toHaveCount(1);
});

test("Way, steps and filters are asked of the server", async () => {
    await mountMap();
    await contains("button[name=up]").click();
    expect.verifySteps(['[[1],"down",4]', '[[1],"up",4]']);
    expect("button[name=up]").toHaveAttribute("aria-pressed", "true");
    onRpc("service.desk.ci.graph", "graph", ({ args }) => {
        expect.step(`types ${args[3].types}`);
        return told();
    });
    await contains(".o_map_filter").click();
    expect(".o_map_filters .o_types:contains(runs on)").toHaveAttribute("aria-checked", "true");
    await contains(".o_map_filters .o_types:contains(is connected to)").click();
    expect.verifySteps(["types 1,2"]);
});

/** A start at the bottom and a tower of things on it that is higher than any screen. */
const tower = () => {
    const numbers = [...Array(60).keys()].map((number) => number + 1);
    return told({
        nodes: numbers.map((id) => node(id, `Thing ${id}`)),
        edges: numbers.slice(1).map((id) => edge(id - 1, id)),
    });
};

test("A map of which one thing is left stands in the middle", async () => {
    let data = tower();
    await mountMap({ ids: [1] }, () => data);
    const { y1, y2 } = picture().elements().renderedBoundingBox();
    expect(y2 - y1).toBeGreaterThan(picture().height());
    data = told({ nodes: [node(1, "Host")], edges: [] });
    await contains("button[name=up]").click();
    await animationFrame();
    expect(picture().nodes().length).toBe(1);
    const place = picture().nodes()[0].renderedPosition();
    expect(Math.abs(place.x - picture().width() / 2)).toBeLessThan(2);
    expect(Math.abs(place.y - queryOne(".o_map_canvas").clientHeight / 2)).toBeLessThan(2);
    expect.verifySteps(['[[1],"down",4]', '[[1],"up",4]']);
});

test("A map of several things names them where one could be chosen", async () => {
    const nodes = [node(1, "Host"), node(2, "VM", { is_root: true }), node(3, "App", { is_root: true })];
    await mountMap({ ids: [1, 2, 3] }, told({ roots: ["i1", "i2", "i3"], nodes, edges: [edge(1, 2), edge(2, 3)] }));
    expect(".o_map_start input").toHaveAttribute("placeholder", "Host and 2 more");
    expect.verifySteps(['[[1,2,3],"down",4]']);
});

test("What is cut, hidden from the reader or missing is said", async () => {
    await mountMap({ ids: [1] }, told({ nodes: [node(1, "Host")], edges: [], is_cut: true, unseen: 7 }));
    expect(".o_map_view ~ *, .alert-warning").toHaveText(/nearest 1/);
    expect(".o_map_unseen").toHaveText("7 more around here that you may not see");
    expect(".o_map_alone").toHaveText(/Nothing is related to it this way/);
    await contains(".o_map_alone button:contains(every type)").click();
    expect.verifySteps(['[[1],"down",4]', '[[1],"down",4]']);
});

test("Who comes without an item chooses one", async () => {
    onRpc("service.desk.ci.graph", "propose", () => [{ id: 2, name: "VM", class_name: "Server", icon: "fa-server" }]);
    await mountMap({});
    await contains(".o_map_proposals button:contains(VM)").click();
    expect.verifySteps(['[[2],"down",4]']);
    expect(".o_map_canvas").toHaveCount(1);
});

test("What is seen whole stays so in a narrower window, and uses a wider one", async () => {
    await resize({ width: 1280, height: 800 });
    const nodes = [node(1, "Host"), ...[2, 3, 4, 5].map((id) => node(id, `VM ${id}`))];
    await mountMap({ ids: [1] }, told({ nodes, edges: [2, 3, 4, 5].map((id) => edge(1, id)) }));
    expect.verifySteps(['[[1],"down",4]']);
    const cy = picture();
    const box = () => cy.elements().renderedBoundingBox();
    const before = box();
    await resize({ width: 780 });
    expect(queryOne(".o_map_canvas").clientWidth).toBeLessThan(before.x2);
    await waitUntil(() => box().x2 <= 780 && box().x1 >= 0);
    await resize({ width: 1280 });
    await waitUntil(() => Math.abs(box().x1 - before.x1) < 2 && Math.abs(box().x2 - before.x2) < 2);
    // Who came nearer stays there.
    cy.zoom(2);
    await resize({ width: 780 });
    await waitUntil(() => cy.width() <= 780);
    expect(cy.zoom()).toBe(2);
    await contains("button[name=list]").click();
    expect(cy.destroyed()).toBe(true);
    await resize({ width: 1280 });
});

test("What was decided on a ticket counts on its map", async () => {
    onRpc("service.desk.ci.graph", "simulate", ({ args }) => {
        expect.step(`asked ${JSON.stringify(args)}`);
        const left = args[1] ? { left_out: ["VM"], added: [..."ABCDEFG"] } : {};
        const rows = [...FAILURE.rows, row(4, "A", false, "added by hand")];
        rows[1] = { ...rows[1], verdict: "left_out", cause: false, words: "left out by hand" };
        rows[3] = { ...rows[3], verdict: "concerned" };
        return { ...FAILURE, ...left, rows };
    });
    const nodes = [...told().nodes, node(4, "A", { is_root: true })];
    onRpc("service.desk.ci.graph", "graph", ({ args }) => {
        expect.step(`map of ${args[0]}`);
        return told({ roots: ["i1", "i4"], nodes });
    });
    await mountWithCleanup(WebClient);
    const params = { ids: [1, 4], fails: true, failing: [1], ticket: ["service.desk.incident", 7] };
    await getService("action").doAction({ type: "ir.actions.client", tag: "service_desk_cmdb.map", params });
    await animationFrame();
    expect.verifySteps(["map of 1,4", 'asked [[1],["service.desk.incident",7]]']);
    expect(".o_map_left_out").toHaveText("Left out on this ticket: VM");
    expect(".o_map_added").toHaveText("Added on this ticket: A, B, C, D, E and 2 more");
    expect(`${LIST}[data-key=i2] > .o_map_badge`).toHaveText("left out by hand");
    expect(`${LIST}[data-key=i3] > .o_map_badge`).toHaveText("fails: runs on VM");
    expect(`${LIST}[data-key=i4] > .o_map_badge`).toHaveText("added by hand");
    expect(picture().nodes(".o_fails").map((one) => one.id())).toEqual(["i1", "i3"]);
    expect(".o_map_legend .o_mark_concerned").toHaveCount(1);
    expect(".o_map_legend .o_mark_left_out").toHaveCount(1);
    await contains("button[name=list]").click();
    await contains(`${LIST}[data-key=i4] > button`).click();
    await animationFrame();
    expect(".o_map_why strong:first").toHaveText("Concerned");
});
