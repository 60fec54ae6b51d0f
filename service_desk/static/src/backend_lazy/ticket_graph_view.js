import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { GraphRenderer } from "@web/views/graph/graph_renderer";
import { graphView } from "@web/views/graph/graph_view";

/** A graph of tickets says what its axes are, and counts tickets in whole numbers. */
export class TicketGraphRenderer extends GraphRenderer {
    getScaleOptions() {
        const options = super.getScaleOptions();
        const { x, y } = options;
        if (!y) {
            return options; // a pie has no axes
        }
        const { fields, groupBy, measure } = this.model.metaData;
        if (groupBy.length) {
            const text = fields[groupBy[0].fieldName].string;
            x.title = { ...y.title, display: true, text };
        }
        y.title.display = true;
        if (measure === "__count") {
            y.title.text = _t("Number of Tickets");
            y.ticks.precision = 0;
            y.ticks.callback = (value) => this.formatValue(value);
        }
        return options;
    }
}

registry.category("views").add("service_desk_ticket_graph", {
    ...graphView,
    Renderer: TicketGraphRenderer,
});
