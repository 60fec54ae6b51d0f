import { browser } from "@web/core/browser/browser";
import { formatDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { Component, onMounted, onWillUnmount, useState } from "@odoo/owl";

const { DateTime } = luxon;

/** A mark in lists beside what is major; nothing beside the others. */
export class ServiceDeskMajorField extends Component {
    static template = "service_desk.MajorField";
    static props = { ...standardFieldProps };

    get isMajor() {
        return this.props.record.data[this.props.name] === "declared";
    }
}

/** In a timeline: that an entry puts another one right. */
export class ServiceDeskCorrectionField extends Component {
    static template = "service_desk.CorrectionField";
    static props = { ...standardFieldProps };

    get corrects() {
        return Boolean(this.props.record.data[this.props.name]);
    }
}

/** Minutes and seconds that are left, or by how many it is late. */
export class ServiceDeskCountdownField extends Component {
    static template = "service_desk.CountdownField";
    static props = { ...standardFieldProps };

    setup() {
        this.state = useState({ now: DateTime.now() });
        onMounted(() => {
            this.timer = browser.setInterval(() => (this.state.now = DateTime.now()), 1000);
        });
        onWillUnmount(() => browser.clearInterval(this.timer));
    }

    get due() {
        return this.props.record.data[this.props.name];
    }

    get seconds() {
        return Math.ceil(this.due.diff(this.state.now, "seconds").seconds);
    }

    get isLate() {
        return this.seconds < 0;
    }

    get text() {
        const total = Math.abs(this.seconds);
        const two = (number) => String(number).padStart(2, "0");
        const hours = Math.floor(total / 3600);
        const rest = `${two(Math.floor((total % 3600) / 60))}:${two(total % 60)}`;
        const clock = hours ? `${hours}:${rest}` : rest;
        return this.isLate ? _t("overdue by %s", clock) : _t("in %s", clock);
    }

    get moment() {
        return formatDateTime(this.due);
    }
}

for (const [name, component, types] of [
    ["service_desk_major", ServiceDeskMajorField, ["selection"]],
    ["service_desk_correction", ServiceDeskCorrectionField, ["many2one"]],
    ["service_desk_countdown", ServiceDeskCountdownField, ["datetime"]],
]) {
    registry.category("fields").add(name, { component, supportedTypes: types });
}
