import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/** How a step looks in each state; steps of a plan that is not started have none. */
const LOOKS = {
    done: { icon: "fa-check", color: "success" },
    in_progress: { icon: "fa-play", color: "primary" },
    ready: { icon: "fa-circle-o", color: "info" },
    failed: { icon: "fa-exclamation", color: "danger" },
    cancelled: { icon: "fa-minus", color: "secondary" },
    waiting: { icon: "fa-hourglass-o", color: "secondary" },
};

/**
 * Steps from left to right, those that can go on at the same time below each other; from top to
 * bottom on a telephone.
 */
export class TaskTimeline extends Component {
    static template = "service_desk.TaskTimeline";
    static props = { ...standardFieldProps };

    setup() {
        this.action = useService("action");
    }

    get columns() {
        return this.props.record.data[this.props.name] || [];
    }

    look(step) {
        return LOOKS[step.state] || LOOKS.waiting;
    }

    facts(step) {
        return [step.state_label, step.team, step.person].filter(Boolean).join(" · ");
    }

    open(step) {
        if (step.task_id) {
            this.action.doAction({
                type: "ir.actions.act_window",
                res_model: "service.desk.task",
                res_id: step.task_id,
                views: [[false, "form"]],
            });
        }
    }
}

registry.category("fields").add("service_desk_task_timeline", {
    component: TaskTimeline,
    supportedTypes: ["json"],
});
