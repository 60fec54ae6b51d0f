import { registry } from "@web/core/registry";

// A keeper takes out of use what others rely on: asked first, and only then done.

const DIALOG = ".modal:not(.o_inactive_modal)";
const ask = [
    { trigger: ".o_statusbar_status button[data-value=retired]", run: "click" },
    { content: "What that does", trigger: `${DIALOG} li:contains(nas is weakened)` },
];

registry.category("web_tour.tours").add("service_desk_cmdb_retire", {
    steps: () => [
        { trigger: ".o_field_widget[name=name] textarea, .o_field_widget[name=name] input" },
        ...ask,
        { content: "Not like this", trigger: `${DIALOG} button[special=cancel]`, run: "click" },
        { trigger: "body:not(:has(.modal)) .o_statusbar_status .o_arrow_button_current[data-value=in_use]" },
        ...ask,
        { content: "I mean it", trigger: `${DIALOG} button[name=action_confirm]:visible`, run: "click" },
        { trigger: "body:not(:has(.modal)) .o_statusbar_status .o_arrow_button_current[data-value=retired]" },
    ],
});

registry.category("web_tour.tours").add("service_desk_cmdb_retire_alone", {
    steps: () => [
        { trigger: ".o_statusbar_status button[data-value=retired]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_statusbar_status .o_arrow_button_current[data-value=retired]" },
    ],
});
