import { deserializeDateTime } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { Component, useState } from "@odoo/owl";

const DATES = ["date_planned_start", "date_planned_end"];

/**
 * Looks for a free time of a change. What is in the calendar keeps its place until another one is
 * taken: dates that were typed and are in the way go back, so that everything else can be saved.
 */
export class ServiceDeskFindTime extends Component {
    static template = "service_desk.FindTime";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({ isBusy: false });
    }

    async onClick() {
        this.state.isBusy = true;
        try {
            await this.find(this.props.record);
        } finally {
            this.state.isBusy = false;
        }
    }

    async find(record) {
        if (record.data.state === "scheduled" && (await record.isDirty())) {
            await this.putDatesBack(record);
        }
        if (!(await record.save())) {
            return;
        }
        await this.action.doActionButton({
            type: "object",
            name: "action_open_slots",
            resModel: record.resModel,
            resId: record.resId,
            resIds: [record.resId],
            context: record.context,
            onClose: () => record.model.load(),
        });
    }

    async putDatesBack(record) {
        const [saved] = await this.orm.read(record.resModel, [record.resId], DATES);
        const dates = DATES.map((name) => [name, saved[name] && deserializeDateTime(saved[name])]);
        await record.update(Object.fromEntries(dates));
    }
}

registry.category("view_widgets").add("service_desk_find_time", { component: ServiceDeskFindTime });
