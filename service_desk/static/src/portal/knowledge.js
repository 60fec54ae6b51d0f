import { Interaction } from "@web/public/interaction";
import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";

/** Somebody has stopped typing. */
const PAUSE = 600;
/** Fewer letters say nothing yet. */
const MIN_LETTERS = 5;

const send = (url, values) =>
    fetch(url, { method: "POST", body: new URLSearchParams(values), keepalive: true }).catch(() => {});

function element(tag, className, text) {
    const created = document.createElement(tag);
    created.className = className;
    if (text) {
        created.textContent = text;
    }
    return created;
}

/** Marks are the only HTML that is taken over from a title or an excerpt. */
function marked(target, html) {
    for (const node of new DOMParser().parseFromString(html, "text/html").body.childNodes) {
        target.append(node.nodeName === "MARK" ? element("mark", "", node.textContent) : node.textContent);
    }
    return target;
}

/** Proposes what may help while a ticket is written. Without it the server asks once, on a page of its own. */
export class ServiceDeskAnswers extends Interaction {
    static selector = ".o_sd_form:has(.o_sd_proposals)";
    dynamicContent = {
        "[name=name], [name=description]": { "t-on-input": this.onInput },
        "[name=service]": { "t-on-change": this.onInput },
    };

    setup() {
        this.box = this.el.querySelector(".o_sd_proposals");
        this.seen = new Set();
        this.asked = "";
        if (this.question().length >= MIN_LETTERS) {
            this.look();
        }
    }

    destroy() {
        clearTimeout(this.timer);
    }

    question() {
        const words = ["name", "description"].map((name) => this.el.elements[name].value.trim());
        return words.join(" ").slice(0, 700);
    }

    onInput() {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.look(), PAUSE);
    }

    async look() {
        const q = this.question();
        const service = this.el.elements.service?.value || "";
        const asked = `${service}/${q}`;
        if (q.length < MIN_LETTERS || asked === this.asked) {
            return;
        }
        this.asked = asked;
        const answer = await this.waitFor(
            fetch(`/my/knowledge/proposals?${new URLSearchParams({ q, service })}`).catch(() => null)
        );
        if (answer?.ok && asked === this.asked) {
            const found = await this.waitFor(answer.json().catch(() => []));
            this.show(found);
        }
    }

    show(found) {
        found.forEach((article) => this.seen.add(article.number));
        this.el.elements.seen.value = [...this.seen].join(" ");
        this.box.classList.toggle("d-none", !found.length);
        this.box.querySelector("ul").replaceChildren(...found.map((article) => this.card(article)));
    }

    card(article) {
        const line = element("li", "o_sd_article_card");
        const verbs = element("div", "o_sd_proposal_verbs");
        const link = element("a", "", _t("Read it"));
        Object.assign(link, { href: article.url, target: "_blank", rel: "noopener" });
        const solved = element("button", "btn btn-outline-primary", _t("Yes, this solves it"));
        solved.type = "button";
        solved.addEventListener("click", () => this.solve(article));
        verbs.append(link, solved);
        line.append(
            marked(element("div", "o_sd_item_name"), article.title),
            marked(element("p", "o_sd_item_summary"), article.excerpt),
            verbs
        );
        return line;
    }

    /** A form of its own: the ticket's stays unsent. */
    solve(article) {
        const form = element("form", "d-none");
        form.method = "post";
        form.action = `${article.url}/solved`;
        for (const name of ["csrf_token", "key"]) {
            const input = element("input", "");
            Object.assign(input, { type: "hidden", name, value: this.el.elements[name].value });
            form.append(input);
        }
        document.body.append(form);
        form.submit();
    }
}

/** Counts readings apart from the pages, which a replica may serve. */
export class ServiceDeskKnowledge extends Interaction {
    static selector = ".o_service_desk [data-seen]";

    start() {
        const { seen, token } = this.el.dataset;
        send(`${seen}/seen`, { csrf_token: token });
    }
}

registry.category("public.interactions").add("service_desk.answers", ServiceDeskAnswers);
registry.category("public.interactions").add("service_desk.knowledge", ServiceDeskKnowledge);
