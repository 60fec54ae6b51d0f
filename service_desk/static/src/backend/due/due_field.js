import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { formatDateTime } from "@web/core/l10n/dates";
import { DateTimeField, dateTimeField } from "@web/views/fields/datetime/datetime_field";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component } from "@odoo/owl";

const { DateTime } = luxon;

/** Within so many hours a promise asks for attention. */
const SOON_HOURS = 4;

/**
 * When something is due, in words that count hours: "in 2 hours", "overdue: 20 minutes ago".
 *
 * Odoo's remaining days say "today" from morning to evening, which is too coarse for a desk.
 */
export class ServiceDeskDueField extends Component {
    static template = "service_desk.DueField";
    static components = { DateTimeField };
    static props = { ...standardFieldProps };

    get due() {
        return this.props.record.data[this.props.name];
    }

    get hoursLeft() {
        return this.due.diff(DateTime.local(), "hours").hours;
    }

    get isOverdue() {
        return this.hoursLeft < 0;
    }

    get text() {
        const relative = this.due.toRelative();
        return this.isOverdue ? _t("overdue: %s", relative) : relative;
    }

    get moment() {
        return formatDateTime(this.due);
    }

    get className() {
        if (this.isOverdue) {
            return "text-danger fw-bold";
        }
        return this.hoursLeft < SOON_HOURS ? "text-warning-emphasis fw-bold" : "text-muted";
    }
}

export const serviceDeskDueField = {
    component: ServiceDeskDueField,
    displayName: _t("Due in Hours"),
    supportedTypes: ["datetime"],
    fieldDependencies: dateTimeField.fieldDependencies,
};

registry.category("fields").add("service_desk_due", serviceDeskDueField);
