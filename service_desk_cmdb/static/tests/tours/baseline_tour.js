import { registry } from "@web/core/registry";

/** A row of differences, by its words from left to right. */
function row(...words) {
    return { trigger: `.o_data_row${words.map((word) => `:contains(${word})`).join("")}` };
}

/** A configuration manager keeps how everything is today. */
registry.category("web_tour.tours").add("service_desk_cmdb_baseline_take", {
    steps: () => [
        { content: "A new baseline", trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=name] input", run: "edit Before the inspectors come" },
        { content: "Of servers alone", trigger: ".o_field_widget[name=class_ids] input", run: "edit Server" },
        { trigger: ".o-autocomplete--dropdown-item a:contains(/^Hardware / Server$/), .o-autocomplete--dropdown-item:contains(Server)", run: "click" },
        { content: "Taken in one go, without saving before", trigger: "button[name=action_take]", run: "click" },
        { trigger: "button[name=action_compare]" },
        { content: "With so many items", trigger: "button[name=action_open_lines] .o_stat_value:not(:contains(/^0$/))" },
    ],
});

/** An auditor, who reads alone, sees what differs from now, and from another picture, in words. */
registry.category("web_tour.tours").add("service_desk_cmdb_baseline_compare", {
    steps: () => [
        { content: "The picture of then", trigger: ".o_data_row .o_data_cell[name=name]:contains(/^First$/)", run: "click" },
        { content: "An auditor takes none", trigger: ".o_form_view:not(:has(button[name=action_take])) button[name=action_open_lines]" },
        { content: "Against now", trigger: ".o_form_view button[name=action_compare]", run: "click" },
        row("Turbine Server", "Changed", "Memory", "16 GB", "32 GB"),
        row("Turbine Server", "Changed", "Owner", "Bea Keeper"),
        row("Trading", "Changed", "runs on", "Turbine Server"),
        row("Old Server", "Changed", "State", "In Use", "Retired"),
        row("New Server", "New"),
        { trigger: ".o_field_widget[name=changed_count]:contains(3)" },
        { content: "Against another picture", trigger: ".o_field_widget[name=other_id] input", run: "edit Second" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Second)", run: "click" },
        { trigger: ".o_form_view header button[name=action_compare], .o_statusbar_buttons button[name=action_compare]", run: "click" },
        { content: "Nobody owned it then", trigger: ".o_field_widget[name=changed_count]:contains(1)" },
        row("Turbine Server", "Memory", "16 GB", "32 GB"),
        { trigger: ".o_field_widget[name=line_ids]:not(:has(.o_data_row:contains(Owner)))" },
        { content: "All of it to be filtered and exported", trigger: "button[name=action_open_lines]", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(Memory)" },
        { content: "Open the item", trigger: ".o_data_row:contains(Memory) button[name=action_open_item]", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=name]:contains(Turbine Server), .o_form_view .o_field_widget[name=name] :value(Turbine Server)" },
        { content: "And back", trigger: ".breadcrumb-item a:contains(until), .o_breadcrumb a:contains(until)", run: "click" },
        { trigger: ".o_form_view .o_data_row:contains(Memory)" },
    ],
});
