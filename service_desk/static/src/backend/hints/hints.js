import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, toRaw, useState } from "@odoo/owl";

const OPEN_PHASES = ["new", "active", "pending"];

/**
 * What the desk has noticed about an open ticket: a known error that it looks like, a change shortly
 * before. Asked for once the ticket is on the screen, so that the form does not wait for it.
 */
export class ServiceDeskHints extends Component {
    static template = "service_desk.Hints";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.state = useState({ hints: [] });
        useRecordObserver((record) => {
            if (toRaw(record.data) !== this.data) {
                this.data = toRaw(record.data);
                this.load(record);
            }
        });
    }

    async load(record) {
        const data = this.data;
        let hints = [];
        if (record.resId && OPEN_PHASES.includes(record.data.phase)) {
            try {
                hints = await this.orm.silent.call(record.resModel, "hints", [record.resId]);
            } catch {
                // The ticket itself is fine; it goes without hints.
            }
        }
        if (data === this.data) {
            this.state.hints = hints;
        }
    }

    url(hint) {
        return `/odoo/${hint.target.model}/${hint.target.id}`;
    }

    /** Open in place, with the way back; a new tab where the person asks for one. */
    open(ev, { target }) {
        if (ev.ctrlKey || ev.metaKey || ev.shiftKey) {
            return;
        }
        ev.preventDefault();
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: target.model,
            res_id: target.id,
            views: [[false, "form"]],
        });
    }

    press({ button }) {
        if (!button.confirm) {
            return this.run(button.method);
        }
        this.dialog.add(ConfirmationDialog, {
            body: button.confirm,
            confirmLabel: button.label,
            confirm: () => this.run(button.method),
            cancel: () => {},
        });
    }

    /** Save what was typed, then let the server do it and show what came of it. */
    async run(method) {
        const { record } = this.props;
        if (await record.save()) {
            await this.orm.call(record.resModel, method, [record.resId]);
            await record.load();
        }
    }
}

export const serviceDeskHints = { component: ServiceDeskHints };

registry.category("view_widgets").add("service_desk_hints", serviceDeskHints);
