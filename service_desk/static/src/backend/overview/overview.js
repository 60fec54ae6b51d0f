import { Dropdown } from "@web/core/dropdown/dropdown";
import { CheckboxItem } from "@web/core/dropdown/checkbox_item";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ControlPanel } from "@web/search/control_panel/control_panel";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { OverviewChart } from "./overview_chart";
import { recallOptions, rememberOptions, tell, tellHours, useOverview } from "./overview_model";

import { Component, useState } from "@odoo/owl";

const { DateTime } = luxon;

const PERIODS = [
    ["1", _t("Today")],
    ["7", _t("Last 7 days")],
    ["30", _t("Last 30 days")],
    ["90", _t("Last 90 days")],
    ["this_month", _t("This month")],
    ["last_month", _t("Last month")],
    ["custom", _t("From … to …")],
];

const DEFAULTS = { period: "30", team_ids: [], process: false };

/**
 * What needs attention, most pressing first, with the color it has unless it is zero. Other addons
 * put their figures in; only what the server tells is shown.
 */
export const ATTENTION = [
    ["major", "danger"],
    ["overdue", "danger"],
    ["critical", "danger"],
    ["due_today", "warning"],
    ["unassigned", "warning"],
    ["waiting", "info"],
    ["open", "secondary"],
];
export const RESULTS = [
    "opened",
    "resolved",
    "first_response",
    "resolution",
    "first_contact",
    "escalated",
    "reopened",
    "satisfied",
];
export const COLUMNS = [
    "open",
    "overdue",
    "unassigned",
    "opened",
    "resolved",
    "first_response",
    "resolution",
    "first_contact",
    "escalated",
    "reopened",
    "satisfied",
];

const BLUE = "#3188E6";
const TEAL = "#00A78D";
const ORANGE = "#F48935";
const PRIORITY_COLORS = { 1: "#CE4257", 2: "#F48935", 3: "#3188E6", 4: "#00A78D", 5: "#7E8290" };

/** The desk at a glance: where agents and leaders begin their day. */
export class ServiceDeskOverview extends Component {
    static template = "service_desk.Overview";
    static components = { CheckboxItem, ControlPanel, Dropdown, OverviewChart };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Overview");

    setup() {
        this.action = useService("action");
        this.options = useState({ ...DEFAULTS, ...recallOptions() });
        this.overview = useOverview(
            () => ({ ...this.options }),
            () => Object.assign(this.options, DEFAULTS)
        );
        this.periods = PERIODS;
        this.tell = tell;
    }

    // -- What was chosen -----------------------------------------------------------------------

    async choose(options) {
        Object.assign(this.options, options);
        const { period, date_from, date_to } = this.options;
        if (period === "custom" && !(date_from && date_to && date_from <= date_to)) {
            return;
        }
        await this.overview.load();
        rememberOptions(this.options);
    }

    choosePeriod(period) {
        // From what is shown to what is wanted is a short way.
        const { date_from, date_to } = this.data.options;
        this.choose(period === "custom" ? { period, date_from, date_to } : { period });
    }

    /** Those that were chosen and are still there. */
    get teamIds() {
        const there = this.data.choices.teams.map((team) => team.id);
        return this.options.team_ids.filter((id) => there.includes(id));
    }

    toggleTeam(id) {
        const ids = this.teamIds;
        this.choose({ team_ids: ids.includes(id) ? ids.filter((other) => other !== id) : [...ids, id] });
    }

    get teamsLabel() {
        const chosen = this.data.choices.teams.filter((team) => this.teamIds.includes(team.id));
        if (!chosen.length) {
            return _t("All teams");
        }
        return chosen.length === 1 ? chosen[0].name : _t("%s teams", chosen.length);
    }

    get updated() {
        const time = deserializeDateTime(this.data.options.moment).toLocaleString(DateTime.TIME_SIMPLE);
        return this.overview.isStale ? _t("Not reachable since %s", time) : _t("As of %s", time);
    }

    // -- What is shown -------------------------------------------------------------------------

    get data() {
        return this.overview.data;
    }

