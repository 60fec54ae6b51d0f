import { browser } from "@web/core/browser/browser";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

import { tellDuration } from "./duration";

import { Component, onWillUnmount, useExternalListener, useState } from "@odoo/owl";

const SECOND_MS = 1000;
const MOMENT = { weekday: "short", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" };

/** Status -> color and icon; the word beside them says the same. */
const LOOKS = {
    running: ["success", "fa-clock-o"],
    risk: ["warning", "fa-hourglass-half"],
    breached: ["danger", "fa-exclamation-triangle"],
    paused: ["info", "fa-pause"],
    met: ["success", "fa-check"],
    missed: ["danger", "fa-times"],
};

/** Fields of which one changes when something happens to a ticket that its clocks may care about. */
const WATCHED = [
    { name: "write_date", type: "datetime" },
    { name: "date_due", type: "datetime" },
    { name: "sla_state", type: "selection" },
    { name: "state", type: "selection" },
];

/**
 * The clocks of a ticket, counting down.
 *
 * A clock counts working time. The server says what is left, whether it goes down now and for how
 * long that is true; in between, seconds pass here. Nothing is asked while nobody looks.
 */
export class ServiceDeskClocks extends Component {
    static template = "service_desk_sla.Clocks";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.looks = LOOKS;
        this.state = useState({ clocks: [], passed: 0, opened: false, isStale: false });
        this.timer = browser.setInterval(() => this.tick(), SECOND_MS);
        onWillUnmount(() => browser.clearInterval(this.timer));
        useExternalListener(document, "visibilitychange", () => this.tick());
        useRecordObserver((record) => {
            const facts = [record.resId, ...WATCHED.map(({ name }) => String(record.data[name]))].join();
            if (facts !== this.facts) {
                this.facts = facts;
                this.load(record.resId);
            }
        });
    }

    async load(resId) {
        if (resId !== this.resId) {
            Object.assign(this.state, { clocks: [], opened: false });
        }
        this.resId = resId;
        if (!resId) {
            return;
        }
        this.isLoading = true;
        try {
            const clocks = await this.orm.silent.call(this.props.record.resModel, "sla_countdown", [resId]);
            // The answer may come after the user has gone on to the next ticket.
            if (resId === this.resId) {
                this.since = Date.now();
                Object.assign(this.state, { clocks, passed: 0, isStale: false });
            }
        } catch {
            // Whoever may not see clocks, and everybody without a connection, is left in peace.
            this.state.isStale = true;
            this.since = Date.now();
        }
        this.isLoading = false;
    }

    /** Let a second pass; ask anew when what the server said holds no longer. */
    tick() {
        if (!this.state.clocks.length || document.visibilityState === "hidden") {
            return;
        }
        const passed = Math.round((Date.now() - this.since) / SECOND_MS);
        const valid = Math.min(...this.state.clocks.map((clock) => clock.valid));
        // Beyond that nobody knows whether time still counts.
        this.state.passed = Math.min(passed, valid);
        if (passed >= valid && !this.isLoading) {
            this.load(this.resId);
        }
    }

    // -- What is told --------------------------------------------------------------------------

    left(clock) {
        return clock.left - (clock.is_turning ? this.state.passed : 0);
    }

    /** How much is left of how much, or was used. */
    count(clock) {
        const promised = tellDuration(clock.promised);
        if (!clock.is_live) {
            return _t("%(used)s used of %(promised)s", { used: tellDuration(clock.used), promised });
        }
        const left = this.left(clock);
        if (clock.agreed) {
            return left < 0
                ? _t("%s of working time over", tellDuration(-left, true))
                : _t("%s of working time left", tellDuration(left, true));
        }
        return left < 0
            ? _t("%(over)s over %(promised)s", { over: tellDuration(-left, true), promised })
            : _t("%(left)s left of %(promised)s", { left: tellDuration(left, true), promised });
    }

    /** Why it does not go down, or by when. */
    note(clock) {
        if (clock.agreed) {
            return _t("agreed until %s", this.moment(clock.agreed));
        }
        if (!clock.is_live) {
            return "";
        }
        if (!clock.due) {
            return clock.status === "paused" || !clock.is_turning ? _t("stands still") : "";
        }
        if (clock.is_turning) {
            return _t("due %s", this.moment(clock.due));
        }
        return clock.opens
            ? _t("outside working hours, goes on %(opens)s; due %(due)s", {
                  opens: this.moment(clock.opens),
                  due: this.moment(clock.due),
              })
            : _t("no working hours ahead; due %s", this.moment(clock.due));
    }

    title(clock) {
        return clock.whose ? _t("%(metric)s, %(whose)s", clock) : clock.metric;
    }

    policy(clock) {
        return _t("%(policy)s, version %(version)s", clock);
    }

    paused(clock) {
        return tellDuration(clock.paused);
    }

    moment(value) {
        return deserializeDateTime(value).toLocaleString(MOMENT);
    }

    async openClock(clock) {
        await this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "service.desk.sla.clock",
            res_id: clock.id,
            views: [[false, "form"]],
            target: "current",
        });
    }
}

registry.category("view_widgets").add("service_desk_sla_clocks", {
    component: ServiceDeskClocks,
    fieldDependencies: WATCHED,
});
