import { registry } from "@web/core/registry";

// Somebody corrects the end of an announcement again and again, by typing it.

const until = (day) => [
    { content: "Go to the end", trigger: "[name=date_to] :is(button, input)", run: "click" },
    { content: "Type it", trigger: "[name=date_to] input", run: `edit 11/${day}/2035 10:00:00 && press Tab` },
    { content: "Save", trigger: ".o_form_button_save", run: "click" },
    { content: "It is saved", trigger: ".o_form_view:has(.o_form_status_indicator_buttons.invisible)" },
    { content: "It shows what was saved", trigger: `[name=date_to] button:contains(Nov ${day})` },
];

registry.category("web_tour.tours").add("service_desk_announcement_end", {
    steps: () => [...until(27), ...until(28), ...until(29), ...until(30)],
});
