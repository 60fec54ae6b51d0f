import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { KanbanController } from "@web/views/kanban/kanban_controller";
import { kanbanView } from "@web/views/kanban/kanban_view";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

import { Component, onWillStart, onWillUnmount, status, useState } from "@odoo/owl";

/** Milliseconds between two looks, while an audit is due. */
const PAUSE = 2000;

/**
 * Above the findings: when everything was looked at last, by which rules, and a button to look now.
 * While an audit is due it asks again and again, and has the findings read anew when that has ended.
 */
export class AuditHead extends Component {
    static template = "service_desk_cmdb.AuditHead";
    static props = { onAudited: Function };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ told: null });
        onWillStart(() => this.ask());
        onWillUnmount(() => clearTimeout(this.timer));
    }

    async ask() {
        const wasDue = this.state.told?.is_due;
        try {
            this.state.told = await this.orm.silent.call("service.desk.ci.finding", "audit_told", []);
        } catch {
            // The findings stand there without it; the next click says what is wrong.
            return;
        }
        if (status(this) === "destroyed") {
            return;
        }
        if (this.state.told.is_due) {
            this.plan();
        } else if (wasDue) {
            await this.props.onAudited();
        }
    }

    plan() {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => (document.hidden ? this.plan() : this.ask()), PAUSE);
    }

    async audit() {
        await this.orm.call("service.desk.ci", "action_audit", []);
        await this.ask();
    }
}

export class AuditListController extends ListController {
    static template = "service_desk_cmdb.AuditList";
    static components = { ...ListController.components, AuditHead };
}

export class AuditKanbanController extends KanbanController {
    static template = "service_desk_cmdb.AuditKanban";
    static components = { ...KanbanController.components, AuditHead };
}

registry.category("views").add("service_desk_audit_list", { ...listView, Controller: AuditListController });
registry.category("views").add("service_desk_audit_kanban", { ...kanbanView, Controller: AuditKanbanController });
