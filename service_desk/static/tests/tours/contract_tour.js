import { registry } from "@web/core/registry";

// A contract from the first line to the notice that somebody was reminded of.

const tours = registry.category("web_tour.tours");
const STATE = ".o_statusbar_status .o_arrow_button_current";
const DIALOG = ".modal:not(.o_inactive_modal)";

tours.add("service_desk_contract_begins", {
    steps: () => [
        { content: "A new contract", trigger: ".o_list_button_add", run: "click" },
        { content: "Its name", trigger: "[name=name] input", run: "edit Coffee machines" },
        { content: "With whom", trigger: "[name=partner_id] input", run: "edit Test Tele" },
        {
            content: "The supplier is found",
            trigger: ".o-autocomplete--dropdown-item:contains(Test Telecom)",
            run: "click",
        },
        { content: "Keep it", trigger: ".o_form_button_save", run: "click" },
        { content: "It is a draft", trigger: `${STATE}:contains(Draft)` },
        { content: "Sign it", trigger: "button[name=action_activate]", run: "click" },
        { content: "It begins today, as nobody said otherwise", trigger: `${STATE}:contains(Active)` },
    ],
});

tours.add("service_desk_contract_notice", {
    steps: () => [
        {
            content: "The contract that somebody must decide about",
            trigger: ".o_data_row:contains(Coffee beans) td[name=name]",
            run: "click",
        },
        {
            content: "The reminder says what to do",
            trigger: ".o-mail-Activity:contains(Give notice or let it go on)",
        },
        { content: "It is not wanted any more", trigger: "button[name=action_open_notice]", run: "click" },
        { content: "Because", trigger: `${DIALOG} [name=reason] input`, run: "edit All drink tea" },
        { content: "Give notice", trigger: `${DIALOG} button[name=action_confirm]:visible`, run: "click" },
        { content: "It ends with its term", trigger: `${STATE}:contains(Notice Given)` },
        { content: "and says why", trigger: "[name=end_reason]:contains(All drink tea)" },
        { content: "How it went is there to see", trigger: ".nav-link[name=scorecard]", run: "click" },
        { content: "in numbers", trigger: ".o_service_desk_scorecard:contains(Tickets Passed to Them)" },
    ],
});
