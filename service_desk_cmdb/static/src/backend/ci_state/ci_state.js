import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { StatusBarField, statusBarField } from "@web/views/fields/statusbar/statusbar_field";

const GONE = ["retired", "disposed"];

/**
 * The state of an item: what others rely on is taken out of use after a look at what that does. Whether
 * there is something to ask is for the server to say.
 */
export class ServiceDeskCiState extends StatusBarField {
    setup() {
        super.setup();
        this.orm = useService("orm");
        this.action = useService("action");
    }

    async selectItem(item) {
        const { record } = this.props;
        if (!record.resId || !GONE.includes(item.value) || item.isSelected) {
            return super.selectItem(item);
        }
        if (!(await record.save())) {
            return;
        }
        const next = await this.orm.call(record.resModel, "action_take_out", [[record.resId], item.value]);
        if (next && next.type) {
            await this.action.doAction(next, { onClose: () => record.load() });
        } else {
            await record.load();
        }
    }
}

export const serviceDeskCiState = {
    ...statusBarField,
    component: ServiceDeskCiState,
    // Looks as every other status bar.
    additionalClasses: ["o_field_statusbar"],
};

registry.category("fields").add("service_desk_ci_state", serviceDeskCiState);
