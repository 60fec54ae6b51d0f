import { registry } from "@web/core/registry";

// A promise is broken: a manager hears of it, goes to the ticket from there, and says why.

const DIALOG = ".modal:not(.o_inactive_modal)";
const CLOCK = ".o_service_desk_clock[data-metric=Resolution]";

registry.category("web_tour.tours").add("service_desk_sla_manager_is_escalated_to", {
    steps: () => [
        {
            content: "Something is asked of the manager",
            trigger: ".o_menu_systray .o-mail-ActivityMenu-counter",
        },
        {
            content: "What is it?",
            trigger: ".o_menu_systray i[aria-label=Activities]",
            run: "click",
        },
        {
            content: "An incident",
            trigger: ".o-mail-ActivityMenu .o-mail-ActivityGroup:contains(Incident)",
            run: "click",
        },
        {
            content: "This one, and it is late",
            trigger: ".o_data_row:contains(Turbine vibrates) td[name=name], .o_kanban_record:contains(Turbine vibrates)",
            run: "click",
        },
        {
            content: "Why it came here",
            trigger: ".o-mail-Activity:contains(100 % of the promised time are used up)",
        },
        { content: "It is late, and says so", trigger: `${CLOCK}[data-status=breached] .badge:contains(Breached)` },

        { content: "Say why", trigger: "button[name=action_explain_breach]", run: "click" },
        {
            content: "Of this promise",
            trigger: `${DIALOG} [name=clock_ids] .o_tag:contains(Resolution)`,
        },
        {
            content: "In a word that can be counted",
            trigger: `${DIALOG} [name=breach_reason_id] label:contains(No spare bearing)`,
            run: "click",
        },
        {
            content: "and in words for colleagues",
            trigger: `${DIALOG} [name=breach_note] textarea`,
            run: "edit It came by ship",
        },
        {
            content: "It shall become better",
            trigger: `${DIALOG} [name=has_improvement] input`,
            run: "click",
        },
        { content: "How", trigger: `${DIALOG} [name=improvement_name] input`, run: "edit Keep two in stock" },
        { content: "Keep it", trigger: `${DIALOG} button[name=action_confirm]`, run: "click" },
        {
            content: "Colleagues read it",
            trigger: ".o-mail-Message-body:contains(It came by ship)",
        },
    ],
});
