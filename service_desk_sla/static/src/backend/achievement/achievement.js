import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ControlPanel } from "@web/search/control_panel/control_panel";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { OverviewChart } from "@service_desk/backend/overview/overview_chart";

import { Component, onWillStart, useState } from "@odoo/owl";

const { DateTime } = luxon;

const MODEL = "service.desk.sla.achievement";
const PERIODS = [
    ["30", _t("Last 30 days")],
    ["90", _t("Last 90 days")],
    ["this_month", _t("This month")],
    ["last_month", _t("Last month")],
];
const COLORS = { response: "#3188E6", update: "#F48935", resolution: "#00A78D" };
/** As many as have room for their names. */
const MOST_BARS = 6;
const RED = "#CE4257";
const TABLES = [
    ["team_id", _t("By team")],
    ["priority", _t("By priority")],
    ["customer_id", _t("By customer")],
    ["policy_id", _t("By policy")],
];

/** How promises are kept: a period in figures, a year in a line, and the most missed first. */
export class ServiceDeskAchievement extends Component {
    static template = "service_desk_sla.Achievement";
    static components = { ControlPanel, OverviewChart };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Service Levels");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ data: null });
        this.periods = PERIODS;
        onWillStart(() => this.load({}));
    }

    get data() {
        return this.state.data;
    }

    async load(options) {
        this.state.data = await this.orm.call(MODEL, "get_achievement", [{ ...this.data?.options, ...options }]);
    }

    async open(group, value, outcome) {
        const args = [this.data.options, group || false, value, outcome || false];
        this.action.doAction(await this.orm.call(MODEL, "get_records_action", args));
    }

    openAnalysis() {
        this.action.doAction("service_desk_sla.service_desk_sla_report_action");
    }

    // -- What is shown -------------------------------------------------------------------------

    percent(rate) {
        return rate === null ? "–" : `${rate.toLocaleString()} %`;
    }

    /** Number, what it is, how it looks, what it opens. */
    get cards() {
        const { figures } = this.data;
        return [
            { key: "rate", value: this.percent(figures.rate), label: _t("Met"), color: "success" },
            { key: "count", value: figures.count.toLocaleString(), label: _t("Met or breached"), color: "secondary" },
            {
                key: "breached",
                value: figures.breached.toLocaleString(),
                label: _t("Breached"),
                color: figures.breached ? "danger" : "secondary",
                outcome: "breached",
            },
            {
                key: "late",
                value: figures.late.toLocaleString(),
                label: _t("Open and late now"),
                color: figures.late ? "danger" : "secondary",
                outcome: "late",
            },
            {
                key: "open",
                value: figures.open.toLocaleString(),
                label: _t("Open now"),
                color: "info",
                outcome: "open",
            },
        ];
    }

    get months() {
        return this.data.months.starts.map((start) =>
            DateTime.fromISO(start).toLocaleString({ month: "short", year: "2-digit" })
        );
    }

    get monthSeries() {
        return this.data.months.series.map((series) => ({ ...series, color: COLORS[series.key] }));
    }

    get missed() {
        return this.data.groups.service_id.filter((row) => row.breached).slice(0, MOST_BARS);
    }

    get missedSeries() {
        return [
            { key: "breached", label: _t("Breached"), values: this.missed.map((row) => row.breached), color: RED },
        ];
    }

    get tables() {
        const { groups } = this.data;
        return TABLES.map(([group, title]) => ({ group, title, rows: groups[group] })).filter((table) => table.rows.length);
    }

    get isEmpty() {
        const { figures, months } = this.data;
        return !figures.count && !figures.open && !months.series.length;
    }
}

registry.category("actions").add("service_desk_sla.achievement", ServiceDeskAchievement);
