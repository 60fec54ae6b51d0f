import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { tellDuration } from "./duration";

import { Component, xml } from "@odoo/owl";

/** Working seconds as people say them: "2 h 15 min". */
export class ServiceDeskDurationField extends Component {
    static template = xml`<span t-out="text"/>`;
    static props = { ...standardFieldProps };

    get text() {
        return tellDuration(this.props.record.data[this.props.name] || 0);
    }
}

registry.category("fields").add("service_desk_sla_duration", {
    component: ServiceDeskDurationField,
    displayName: _t("Working Time"),
    supportedTypes: ["integer"],
});
