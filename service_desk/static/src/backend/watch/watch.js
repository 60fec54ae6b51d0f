import { registry } from "@web/core/registry";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, onMounted, onWillUnmount, status, xml } from "@odoo/owl";

/** Milliseconds between two looks. */
const PAUSE = 2000;

/**
 * Looks again every two seconds, as long as it stands on the form: for records on which a job is at
 * work. It shows nothing itself; the view says by `invisible` when there is nothing to wait for.
 */
export class ServiceDeskWatch extends Component {
    static template = xml``;
    static props = { ...standardWidgetProps };

    setup() {
        onMounted(() => this.plan());
        onWillUnmount(() => clearTimeout(this.timer));
    }

    plan() {
        this.timer = setTimeout(() => this.look(), PAUSE);
    }

    async look() {
        if (!document.hidden) {
            try {
                await this.props.record.load();
            } catch {
                // Offline or logged out: the next click says so, with a way out.
                return;
            }
        }
        if (status(this) === "mounted") {
            this.plan();
        }
    }
}

registry.category("view_widgets").add("service_desk_watch", { component: ServiceDeskWatch });
