import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { FetchRecordError } from "@web/model/relational_model/errors";

/**
 * A ticket that is out of sight, because a team behind a wall has it now, is no error: say so and
 * go back to the work that is left.
 */
function lostTicketHandler(env, error, originalError) {
    const resModel = env.services.action.currentController?.props.resModel || "";
    if (!(originalError instanceof FetchRecordError) || !resModel.startsWith("service.desk.")) {
        return false;
    }
    error.event.preventDefault(); // expected, nothing for the console
    env.services.notification.add(
        _t("Saved. You do not see this ticket any more: it is with another team now."),
        { type: "info" }
    );
    env.services.action.doAction("service_desk.service_desk_work_action", {
        clearBreadcrumbs: true,
        forceLeave: true,
    });
    return true;
}

// Before the handler of the web client, which says that the record was deleted.
registry.category("error_handlers").add("service_desk_lost_ticket", lostTicketHandler, {
    sequence: 40,
});
