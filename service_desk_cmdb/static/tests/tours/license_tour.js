import { registry } from "@web/core/registry";

// A license that is used up, from the refused order to the seat that is free again. Each tour is one visit of
// one person; what happens between two visits happens on the server.

const tours = registry.category("web_tour.tours");
const DIALOG = ".modal:not(.o_inactive_modal)";

const order = [{ content: "I need this", trigger: "button[value=order]", run: "click", expectUnloadPage: true }];

tours.add("service_desk_cmdb_license_refused", {
    steps: () => [
        {
            content: "It says so before I order",
            trigger: "[role=alert]:contains(no license is free at the moment) a[href*='/my/tickets/new']",
        },
        ...order,
        {
            content: "It says why not, and what to do",
            trigger: "[role=alert]:contains(no license is free at the moment. Ask the desk for one more.)",
        },
        { content: "The form is still there", trigger: "button[value=order]" },
    ],
});

tours.add("service_desk_cmdb_license_ordered", {
    steps: () => [...order, { content: "It is ordered", trigger: ".o_sd_ticket" }],
});

tours.add("service_desk_cmdb_license_reclaim", {
    steps: () => [
        { content: "No seat is free", trigger: ".o_field_widget[name=position]:contains(Full)" },
        { content: "Who has one", trigger: ".nav-link[name=seats]", run: "click" },
        { trigger: ".o_field_widget[name=current_seat_ids] .o_data_row:contains(Idle Person)" },
        { content: "One of them is not used", trigger: "button[name=action_open_reclaim]", run: "click" },
        { trigger: `${DIALOG} .o_data_row:contains(Idle Person)` },
        { content: "and is taken back", trigger: `${DIALOG} button[name=action_reclaim]`, run: "click" },
        { content: "One is free", trigger: "body:not(:has(.modal)) .o_field_widget[name=position]:contains(Free Seats)" },
    ],
});

tours.add("service_desk_cmdb_license_approve", {
    steps: () => [
        {
            content: "Somebody waits for a word",
            trigger: ".o_sd_row a:contains(Drawing Tool)",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Yes",
            trigger: ".o_sd_form button:contains(Approve)",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "[role=status]:contains(You have approved this)" },
    ],
});

/** What an agent does about a task, from the list to the end. */
const doTask = (name) => [
    { content: "The task is there to do", trigger: `.o_data_row:contains(${name}) td[name=name]`, run: "click" },
    { content: "Done", trigger: ".o_statusbar_buttons button[name=action_open_done]", run: "click" },
    { trigger: `${DIALOG} button[name=action_confirm]`, run: "click" },
    { content: "It says so", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
];

tours.add("service_desk_cmdb_license_grant", { steps: () => doTask("Grant “Drawing”") });
tours.add("service_desk_cmdb_license_revoke", { steps: () => doTask("Revoke “Drawing”") });

tours.add("service_desk_cmdb_license_taken", {
    steps: () => [
        { content: "Full again", trigger: ".o_field_widget[name=position]:contains(Full)" },
        { trigger: ".nav-link[name=seats]", run: "click" },
        { trigger: ".o_field_widget[name=current_seat_ids] .o_data_row:contains(test_employee)" },
    ],
});
