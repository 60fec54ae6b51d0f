import { _t } from "@web/core/l10n/translation";

import { VERDICTS } from "./map_verdict";

import { Component } from "@odoo/owl";

/** What is known of the chosen thing, and what can be done with it. */
export class MapPanel extends Component {
    static template = "service_desk_cmdb.MapPanel";
    static props = {
        node: Object,
        verdict: { type: [Object, { value: null }], optional: true },
        /** {name, words} from what failed first to this */
        trail: Array,
        onClose: Function,
        onOpen: Function,
        onOpenTickets: Function,
        onReport: Function,
        onCenter: Function,
        onFail: Function,
        onToggle: Function,
        onShut: Function,
    };

    get facts() {
        const node = this.props.node;
        return [
            [_t("Number"), node.number],
            [_t("Criticality"), node.criticality_label],
            [_t("Environment"), node.environment],
            [_t("Owner"), node.owner],
            [_t("Support Team"), node.team],
        ].filter(([, value]) => value);
    }

    get verdict() {
        return VERDICTS[this.props.verdict.verdict];
    }

    get isItem() {
        return this.props.node.model === "service.desk.ci";
    }
}
