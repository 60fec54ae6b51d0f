import { registry } from "@web/core/registry";

// An agent looks at the clocks of a ticket, agrees on a date, and holds the ticket.

const DIALOG = ".modal:not(.o_inactive_modal)";
const CLOCK = ".o_service_desk_clock[data-metric=Resolution]";
let before;

registry.category("web_tour.tours").add("service_desk_sla_agent_sees_clocks", {
    steps: () => [
        {
            content: "Open the ticket from the queue",
            trigger: ".o_data_row:contains(Turbine vibrates) td[name=name]",
            run: "click",
        },
        {
            content: "The clock is there, with a word",
            trigger: `${CLOCK} .badge:contains(At Risk)`,
            run() {
                before = document.querySelector(`${CLOCK} .o_service_desk_countdown`).textContent;
            },
        },
        {
            content: "It turns",
            trigger: `${CLOCK} .o_service_desk_countdown`,
            async run() {
                const shown = () => document.querySelector(`${CLOCK} .o_service_desk_countdown`).textContent;
                const begun = Date.now();
                while (shown() === before && Date.now() - begun < 8000) {
                    await new Promise((resolve) => setTimeout(resolve, 100));
                }
                if (shown() === before) {
                    throw new Error(`The clock stands still: ${before}`);
                }
            },
        },
        { content: "Why this promise?", trigger: `${CLOCK} button[aria-expanded]`, run: "click" },
        { content: "It is said", trigger: `${CLOCK} dl:contains(Promise, version 1)` },

        { content: "Agree on a date", trigger: "button[name=action_open_agreement]", run: "click" },
        { content: "Say why", trigger: `${DIALOG} [name=reason] input`, run: "edit She is away" },
        { content: "Do it", trigger: `${DIALOG} button[name=action_confirm]`, run: "click" },
        { content: "It is agreed", trigger: `${CLOCK}:contains(agreed until)` },

        { content: "Put on hold", trigger: "button[name=action_hold]", run: "click" },
        {
            content: "Why",
            trigger: `${DIALOG} [name=pending_reason_id] label:contains(Waiting for the requester)`,
            run: "click",
        },
        { content: "Do it", trigger: `${DIALOG} button[name=action_confirm]`, run: "click" },
        { content: "The clock stands still", trigger: `${CLOCK} .badge:contains(Paused)` },

        { content: "See its history", trigger: `${CLOCK} button[title="Open its history"]`, run: "click" },
        { content: "When it ran", trigger: ".o_form_view [name=span_table] td:contains(Around the clock)" },
    ],
});
