import { deserializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, toRaw, useState } from "@odoo/owl";

const { DateTime } = luxon;

const PHASE_CLASS = {
    new: "text-bg-info",
    active: "text-bg-primary",
    pending: "text-bg-warning",
    done: "text-bg-success",
};

/**
 * Tickets like the one on the screen, by which words, and how they were solved. Asked for when its
 * page is opened: until then the form costs nothing more.
 */
export class ServiceDeskLikeThis extends Component {
    static template = "service_desk.LikeThis";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ tickets: null, isFailed: false });
        useRecordObserver((record) => {
            // What was found stays on the screen while it is asked for again.
            if (toRaw(record.data) !== this.data) {
                this.data = toRaw(record.data);
                this.load(record);
            }
        });
    }

    async load(record) {
        const data = this.data;
        let tickets = null;
        try {
            tickets = record.resId
                ? await this.orm.silent.call(record.resModel, "like_this", [record.resId])
                : [];
        } catch {
            // The ticket itself is fine; say so instead of disturbing.
        }
        if (data === this.data) {
            this.state.isFailed = !tickets;
            this.state.tickets = tickets || [];
        }
    }

    phaseClass(ticket) {
        return PHASE_CLASS[ticket.phase] || "text-bg-light";
    }

    day(ticket) {
        return deserializeDateTime(ticket.date).toLocaleString(DateTime.DATE_MED);
    }

    url(ticket) {
        return `/odoo/${this.props.record.resModel}/${ticket.id}`;
    }

    /** Open in place, with the way back; a new tab where the person asks for one. */
    open(ev, ticket) {
        if (ev.ctrlKey || ev.metaKey || ev.shiftKey) {
            return;
        }
        ev.preventDefault();
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: this.props.record.resModel,
            res_id: ticket.id,
            views: [[false, "form"]],
        });
    }

    /** Save what was typed, let the server do it or say what to ask, and show what came of it. */
    async run(method, ticket) {
        const { record } = this.props;
        if (!(await record.save())) {
            return;
        }
        const next = await this.orm.call(record.resModel, method, [record.resId, ticket.id]);
        if (next && next.type) {
            await this.action.doAction(next, { onClose: () => record.load() });
        } else {
            await record.load();
        }
    }
}

export const serviceDeskLikeThis = { component: ServiceDeskLikeThis };

registry.category("view_widgets").add("service_desk_like_this", serviceDeskLikeThis);
