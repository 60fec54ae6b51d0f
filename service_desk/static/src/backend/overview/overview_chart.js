import { loadBundle } from "@web/core/assets";
import { _t } from "@web/core/l10n/translation";

import { Component, onWillStart, onWillUnmount, useEffect, useRef, useState } from "@odoo/owl";

/**
 * A chart whose segments open the tickets behind them, and the same numbers as a table.
 *
 * The table is there for screen readers always, and for everybody who asks for it; its numbers are
 * buttons then, so that all can be reached without a mouse.
 */
export class OverviewChart extends Component {
    static template = "service_desk.OverviewChart";
    static props = {
        title: String,
        meaning: { type: String, optional: true },
        type: { type: String, optional: true }, // bar, line or doughnut
        isHorizontal: { type: Boolean, optional: true },
        labels: { type: Array, element: String },
        /** {key, label, values, color} or, with one color for each value, {…, colors} */
        series: { type: Array, element: Object },
        /** called with the key of the series and the place of the label */
        onPick: Function,
    };
    static defaultProps = { type: "bar", isHorizontal: false };

    setup() {
        this.canvas = useRef("canvas");
        this.state = useState({ showsTable: false });
        onWillStart(() => loadBundle("web.chartjs_lib"));
        // Drawn anew when a number changes, and not each time the numbers were asked for.
        useEffect(
            () => this.draw(),
            () => [this.state.showsTable, JSON.stringify([this.props.labels, this.props.series])]
        );
        onWillUnmount(() => this.chart?.destroy());
    }

    get isEmpty() {
        return !this.props.series.some((series) => series.values.some(Boolean));
    }

    get tableLabel() {
        return this.state.showsTable ? _t("Show as chart") : _t("Show as table");
    }

    get summary() {
        return _t("%(title)s, chart. A table follows.", { title: this.props.title });
    }

    draw() {
        this.chart?.destroy();
        this.chart = null;
        if (this.canvas.el && !this.isEmpty) {
            // eslint-disable-next-line no-undef
            this.chart = new Chart(this.canvas.el, this.config);
        }
    }

    get config() {
        const isRound = this.props.type === "doughnut";
        return {
            type: this.props.type,
            data: {
                labels: this.props.labels,
                datasets: this.props.series.map((series) => this.dataset(series)),
            },
            options: {
                animation: false,
                maintainAspectRatio: false,
                responsive: true,
                indexAxis: this.props.isHorizontal ? "y" : "x",
                interaction: isRound
                    ? {}
                    : { mode: "index", intersect: false, axis: this.props.isHorizontal ? "y" : "x" },
                plugins: {
                    legend: {
                        display: isRound || this.props.series.length > 1,
                        position: isRound ? "right" : "bottom",
                        labels: { color: this.textColor, boxWidth: 12 },
                    },
                },
                scales: isRound ? {} : this.scales,
                onClick: (event) => this.pickAt(event),
                onHover: (event, elements) => {
                    event.native.target.style.cursor = elements.length ? "pointer" : "";
                },
            },
        };
    }

    dataset({ label, values, color, colors }) {
        const isLine = this.props.type === "line";
        return {
            label,
            data: values,
            backgroundColor: colors || (isLine ? `${color}33` : color),
            borderColor: this.props.type === "doughnut" ? "transparent" : color,
            borderWidth: isLine ? 2 : 0,
            fill: isLine,
            maxBarThickness: 36,
            pointHitRadius: 12,
            pointRadius: values.length > 31 ? 0 : 2,
            cubicInterpolationMode: "monotone",
        };
    }

    get scales() {
        const ticks = { color: this.textColor, maxRotation: 0 };
        const category = { ticks: { ...ticks, autoSkip: true, autoSkipPadding: 12 }, grid: { display: false } };
        const amount = {
            beginAtZero: true,
            ticks: { ...ticks, precision: 0 },
            grid: { color: `${this.textColor}22` },
            border: { display: false },
        };
        return this.props.isHorizontal ? { x: amount, y: category } : { x: category, y: amount };
    }

    /** The color of the text around it, in the light and in the dark; as #rrggbb. */
    get textColor() {
        const [red, green, blue] = getComputedStyle(this.canvas.el).color.match(/[\d.]+/g).map(Number);
        return "#" + [red, green, blue].map((part) => Math.round(part).toString(16).padStart(2, "0")).join("");
    }

    pickAt(event) {
        const exact = this.chart.getElementsAtEventForMode(event, "nearest", { intersect: true }, false);
        const near = this.chart.getElementsAtEventForMode(event, "index", { intersect: false }, false);
        const [element] = exact.length ? exact : near;
        if (element) {
            this.pick(this.props.series[element.datasetIndex], element.index);
        }
    }

    pick(series, index) {
        if (series.values[index]) {
            this.props.onPick(series.key, index);
        }
    }
}
