import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { ControlPanel } from "@web/search/control_panel/control_panel";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { Component, onWillStart, useState } from "@odoo/owl";

const { DateTime } = luxon;

/** Height of one lane of bars, in pixels; the style sheet uses the same. */
export const LANE_HEIGHT = 26;

export const RANGES = [
    [7, _t("Week")],
    [14, _t("Two Weeks")],
    [31, _t("Month")],
];
export const GROUPS = [
    ["service", _t("Services")],
    ["team", _t("Teams")],
];

/** What a click opens; an outage opens its change. */
const MODELS = { freeze: "service.desk.freeze", announcement: "service.desk.announcement" };

/** What the user chose last; only what a timeline keeps. */
function recall(key, kept) {
    try {
        const known = JSON.parse(browser.localStorage.getItem(key)) || {};
        return Object.fromEntries(kept.map((name) => [name, known[name]]));
    } catch {
        return {};
    }
}

/**
 * Changes over days, a row a service or team: freezes and maintenance windows behind, outages hatched.
 *
 * On a phone it is a list by day. Nothing is dragged here: a click opens the change.
 */
export class ServiceDeskTimeline extends Component {
    static template = "service_desk.Timeline";
    static components = { ControlPanel };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Change Timeline");
    /** The model that tells what stands on it, where choices are remembered, and which. */
    static model = "service.desk.timeline";
    static storageKey = "service_desk.timeline";
    static kept = ["days", "group"];

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.ui = useService("ui");
        this.keepLast = new KeepLast();
        this.display = { controlPanel: {} };
        this.ranges = RANGES;
        this.groups = GROUPS;
        this.state = useState({ data: null });
        const { storageKey, kept } = this.constructor;
        onWillStart(() => this.load(recall(storageKey, kept)));
    }

    async load(options) {
        const wanted = { ...this.state.data?.options, ...options };
        const { model, storageKey, kept } = this.constructor;
        const data = await this.keepLast.add(this.orm.call(model, "get_timeline", [wanted]));
        this.state.data = data;
        const chosen = Object.fromEntries(kept.map((name) => [name, data.options[name]]));
        browser.localStorage.setItem(storageKey, JSON.stringify(chosen));
    }

    turn(step) {
        const { date, days } = this.state.data.options;
        this.load({ date: DateTime.fromISO(date).plus({ days: step * days }).toISODate() });
    }

    today() {
        this.load({ date: false });
    }

    get isEmpty() {
        return !this.state.data.rows.length;
    }

    rowStyle(row) {
        return `min-height: ${row.lanes * LANE_HEIGHT + 10}px`;
    }

    bandStyle(band) {
        return `left: ${band.left * 100}%; width: ${band.width * 100}%`;
    }

    barStyle(bar) {
        return `${this.bandStyle(bar)}; top: ${bar.lane * LANE_HEIGHT + 5}px`;
    }

    barClass(bar) {
        if (bar.kind === "outage" || bar.kind === "announcement") {
            return `o_outage o_${bar.kind} ${bar.is_full ? "o_full" : ""}`;
        }
        const risk = bar.risk ? `o_risk_${bar.risk}` : "";
        return `o_type_${bar.type} ${risk} ${bar.is_firm ? "" : "o_tentative"} ${bar.is_over ? "o_over" : ""}`;
    }

    /** A bar that holds no words has its name beside it. */
    isNarrow(bar) {
        return bar.kind === "change" && bar.width < 0.12;
    }

    get hasNow() {
        return this.state.data.now !== false;
    }

    get nowStyle() {
        return `left: ${this.state.data.now * 100}%`;
    }

    barTitle(bar) {
        const facts = [bar.label, bar.when, bar.type_label, bar.state_label];
        return facts.filter(Boolean).join("\n");
    }

    bandTitle(band) {
        return [band.label, band.when, band.services, band.reason].filter(Boolean).join("\n");
    }

    /** What the phone shows: each change and freeze once, by day. */
    get agenda() {
        const seen = new Map();
        for (const row of this.state.data.rows) {
            for (const item of [...row.bands, ...row.bars]) {
                const key = `${item.kind},${item.id},${item.start}`;
                if (item.kind !== "window" && !seen.has(key)) {
                    seen.set(key, { ...item, key, rows: [] });
                }
                if (seen.has(key)) {
                    seen.get(key).rows.push(row.label);
                }
            }
        }
        const items = [...seen.values()];
        return this.state.data.days
            .map((day, index) => ({ day, items: items.filter((item) => this.isOn(item, index)) }))
            .filter(({ day, items }) => items.length || day.is_today);
    }

    /** Whether something begins on this day; what began before stands at the first day. */
    isOn(item, index) {
        return Math.floor(item.left * this.state.data.days.length + 1e-9) === index;
    }

    openChange(item) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: MODELS[item.kind] || "service.desk.change",
            res_id: item.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("service_desk.timeline", ServiceDeskTimeline);
