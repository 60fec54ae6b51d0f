import { browser } from "@web/core/browser/browser";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { recallOptions, tell, useOverview } from "./overview_model";

import { Component, onMounted, onWillUnmount, useExternalListener, useState } from "@odoo/owl";

const { DateTime } = luxon;

/** How long a team is on the wall: time enough to read eight numbers from across the room. */
export const TURN_MS = 15_000;

/** Key of the figure, color of the tile unless the number is zero. */
export const TILES = [
    ["open", "plain"],
    ["overdue", "bad"],
    ["due_today", "warn"],
    ["unassigned", "warn"],
    ["critical", "bad"],
    ["waiting", "plain"],
    ["opened", "plain"],
    ["resolved", "good"],
];

/**
 * The desk on a screen on the wall: big numbers of today, one team after the other.
 *
 * It needs neither mouse nor keyboard. Who has a keyboard may turn pages with the arrows, stop with
 * the space bar and leave with Escape.
 */
export class ServiceDeskWallboard extends Component {
    static template = "service_desk.Wallboard";
    static props = { ...standardActionServiceProps };
    static displayName = _t("Wall Board");

    setup() {
        this.action = useService("action");
        let { team_ids = [], process = false } = recallOptions();
        this.overview = useOverview(
            () => ({ period: "1", team_ids, process }),
            () => ([team_ids, process] = [[], false])
        );
        this.state = useState({ page: 0, isPaused: false, time: this.now });
        onMounted(() => {
            this.turning = browser.setInterval(() => this.state.isPaused || this.turn(1), TURN_MS);
            this.ticking = browser.setInterval(() => (this.state.time = this.now), 1000);
            this.stayAwake();
        });
        onWillUnmount(() => {
            browser.clearInterval(this.turning);
            browser.clearInterval(this.ticking);
            this.lock?.release();
        });
        useExternalListener(window, "keydown", this.onKeydown);
        useExternalListener(document, "visibilitychange", this.stayAwake);
        useExternalListener(document, "fullscreenchange", () => {
            // Whoever leaves full screen leaves the board.
            if (!document.fullscreenElement) {
                this.leave();
            }
        });
    }

    get now() {
        return DateTime.now().toLocaleString(DateTime.TIME_SIMPLE);
    }

    /** A screen that goes dark is no wall board. */
    async stayAwake() {
        try {
            this.lock = await navigator.wakeLock?.request("screen");
        } catch {
            // Not allowed here; the screen's own settings decide.
        }
    }

    /** All together first, then each team that has something to show. */
    get pages() {
        const { choices, figures, groups, options } = this.overview.data;
        const chosen = options.team_ids;
        const teams = (groups.team_id || []).map((row) => ({
            title: row.label,
            figures: row.figures,
        }));
        const name = choices.teams.find((team) => team.id === chosen[0])?.name;
        const title = chosen.length === 1 && name ? name : _t("All teams");
        return teams.length > 1 ? [{ title, figures }, ...teams] : [{ title, figures }];
    }

    get page() {
        return this.pages[this.state.page % this.pages.length];
    }

    get tiles() {
        const { figures } = this.overview.data;
        return TILES.map(([key, color]) => {
            const figure = this.page.figures[key] || { count: 0 };
            return {
                key,
                label: ["opened", "resolved"].includes(key)
                    ? _t("%s today", figures[key].label)
                    : figures[key].label,
                value: tell(figure),
                color: figure.count ? color : key === "resolved" ? "plain" : "good",
            };
        });
    }

    /** Two rows on a wide screen, however many tiles other addons add. */
    get columns() {
        return Math.ceil(TILES.length / 2);
    }

    /** What is on fire, whatever page is shown. */
    get majors() {
        const count = this.overview.data.figures.major?.count || 0;
        return count && _t("Major incidents: %s", count);
    }

    get stale() {
        const time = deserializeDateTime(this.overview.data.options.moment);
        return _t("Not reachable since %s", time.toLocaleString(DateTime.TIME_SIMPLE));
    }

    turn(step) {
        const count = this.pages.length;
        this.state.page = (this.state.page + step + count) % count;
    }

    onKeydown(ev) {
        const actions = {
            ArrowRight: () => this.turn(1),
            ArrowLeft: () => this.turn(-1),
            " ": () => (this.state.isPaused = !this.state.isPaused),
            Escape: () => this.leave(),
        };
        if (actions[ev.key]) {
            ev.preventDefault();
            actions[ev.key]();
        }
    }

    leave() {
        if (this.isLeaving) {
            return;
        }
        this.isLeaving = true;
        if (document.fullscreenElement) {
            document.exitFullscreen();
        }
        this.action.doAction("service_desk.service_desk_overview_action", { clearBreadcrumbs: true });
    }
}

registry.category("actions").add("service_desk.wallboard", ServiceDeskWallboard);
