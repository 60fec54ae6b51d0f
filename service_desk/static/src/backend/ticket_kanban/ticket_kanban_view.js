import { registry } from "@web/core/registry";
import { DynamicGroupList } from "@web/model/relational_model/dynamic_group_list";
import { RelationalModel } from "@web/model/relational_model/relational_model";
import { kanbanView } from "@web/views/kanban/kanban_view";

/**
 * Columns of tickets. A card that is dragged to another state passes the server's door, which may
 * first open the dialog that the button of the same move opens. The card stays where it was until
 * the board is read again.
 */
export class TicketGroupList extends DynamicGroupList {
    async moveRecord(dataRecordId, dataGroupId, refId, targetGroupId) {
        if (this.groupByField.name !== "state" || dataGroupId === targetGroupId) {
            return super.moveRecord(...arguments);
        }
        const source = this.groups.find((group) => group.id === dataGroupId);
        const target = this.groups.find((group) => group.id === targetGroupId);
        const { resId } = source.list.records.find((record) => record.id === dataRecordId);
        return this.model.action.doActionButton({
            type: "object",
            name: "action_move",
            args: JSON.stringify([target.value]),
            resModel: this.resModel,
            resId,
            resIds: [resId],
            context: this.context,
            onClose: () => this.model.load(),
        });
    }
}

export class TicketKanbanModel extends RelationalModel {
    static DynamicGroupList = TicketGroupList;
}

registry.category("views").add("service_desk_ticket_kanban", {
    ...kanbanView,
    Model: TicketKanbanModel,
});
