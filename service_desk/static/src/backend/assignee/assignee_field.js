import {
    Many2OneAvatarUserField,
    many2OneAvatarUserField,
} from "@mail/views/web/fields/many2one_avatar_user_field/many2one_avatar_user_field";
import { registry } from "@web/core/registry";

import { Component } from "@odoo/owl";

/** The assignee; that there is none is said in a list, since somebody should take the ticket. */
export class ServiceDeskAssigneeField extends Component {
    static template = "service_desk.AssigneeField";
    static components = { Many2OneAvatarUserField };
    static props = { ...Many2OneAvatarUserField.props };

    get isMissing() {
        return this.props.readonly && !this.props.record.data[this.props.name];
    }

    get className() {
        const isOver = ["done", "closed"].includes(this.props.record.data.phase);
        return isOver ? "text-muted" : "text-warning-emphasis";
    }
}

registry.category("fields").add("service_desk_assignee", {
    ...many2OneAvatarUserField,
    component: ServiceDeskAssigneeField,
});
