import { ServiceDeskTimeline } from "@service_desk/backend/timeline/timeline";

import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

export const STATES = [
    ["open", _t("Open")],
    ["proposed", _t("To Confirm")],
    ["running", _t("Running")],
    ["done", _t("Done")],
];

/**
 * Journeys over days: a row a person, a mark on each day with steps. The list tells the same in words.
 */
export class JourneyTimeline extends ServiceDeskTimeline {
    static template = "service_desk_hr.JourneyTimeline";
    static displayName = _t("Journey Timeline");
    static model = "service.desk.journey.timeline";
    static storageKey = "service_desk.journey_timeline";
    static kept = ["days", "kind", "state"];

    setup() {
        super.setup();
        this.states = STATES;
        this.state.isList = false;
    }

    get isList() {
        return this.ui.isSmall || this.state.isList;
    }

    filter(name, value) {
        this.load({ [name]: value, page: 0 });
    }

    chooseDepartment(ev) {
        this.filter("department", parseInt(ev.target.value) || 0);
    }

    toPage(step) {
        this.load({ page: this.state.data.options.page + step });
    }

    /** What somebody hears who does not see the marks. */
    told(row) {
        const facts = [row.person, row.kind_label, row.day, _t("%s%% done", row.progress)];
        if (row.late) {
            facts.push(_t("%s late", row.late));
        }
        if (row.waits_for) {
            facts.push(_t("waits for %s", row.waits_for));
        }
        return facts.filter(Boolean).join(", ");
    }

    openJourney(row) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "service.desk.journey",
            res_id: row.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("service_desk_hr.journey_timeline", JourneyTimeline);
