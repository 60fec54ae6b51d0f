import { registry } from "@web/core/registry";

// The overview by the clicks of an agent and of a leader. What a number says is what its list shows.

const CARD = (figure) => `.o_service_desk_overview .o_service_desk_card[data-figure=${figure}]`;
const CELL = (group, figure, row) =>
    `.o_service_desk_table[data-group=${group}] tr:contains(${row}) button[data-figure=${figure}]`;

let number;

/** Remember the number that is clicked. */
const pick = (selector) => ({
    content: `Click the number of ${selector}`,
    trigger: selector,
    run({ anchor, click }) {
        number = parseInt((anchor.querySelector(".o_service_desk_number") || anchor).textContent, 10);
        return click();
    },
});

/** As many records as the number said, in a list or, on a phone, in cards. */
const landsOnAsMany = {
    content: "As many tickets as the number said",
    trigger: ".o_list_view .o_data_row, .o_kanban_view .o_kanban_record:not(.o_kanban_ghost)",
    run() {
        const rows = document.querySelectorAll(
            ".o_data_row, .o_kanban_record:not(.o_kanban_ghost)"
        ).length;
        const pager = document.querySelector(".o_pager_limit");
        const count = pager ? parseInt(pager.textContent, 10) : rows;
        if (!number || count !== number) {
            throw new Error(`The number was ${number}, the list has ${count}.`);
        }
    },
};

const back = {
    content: "Back to the overview",
    trigger: ".o_back_button, .breadcrumb-item:contains(Overview) a",
    run: "click",
};
const isBack = { content: "The overview is there", trigger: `${CARD("open")}:visible` };

registry.category("web_tour.tours").add("service_desk_overview_agent", {
    steps: () => [
        { content: "The day begins with the overview", trigger: CARD("open") },
        { content: "Which teams", trigger: ".o_service_desk_teams", run: "click" },
        {
            content: "These",
            trigger: ".o-dropdown-item:contains(Team A)",
            run: "click",
        },
        {
            content: "And these",
            trigger: ".o-dropdown-item:contains(Team B)",
            run: "click",
        },
        { content: "Both are chosen", trigger: ".o_service_desk_teams:contains(2 teams)" },
        {
            content: "Only theirs are counted",
            trigger: `${CARD("open")} .o_service_desk_number:contains(/^3$/)`,
        },
        { content: "Close the choice", trigger: ".o_service_desk_teams", run: "click" },
        pick(CARD("unassigned")),
        landsOnAsMany,
        back,
        isBack,
        pick(CARD("opened")),
        landsOnAsMany,
        back,
        isBack,
        {
            content: "Click the last bar of what was opened",
            trigger: ".o_service_desk_chart:contains(Opened and resolved) canvas",
            run({ anchor }) {
                const chart = window.Chart.getChart(anchor);
                const bars = chart.getDatasetMeta(0).data;
                number = chart.data.datasets[0].data.at(-1);
                const { x, y, base } = bars.at(-1);
                const { left, top } = anchor.getBoundingClientRect();
                const place = { clientX: left + x, clientY: top + (y + base) / 2, bubbles: true };
                anchor.dispatchEvent(new MouseEvent("click", place));
            },
        },
        landsOnAsMany,
        back,
        isBack,
        {
            content: "The same numbers as a table, by the keyboard",
            trigger: ".o_service_desk_chart:contains(Age of what is open) button[aria-pressed=false]",
            async run({ anchor, press }) {
                anchor.focus();
                await press("Enter");
            },
        },
        pick(".o_service_desk_chart:contains(Age of what is open) tr:contains(over 30 days) button"),
        landsOnAsMany,
        back,
        isBack,
        pick(CELL("team_id", "open", "Team A")),
        landsOnAsMany,
        back,
        isBack,
        {
            content: "The work itself is one click away",
            trigger: ".o_control_panel button[name=queue]",
            run: "click",
        },
        {
            content: "The queue",
            trigger: ".breadcrumb-item.active:contains(Queue), .o_breadcrumb .active:contains(Queue)",
        },
    ],
});

registry.category("web_tour.tours").add("service_desk_overview_leader", {
    steps: () => [
        { content: "The overview", trigger: CARD("open") },
        {
            content: "A longer period",
            trigger: ".o_service_desk_period",
            run: "select 90",
        },
        {
            content: "One team alone",
            trigger: ".o_service_desk_table[data-group=team_id] button:contains(Team B)",
            run: "click",
        },
        { content: "It is chosen", trigger: ".o_service_desk_teams:contains(Team B)" },
        pick(CARD("resolved")),
        landsOnAsMany,
        back,
        {
            content: "What was chosen is remembered",
            trigger: ".o_service_desk_teams:contains(Team B)",
        },
        {
            content: "The period, too",
            trigger: ".o_service_desk_period",
            run({ anchor }) {
                if (anchor.value !== "90") {
                    throw new Error(`The period is ${anchor.value}.`);
                }
            },
        },
        pick(CELL("service_id", "resolved", "No service")),
        landsOnAsMany,
        back,
        isBack,
        {
            content: "All teams again",
            trigger: ".o_service_desk_choices button.btn-link:contains(All teams)",
            run: "click",
        },
        { content: "They are", trigger: ".o_service_desk_teams:contains(All teams)" },
        {
            content: "Onto the wall",
            trigger: ".o_control_panel button[name=wallboard]",
            run: "click",
        },
        {
            content: "Big numbers, and nothing else",
            trigger: ".o_service_desk_wallboard .o_service_desk_tile[data-figure=open] dd:contains(/^[0-9]+$/)",
        },
        { content: "No menu", trigger: "body:not(:has(.o_main_navbar))" },
        {
            content: "The first team",
            trigger: ".o_service_desk_wallboard h1:contains(All teams)",
            run: "press ArrowLeft",
        },
        {
            content: "The last team",
            trigger: ".o_service_desk_wallboard h1:not(:contains(All teams))",
            run: "press Escape",
        },
        isBack,
    ],
});
