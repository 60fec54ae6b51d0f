import { registry } from "@web/core/registry";

// The clock of a supplier runs while the supplier has the ticket, and at no other time.

const STATE = ".o_statusbar_status .o_arrow_button_current";
const DIALOG = ".modal:not(.o_inactive_modal)";
const OURS = ".o_service_desk_clock[data-kind=sla]";
const THEIRS = ".o_service_desk_clock[data-kind=uc][data-metric^=Resolution]";

registry.category("web_tour.tours").add("service_desk_sla_supplier_has_it", {
    steps: () => [
        {
            content: "Open the ticket from the queue",
            trigger: ".o_data_row:contains(Turbine vibrates) td[name=name]",
            run: "click",
        },
        {
            content: "The desk's clock runs, the supplier has none",
            trigger: `.o_service_desk_clocks:not(:has([data-kind=uc])) ${OURS}[data-status=running]`,
        },
        { content: "Pass it on", trigger: "button[name=action_open_escalation]", run: "click" },
        {
            content: "To a supplier",
            trigger: `${DIALOG} [name=way] label:contains(Supplier)`,
            run: "click",
        },
        { content: "To which one", trigger: `${DIALOG} [name=supplier_id] input`, run: "edit Test Telecom" },
        {
            content: "To that one",
            trigger: ".o-autocomplete--dropdown-item:contains(Test Telecom)",
            run: "click",
        },
        { content: "What they are told", trigger: `${DIALOG} [name=note] textarea`, run: "edit Bearing is loose" },
        { content: "Do it", trigger: `${DIALOG} button[name=action_confirm]`, run: "click" },
        { content: "It waits", trigger: `${STATE}:contains(Pending)` },
        { content: "for them", trigger: ".alert:contains(Waiting for a supplier)" },
        { content: "Their clock runs", trigger: `${THEIRS}[data-status=running] button:contains(Test Telecom)` },
        { content: "The requester goes on waiting for the desk", trigger: `${OURS}[data-status=running]` },
        { content: "Why this promise?", trigger: `${THEIRS} button[aria-expanded]`, run: "click" },
        { content: "It is the contract's", trigger: `${THEIRS} dl:contains(Lines, version 1)` },
        { content: "They are done", trigger: "button[name=action_resume]", run: "click" },
        { content: "The desk goes on", trigger: `${STATE}:contains(In Progress)` },
        { content: "Its clock runs as before", trigger: `${OURS}[data-status=running]` },
        { content: "Theirs stands still", trigger: `${THEIRS}[data-status=paused]:contains(stands still)` },
        { content: "See when it ran", trigger: `${THEIRS} button[title="Open its history"]`, run: "click" },
        {
            content: "One stretch, which is over",
            trigger: ".o_form_view [name=span_table] tbody tr:only-child:not(:contains(still runs))",
        },
    ],
});