    get attention() {
        return ATTENTION.filter(([key]) => key in this.data.figures);
    }

    /** What the knowledge base waits for; nothing when it waits for nothing. */
    get knowledge() {
        return Object.entries(this.data.knowledge || {});
    }

    get results() {
        return RESULTS.filter((key) => key in this.data.figures);
    }

    get columns() {
        return COLUMNS.filter((key) => key in this.data.figures);
    }

    get isEmpty() {
        const figures = this.data.figures;
        return !["open", "opened", "resolved"].some((key) => figures[key].count);
    }

    /** The small line below a number. */
    note(figure) {
        if (figure.kind === "hours" && figure.count) {
            const text = _t("median of %(count)s, mean %(mean)s", {
                count: figure.count.toLocaleString(),
                mean: tellHours(figure.mean).replaceAll(" ", "\u00a0"),
            });
            // A number stays on one line with its unit, and with the word before it.
            return text.toString().replace(/ (?=\d)/g, "\u00a0");
        }
        if (figure.kind === "share" && figure.total) {
            return _t("%(count)s of %(total)s", {
                count: figure.count.toLocaleString(),
                total: figure.total.toLocaleString(),
            });
        }
        return "";
    }

    get days() {
        const { starts, is_weekly } = this.data.series;
        return starts.map((start) => {
            const day = DateTime.fromISO(start).toLocaleString({ day: "numeric", month: "short" });
            return is_weekly ? _t("week of %s", day) : day;
        });
    }

    get flow() {
        const { opened, resolved } = this.data.series;
        const { figures } = this.data;
        return [
            { key: "opened", label: figures.opened.label, values: opened, color: BLUE },
            { key: "resolved", label: figures.resolved.label, values: resolved, color: TEAL },
        ];
    }

    get backlog() {
        const values = this.data.series.backlog;
        return [{ key: "backlog", label: _t("Open at the end of the day"), values, color: ORANGE }];
    }

    /** The rows of a group that have something to show, and their numbers as a series. */
    grouped(group, key, color) {
        const rows = (this.data.groups[group] || []).filter((row) => row.figures[key].count);
        const series = {
            key,
            label: this.data.figures[key].label,
            values: rows.map((row) => row.figures[key].count),
        };
        if (group === "priority") {
            series.colors = rows.map((row) => PRIORITY_COLORS[row.value]);
        } else {
            series.color = color;
        }
        return { labels: rows.map((row) => row.label), series: [series], rows };
    }

    get charts() {
        return [
            { group: "priority", title: _t("Open by priority"), type: "doughnut", ...this.grouped("priority", "open") },
            { group: "age", title: _t("Age of what is open"), ...this.grouped("age", "open", BLUE) },
            {
                group: "pending_reason_id",
                title: _t("Waiting for"),
                isHorizontal: true,
                ...this.grouped("pending_reason_id", "waiting", ORANGE),
            },
        ];
    }

    get tables() {
        const { groups } = this.data;
        return [
            { group: "team_id", title: _t("By team"), rows: groups.team_id || [] },
            { group: "service_id", title: _t("By service"), rows: groups.service_id || [] },
        ].filter((table) => table.rows.length);
    }

    // -- Where it leads ------------------------------------------------------------------------

    openDay(key, place) {
        this.overview.open(key, "day", place + 1);
    }

    /** Mails that were held or that could not be read, for those who may decide on them. */
    get heldMails() {
        return _t("Mails in the inbox that need a decision: %s", this.data.held_mails);
    }

    openInbox() {
        this.action.doAction("service_desk.service_desk_inbox_action");
    }

    openQueue() {
        this.action.doAction("service_desk.service_desk_work_action");
    }

    openNewIncident() {
        this.action.doAction("service_desk.service_desk_incident_action_new");
    }

    openWallboard() {
        // The browser allows it in answer to a click alone; without it the board fills the tab.
        document.documentElement.requestFullscreen?.().catch(() => {});
        this.action.doAction("service_desk.service_desk_wallboard_action");
    }
}

registry.category("actions").add("service_desk.overview", ServiceDeskOverview);
