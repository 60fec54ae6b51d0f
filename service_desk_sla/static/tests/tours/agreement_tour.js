import { registry } from "@web/core/registry";

// An agent and a requester agree on a date; the requester sees it, and no more.

const DIALOG = ".modal:not(.o_inactive_modal)";
const CLOCK = ".o_service_desk_clock[data-metric=Resolution]";

registry.category("web_tour.tours").add("service_desk_sla_agent_agrees", {
    steps: () => [
        {
            content: "Open the ticket from the queue",
            trigger: ".o_data_row:contains(Turbine vibrates) td[name=name]",
            run: "click",
        },
        { content: "It runs", trigger: `${CLOCK}[data-status=running]` },
        { content: "Agree on a date", trigger: "button[name=action_open_agreement]", run: "click" },
        {
            content: "On which",
            trigger: `${DIALOG} [name=date_agreed] input, ${DIALOG} [name=date_agreed] button`,
            run: "click",
        },
        {
            content: "On a day of the year 2031",
            trigger: `${DIALOG} [name=date_agreed] input`,
            run: "edit 06/17/2031 15:30:00 && press Enter",
        },
        { content: "Say why", trigger: `${DIALOG} [name=reason] input`, run: "edit She is away" },
        { content: "Do it", trigger: `${DIALOG} button[name=action_confirm]`, run: "click" },
        { content: "It is agreed", trigger: `${CLOCK}:contains(agreed until)` },
        { content: "with its reason", trigger: "[name=clocks]:contains(She is away)" },
    ],
});

registry.category("web_tour.tours").add("service_desk_sla_requester_expects", {
    steps: () => [
        {
            content: "The ticket is expected by that day",
            trigger: "dt:contains(Expected by) ~ dd:contains(2031)",
        },
        {
            content: "Why is not told, nor how clocks run",
            trigger: "body:not(:contains(She is away)):not(:has(.o_service_desk_clock))",
        },
    ],
});
