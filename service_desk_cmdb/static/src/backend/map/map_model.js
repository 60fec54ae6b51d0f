import { _t } from "@web/core/l10n/translation";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";

import { useState } from "@odoo/owl";

const MODEL = "service.desk.ci.graph";
const ITEM = "service.desk.ci";

export const DIRECTIONS = [
    ["down", _t("What relies on it")],
    ["up", _t("What it relies on")],
    ["both", _t("Both")],
];
export const MIN_DEPTH = 1;
export const MAX_DEPTH = 10;
/** The server begins no map with more. */
const MOST_ROOTS = 100;

/** Verdicts of what the failure reaches; others tell what somebody decided by hand. */
const SUFFERS = ["fails", "weakened"];

const FILTERS = ["types", "classes", "environments", "states"];

/** What the map is asked for, in the words of the server. */
const DEFAULTS = {
    ids: [],
    direction: "down",
    depth: 4,
    types: [],
    classes: [],
    environments: [],
    states: [],
    is_without_services: false,
    opened: [],
    shut: [],
};

/** The part of the landscape that is looked at, what was chosen on it, and a failure that is played through. */
class MapModel {
    constructor(orm) {
        this.orm = orm;
        this.keepLast = new KeepLast();
        this.wish = { ...DEFAULTS };
        this.data = null;
        this.selected = null;
        /** ids of what fails first, and what the server says of it */
        this.failing = [];
        this.failure = null;
        this.verdicts = {};
        /** [model, id] of the ticket on whose list things were left out and added by hand */
        this.ticket = null;
        this.byKey = {};
    }

    async load(changes = {}) {
        const wish = { ...this.wish, ...changes };
        const { ids, direction, depth, ...filters } = wish;
        const data = await this.keepLast.add(this.orm.call(MODEL, "graph", [ids, direction, depth, filters]));
        this.wish = wish;
        this.data = data;
        this.byKey = Object.fromEntries(data.nodes.map((node) => [node.key, node]));
        if (!this.byKey[this.selected]) {
            this.selected = null;
        }
    }

    get roots() {
        return this.data ? this.data.roots.map((key) => this.byKey[key]).filter(Boolean) : [];
    }

    get selectedNode() {
        return this.byKey[this.selected] || null;
    }

    pick(key) {
        this.selected = key;
    }

    // -- More and less ---------------------------------------------------------------------------

    turn(direction) {
        return this.load({ direction, opened: [], shut: [] });
    }

    deepen(depth) {
        return this.load({ depth: Math.min(MAX_DEPTH, Math.max(MIN_DEPTH, Number(depth))), opened: [], shut: [] });
    }

    /** Show the neighbors of a thing, or not any more. */
    toggle(key) {
        const node = this.byKey[key];
        const { opened, shut } = this.wish;
        const without = (ids) => ids.filter((id) => id !== node.id);
        if (node.is_shut) {
            return this.load({ shut: without(shut) });
        }
        return this.load({ opened: node.is_opened ? without(opened) : [...opened, node.id] });
    }

    /** Hide what is reached by way of a thing alone. */
    close(key) {
        const node = this.byKey[key];
        const { opened, shut } = this.wish;
        return this.load({ opened: opened.filter((id) => id !== node.id), shut: [...shut, node.id] });
    }

    // -- Filters ---------------------------------------------------------------------------------

    /** What is chosen of a filter; of relations the server says what it takes when nothing is. */
    chosen(name) {
        const told = this.wish[name];
        if (name === "types" && !told.length) {
            return this.data.choices.types.filter((type) => type.is_chosen).map((type) => type.id);
        }
        return told;
    }

    filter(name, chosen) {
        return this.load({ [name]: chosen });
    }

    get isFiltered() {
        return FILTERS.some((name) => this.wish[name].length) || this.wish.is_without_services;
    }

    clearFilters() {
        return this.load(Object.fromEntries([...FILTERS.map((name) => [name, []]), ["is_without_services", false]]));
    }

    showAllRelations() {
        return this.filter("types", this.data.choices.types.map((type) => type.id));
    }

    // -- What if ---------------------------------------------------------------------------------

    /** Play through what happens when these items fail together, by the list of a ticket where one is told. */
    async fail(ids, ticket = null) {
        const asked = ticket ? [ids, ticket] : [ids];
        this.failure = await this.keepLast.add(this.orm.call(MODEL, "simulate", asked));
        this.failing = ids;
        this.ticket = ticket;
        this.verdicts = Object.fromEntries(this.failure.rows.map((row) => [row.key, row]));
    }

    stopFailing() {
        this.failing = [];
        this.failure = null;
        this.ticket = null;
        this.verdicts = {};
    }

    /** How many of those that suffer are not on the map. */
    get beyond() {
        return this.failure.rows.filter((row) => SUFFERS.includes(row.verdict) && !this.byKey[row.key]).length;
    }

    /** Make all that suffers visible: from what fails first, down, as far as it goes. */
    showAllFailing() {
        // What was added by hand may be nowhere near.
        const added = this.failure.rows.filter((row) => row.verdict === "concerned" && row.model === ITEM);
        const ids = [...this.failing, ...added.map((row) => row.id)];
        return this.load({ ids: ids.slice(0, MOST_ROOTS), direction: "down", depth: MAX_DEPTH, opened: [], shut: [], ...NO_FILTER });
    }

    /** Rows from what failed first to a thing. */
    trailOf(key) {
        const way = [];
        for (let row = this.verdicts[key]; row && !way.includes(row); row = this.verdicts[row.cause]) {
            way.unshift(row);
        }
        return way;
    }

    get trail() {
        return this.selected ? this.trailOf(this.selected) : [];
    }
}

const NO_FILTER = { types: [], classes: [], environments: [], states: [], is_without_services: false };

export function useMap() {
    return useState(new MapModel(useService("orm")));
}
