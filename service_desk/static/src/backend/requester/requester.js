import { deserializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, toRaw, useState } from "@odoo/owl";

const { DateTime } = luxon;

const DAY_AND_MONTH = { day: "numeric", month: "short" };
const PHASE_CLASS = {
    new: "text-bg-info",
    active: "text-bg-primary",
    pending: "text-bg-warning",
    done: "text-bg-success",
};

/**
 * The person who asks, as an agent needs them on the phone: how to reach them, what they are
 * waiting for, what they asked before.
 */
export class ServiceDeskRequester extends Component {
    static template = "service_desk.Requester";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ overview: null });
        // Loaded before the form shows, so that nothing jumps away under the mouse.
        useRecordObserver((record) => this.load(record));
    }

    partnerOf(record) {
        return record.data.requester_id && record.data.requester_id.id;
    }

    async load(record) {
        const key = `${this.partnerOf(record)} ${record.resId}`;
        // The record gets new data whenever it was saved or read again, after a dialog for
        // instance that resolved or merged other tickets of the same person.
        const data = toRaw(record.data);
        if (key === this.key && data === this.data) {
            return;
        }
        this.key = key;
        this.data = data;
        if (!this.partnerOf(record)) {
            this.state.overview = null;
            return;
        }
        let overview;
        try {
            overview = await this.orm.silent.call(record.resModel, "requester_overview", [
                this.partnerOf(record),
                record.resId || false,
            ]);
        } catch {
            overview = null;
        }
        if (data === this.data) {
            this.state.overview = overview;
        }
    }

    get totals() {
        return this.state.overview.totals.filter((total) => total.count);
    }

    day(ticket) {
        const date = deserializeDateTime(ticket.date);
        const isThisYear = date.hasSame(DateTime.local(), "year");
        return date.toLocaleString(isThisYear ? DAY_AND_MONTH : DateTime.DATE_MED);
    }

    phaseClass(ticket) {
        return PHASE_CLASS[ticket.phase] || "text-bg-light";
    }

    url(ticket) {
        return `/odoo/${ticket.model}/${ticket.id}`;
    }

    /** Open in place, with the way back; a new tab where the person asks for one. */
    openTicket(ev, ticket) {
        if (ev.ctrlKey || ev.metaKey || ev.shiftKey) {
            return;
        }
        ev.preventDefault();
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: ticket.model,
            res_id: ticket.id,
            views: [[false, "form"]],
        });
    }

    openAll(total) {
        this.action.doAction({
            type: "ir.actions.act_window",
            name: `${total.label}: ${this.props.record.data.requester_id.display_name}`,
            res_model: total.model,
            views: [
                [false, "list"],
                [false, "form"],
            ],
            domain: [["requester_id", "=", this.partnerOf(this.props.record)]],
        });
    }
}

export const serviceDeskRequester = {
    component: ServiceDeskRequester,
    fieldDependencies: [{ name: "requester_id", type: "many2one" }],
};

registry.category("view_widgets").add("service_desk_requester", serviceDeskRequester);
