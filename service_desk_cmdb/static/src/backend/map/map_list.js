import { _t } from "@web/core/l10n/translation";

import { treeOf } from "./map_tree";
import { tellVerdict, VERDICTS } from "./map_verdict";

import { Component } from "@odoo/owl";

/**
 * The map in words: nested lists from the start along the relations.
 *
 * It is there for screen readers always, as text; for who asks for it, its things are buttons.
 */
export class MapList extends Component {
    static template = "service_desk_cmdb.MapList";
    static props = {
        nodes: Array,
        edges: Array,
        roots: Array,
        direction: String,
        verdicts: Object,
        selected: [String, { value: null }],
        isPlain: { type: Boolean, optional: true },
        onPick: Function,
        onToggle: Function,
    };
    static defaultProps = { isPlain: false };

    get ways() {
        const { roots, edges, direction } = this.props;
        const ways = direction === "both" ? ["down", "up"] : [direction];
        return ways.map((way) => ({
            way,
            title: way === "down" ? _t("What relies on it") : _t("What it relies on"),
            branches: treeOf(roots, edges, way),
        }));
    }

    badgeOf(verdict) {
        return { icon: VERDICTS[verdict.verdict].icon, words: tellVerdict(verdict) };
    }

    get byKey() {
        return Object.fromEntries(this.props.nodes.map((node) => [node.key, node]));
    }

    /** What a list says of a thing after its name. */
    facts(node) {
        return [
            node.class_name,
            node.state_label,
            node.tickets ? _t("open tickets: %s", node.tickets) : "",
        ].filter(Boolean);
    }
}
