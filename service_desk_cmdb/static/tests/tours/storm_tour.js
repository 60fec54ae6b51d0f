import { registry } from "@web/core/registry";

const ALERTS = ".o_field_widget[name=alert_ids]";
const back = (name) => ({
    content: "Back to the incident",
    trigger: `.o_breadcrumb a:contains(${name}), .breadcrumb-item a:contains(${name})`,
    run: "click",
});

/** Two thousand alerts, read by somebody who has to do something about them. */
registry.category("web_tour.tours").add("service_desk_cmdb_storm", {
    steps: () => [
        {
            content: "One incident stands in the queue",
            trigger: ".o_list_view:not(:has(.o_data_row:contains(guest-))) .o_data_row:contains(turbine-host) td[name=name]",
            run: "click",
        },
        { content: "It says how many alerts it has", trigger: "button[name=action_open_alerts]:contains(2,000)" },
        { content: "They are listed", trigger: ".o_notebook .nav-link:contains(Alerts)", run: "click" },
        { content: "What failed is the first", trigger: `${ALERTS} .o_data_row:eq(0):contains(turbine-host)` },
        { content: "Then what runs on it", trigger: `${ALERTS} .o_data_row:eq(1):contains(guest-0000)` },
        { content: "A page at a time", trigger: `${ALERTS} .o_pager_limit:contains(2000)` },
        { content: "The next page", trigger: `${ALERTS} .o_pager_next`, run: "click" },
        { trigger: `${ALERTS} .o_data_row:contains(guest-0039)` },
        { content: "All of them in the console", trigger: "button[name=action_open_alerts]", run: "click" },
        { content: "What failed is the first there, too", trigger: ".o_list_view .o_data_row:eq(0):contains(turbine-host)" },
        back("turbine-host"),
        { content: "What relies on what", trigger: ".o-form-buttonbox .o_button_more", run: "click" },
        { trigger: "button[name=action_open_map]:visible", run: "click" },
        { content: "The map says what it means", trigger: ".o_map_verdict:contains(turbine-host)" },
        { trigger: ".o_map_verdict:contains(1999 fail with it), .o_map_verdict:contains(1,999 fail with it)" },
    ],
});
