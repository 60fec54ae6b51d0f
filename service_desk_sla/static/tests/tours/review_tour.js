import { registry } from "@web/core/registry";

// A manager looks at how promises are kept, reviews a month, closes the review and corrects it.

const DIALOG = ".modal:not(.o_inactive_modal)";
const DRAFT = ".o_statusbar_status button.o_arrow_button_current:contains(Draft)";
const CLOSED = ".o_statusbar_status button.o_arrow_button_current:contains(Closed)";

registry.category("web_tour.tours").add("service_desk_sla_manager_reviews_month", {
    steps: () => [
        { content: "Last month", trigger: "select[aria-label=Period]", run: "select last_month" },
        { content: "The page tells the share", trigger: "[data-figure=rate]:contains(50 %)" },
        { content: "What was missed?", trigger: "button[data-figure=breached]", run: "click" },
        { content: "The ticket behind the number", trigger: ".o_data_row:contains(Late turbine)" },
        { content: "Service levels", trigger: "button[data-menu-xmlid='service_desk.menu_levels']", run: "click" },
        {
            content: "Reviews",
            trigger: "a[data-menu-xmlid='service_desk_sla.menu_report_reviews']",
            run: "click",
        },
        { content: "A new one", trigger: ".o_list_button_add", run: "click" },
        { content: "Work out its figures", trigger: "button[name=action_fill]:contains(Work Out Figures)", run: "click" },
        { content: "They are there", trigger: "[name=line_ids] .o_data_row td[name=met_rate]:contains(50.0)" },
        { content: "The breaches", trigger: "a[name=breaches]", run: "click" },
        { content: "By number", trigger: "[name=breach_ids] .o_data_row td[name=number]:contains(INC)" },
        { content: "In words", trigger: "a[name=words]", run: "click" },
        { content: "How it went", trigger: "[name=summary] .odoo-editor-editable", run: "editor One was late." },
        { content: "Close it", trigger: "button[name=action_close]", run: "click" },
        { content: "Sure?", trigger: `${DIALOG} .modal-footer .btn-primary`, run: "click" },
        { content: "It is closed", trigger: CLOSED },
        { content: "And its words are fixed", trigger: "[name=summary].o_readonly_modifier:contains(One was late.)" },
        { content: "Correct it", trigger: "button[name=action_correct]", run: "click" },
        { content: "A draft again", trigger: DRAFT },
        { content: "It names the former", trigger: "[name=former_id]:contains(The whole desk)" },
        { content: "and is its second revision", trigger: "h1:contains(revision 2)" },
    ],
});
