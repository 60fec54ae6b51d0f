import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

/** A mark in lists beside tickets one of whose mails did not arrive; nothing beside the others. */
export class ServiceDeskMailFailureField extends Component {
    static template = "service_desk.MailFailureField";
    static props = { ...standardFieldProps };

    get hasFailed() {
        return this.props.record.data[this.props.name];
    }
}

export const serviceDeskMailFailureField = {
    component: ServiceDeskMailFailureField,
    displayName: _t("Failed mail"),
    supportedTypes: ["boolean"],
};

registry.category("fields").add("service_desk_mail_failure", serviceDeskMailFailureField);
