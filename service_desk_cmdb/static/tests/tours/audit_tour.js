import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

/** What the server's job does in a minute. */
function runJob() {
    return rpc("/web/dataset/call_kw/ir.cron/method_direct_trigger", {
        model: "ir.cron",
        method: "method_direct_trigger",
        args: [window.auditJob],
        kwargs: {},
    });
}

/** A configuration manager looks now, sees what was found without a reload, and accepts it from its row. */
registry.category("web_tour.tours").add("service_desk_cmdb_audit", {
    steps: () => [
        { content: "Which rules there are", trigger: ".o_service_desk_audit summary", run: "click" },
        { trigger: ".o_service_desk_audit li:contains(Without an Owner):contains(Workstation)" },
        { content: "Nothing is known of it yet", trigger: ".o_list_view:not(:contains(Turbine Server))" },
        { content: "Look now", trigger: "button[name=audit_now]", run: "click" },
        { content: "It is being looked at", trigger: ".o_service_desk_audit button[name=audit_now]:disabled" },
        {
            content: "The job's turn",
            trigger: ".o_service_desk_audit:contains(The audit runs)",
            async run() {
                const domain = [["cron_name", "=", "Service Desk: audit configuration items"]];
                [window.auditJob] = await rpc("/web/dataset/call_kw/ir.cron/search", {
                    model: "ir.cron",
                    method: "search",
                    args: [domain],
                    kwargs: {},
                });
                await runJob();
            },
        },
        { content: "When it was", trigger: ".o_service_desk_audit:contains(Looked at last on)" },
        { content: "The list follows by itself", trigger: ".o_group_header:contains(Without an Owner)", run: "click" },
        {
            content: "All right, from the row",
            trigger: ".o_data_row:contains(Turbine Server) button:contains(It Is All Right)",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=finding_ids]:contains(Turbine Server)" },
        { trigger: ".modal .o_field_widget[name=reason] input", run: "edit It stands in the museum" },
        { trigger: ".modal button[name=action_confirm]", run: "click" },
        { trigger: ".o_list_view:not(:has(.modal)):not(:has(.o_data_row:contains(Turbine Server)))" },
    ],
});
