import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { TextField, textField } from "@web/views/fields/text/text_field";

import { useEffect, useState } from "@odoo/owl";

/** A pause in typing of this length asks the server. */
const PAUSE_MS = 400;
/** Shorter texts say nothing about a subject. */
const MIN_LENGTH = 4;

/**
 * The subject of a ticket: one line of text, wrapped where the screen is narrow, that shows open
 * tickets of a similar subject while somebody types, so that the same trouble is not written down
 * twice.
 */
export class ServiceDeskSubjectField extends TextField {
    static template = "service_desk.SubjectField";
    static defaultProps = { ...TextField.defaultProps, lineBreaks: false };

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.similar = useState({ tickets: [] });
        this.lastSearch = new KeepLast();
        this.searchSoon = useDebounced((text) => this.search(text), PAUSE_MS);
        useEffect(
            () => this.forget(),
            () => [this.props.record.resId, this.props.readonly]
        );
    }

    /** Dropped text may have several lines; a subject has one. */
    parse(value) {
        return super.parse(value.replace(/\s*[\r\n]+\s*/g, " "));
    }

    onInput(ev) {
        const text = ev.target.value.trim();
        if (text.length < MIN_LENGTH) {
            this.forget();
        } else {
            this.searchSoon(text);
        }
    }

    async search(text) {
        const { resId, resModel } = this.props.record;
        const call = this.orm.silent.call(resModel, "similar_open", [text, resId || false]);
        try {
            this.similar.tickets = await this.lastSearch.add(call);
        } catch {
            // A hint that cannot be had must not disturb the writing.
            this.similar.tickets = [];
        }
    }

    /** Show nothing, not even what the server may still answer. */
    forget() {
        this.searchSoon.cancel();
        this.lastSearch.add(Promise.resolve());
        this.similar.tickets = [];
    }

    ticketUrl(ticket) {
        return `/odoo/${this.props.record.resModel}/${ticket.id}`;
    }
}

export const serviceDeskSubjectField = {
    ...textField,
    component: ServiceDeskSubjectField,
    additionalClasses: ["o_field_text"],
    extractProps: ({ placeholder }) => ({ placeholder }),
    supportedTypes: ["char"],
};

registry.category("fields").add("service_desk_subject", serviceDeskSubjectField);
