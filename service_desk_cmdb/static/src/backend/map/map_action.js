import { Dropdown } from "@web/core/dropdown/dropdown";
import { CheckboxItem } from "@web/core/dropdown/checkbox_item";
import { useHotkey } from "@web/core/hotkeys/hotkey_hook";
import { _t } from "@web/core/l10n/translation";
import { RecordSelector } from "@web/core/record_selectors/record_selector";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { ControlPanel } from "@web/search/control_panel/control_panel";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { isLarge, MapCanvas } from "./map_canvas";
import { MapList } from "./map_list";
import { DIRECTIONS, MAX_DEPTH, MIN_DEPTH, useMap } from "./map_model";
import { MapPanel } from "./map_panel";
import { tellVerdict } from "./map_verdict";
import { printMap, saveMap } from "./map_paper";

import { Component, onWillStart, useState } from "@odoo/owl";

const CI = "service.desk.ci";
const MOST_NAMED = 5;
const OPEN_PHASES = ["new", "active", "pending"];

/** What relies on what, as a picture and as a list: from some items on, as far as somebody looks. */
export class ServiceDeskCiMap extends Component {
    static template = "service_desk_cmdb.Map";
    static components = { CheckboxItem, ControlPanel, Dropdown, MapCanvas, MapList, MapPanel, RecordSelector };
    static props = { ...standardActionServiceProps };
    static displayName = _t("Map");

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.ui = useService("ui");
        this.display = { controlPanel: {} };
        this.directions = DIRECTIONS;
        this.minDepth = MIN_DEPTH;
        this.maxDepth = MAX_DEPTH;
        this.map = useMap();
        this.state = useState({ isList: false, proposals: [] });
        useSetupAction({
            getLocalState: () => ({ wish: this.map.wish, failing: this.map.failing, ticket: this.map.ticket, isList: this.state.isList }),
        });
        // The browser would print the screen, with a map that is cut off.
        useHotkey("control+p", () => this.map.data && this.print(), { bypassEditableProtection: true });
        onWillStart(() => this.begin());
    }

    async begin() {
        const { params = {}, context = {} } = this.props.action;
        const kept = this.props.state?.wish;
        this.state.isList = Boolean(this.props.state?.isList);
        const active = context.active_id && (context.active_model || CI) === CI ? [context.active_id] : [];
        const ids = kept?.ids || params.ids || active;
        if (!ids.length) {
            this.state.proposals = await this.orm.call("service.desk.ci.graph", "propose", []);
            return;
        }
        await this.map.load(kept || { ids, direction: params.direction || "down" });
        const failing = this.props.state ? this.props.state.failing : params.fails ? params.failing || ids : [];
        if (failing.length) {
            await this.map.fail(failing, (this.props.state || params).ticket);
        }
    }

    get title() {
        const names = this.map.roots.map((node) => node.name);
        if (names.length <= 2) {
            return names.join(", ");
        }
        return _t("%(name)s and %(count)s more", { name: names[0], count: names.length - 1 });
    }

    /** In place of the name of one item: with what the drawn map begins, or what to do. */
    get placeholder() {
        return this.map.data ? this.title : _t("Choose an item to begin with");
    }

    /** What is said instead of a picture by those who cannot see it. */
    get label() {
        return _t("Map of %(name)s: %(count)s things. A list follows.", {
            name: this.title,
            count: this.map.data.nodes.length,
        });
    }

    /** The picture of a large map is made for moving. */
    get isLarge() {
        return isLarge(this.map.data.nodes);
    }

    get isAlone() {
        return !this.map.data.edges.length;
    }

    /** What people see while a failure is played through. */
    get verdictLine() {
        const { counts } = this.map.failure;
        return [
            [_t("fail with it"), counts.fails, "fails"],
            [_t("weakened"), counts.weakened, "weakened"],
            [_t("services are down"), counts.services, "services"],
            [_t("people use what fails"), counts.people, "people"],
        ].filter(([, count, name]) => count || name === "fails");
    }

    /** Whether something on the map was decided by hand. */
    has(verdict) {
        return this.map.data.nodes.some((node) => this.map.verdicts[node.key]?.verdict === verdict);
    }

    /** A few names, as they fit in a line. */
    someOf(names) {
        const some = names.slice(0, MOST_NAMED).join(", ");
        const count = names.length - MOST_NAMED;
        return count > 0 ? _t("%(names)s and %(count)s more", { names: some, count }) : some;
    }

    get failingNames() {
        return this.map.failure.rows
            .filter((row) => !row.depth && row.model === CI)
            .map((row) => row.name)
            .join(", ");
    }

    // -- What was chosen -------------------------------------------------------------------------

    start(id) {
        if (id) {
            this.map.pick(null);
            this.map.stopFailing();
            this.props.updateActionState?.({ active_id: id });
            return this.map.load({ ids: [id], opened: [], shut: [] });
        }
    }

    toggleFilter(name, id) {
        const chosen = this.map.chosen(name);
        return this.map.filter(name, chosen.includes(id) ? chosen.filter((one) => one !== id) : [...chosen, id]);
    }

    // -- To records ------------------------------------------------------------------------------

    open(key) {
        const node = this.map.byKey[key];
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: node.model,
            res_id: node.id,
            views: [[false, "form"]],
        });
    }

    async openTickets(node) {
        if (node.model === CI) {
            return this.action.doAction(await this.orm.call(CI, "action_open_tickets", [[node.id]]));
        }
        return this.action.doAction({
            type: "ir.actions.act_window",
            name: _t("Open Tickets"),
            res_model: "service.desk.work",
            domain: [["service_id", "=", node.id], ["phase", "in", OPEN_PHASES]],
            views: [[false, "list"]],
        });
    }

    async report(node) {
        return this.action.doAction(await this.orm.call(CI, "action_report_incident", [[node.id]]));
    }

    // -- On paper --------------------------------------------------------------------------------

    save() {
        saveMap(this.canvas.picture(), this.title);
    }

    print() {
        const words = [this.map.failure ? _t("If this fails: %s", this.failingNames) : ""];
        printMap(this.state.isList ? "" : this.canvas.picture(), this.title, words, this.paperRows);
    }

    get paperRows() {
        return this.map.data.nodes.map((node) => {
            const row = this.map.verdicts[node.key];
            return [node.name, node.class_name, node.state_label, row ? tellVerdict(row) : ""];
        });
    }
}

registry.category("actions").add("service_desk_cmdb.map", ServiceDeskCiMap);
