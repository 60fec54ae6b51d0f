import { loadBundle } from "@web/core/assets";

import { layout } from "./map_layout";
import { fit, MORE_CORNER, pictureOf, readColors, styleSheet, toneOf } from "./map_style";

import { Component, onWillStart, onWillUnmount, useEffect, useRef } from "@odoo/owl";

/** A map that would be smaller than this is not shown whole: nobody could read it. */
const READABLE_ZOOM = 0.5;
const LARGEST_FIT = 1.1;
/** With more links than this, only those of the chosen thing are labeled. */
const MOST_LABELS = 30;
const MARGIN = 30;
/** With more things than this, drawing them anew takes longer than a finger moves. */
const LARGE = 250;

export function isLarge(nodes) {
    return nodes.length > LARGE;
}

/** How far something from one place to another can move towards its empty side, in a room of this size. */
function slack(from, to, size) {
    const [before, after] = [from - MARGIN, size - MARGIN - to];
    if (before > 0 && after < 0) {
        return -Math.min(before, -after);
    }
    return after > 0 && before < 0 ? Math.min(after, -before) : 0;
}

/**
 * The picture of a map. It shows what it is given; what is clicked is said to whoever holds it.
 *
 * For screen readers there is a list beside it (`map_list.js`).
 */
export class MapCanvas extends Component {
    static template = "service_desk_cmdb.MapCanvas";
    static props = {
        nodes: Array,
        edges: Array,
        /** key -> {verdict, depth, cause} */
        verdicts: Object,
        /** keys on the way from what failed first to the chosen thing */
        trail: Array,
        selected: [String, { value: null }],
        label: String,
        /** called with the key, or null beside all things */
        onPick: Function,
        /** called with the key of a thing whose neighbors are wanted, or not any more */
        onToggle: Function,
        /** called with the key of what was clicked twice */
        onOpen: Function,
        /** called with {fit, zoom, picture} once it can be used */
        onReady: { type: Function, optional: true },
    };

    setup() {
        this.root = useRef("root");
        onWillStart(async () => {
            await Promise.all([
                loadBundle("service_desk_cmdb.map_lib"),
                // Pictures of cards hold letters of the icon font.
                document.fonts?.load("16px FontAwesome").catch(() => {}),
            ]);
        });
        useEffect(
            () => {
                this.create();
                // Windows are made narrower and phones are turned.
                const observer = new ResizeObserver(() => this.keepInSight());
                observer.observe(this.root.el);
                return () => {
                    observer.disconnect();
                    this.cy.destroy();
                };
            },
            () => []
        );
        useEffect(
            () => this.draw(),
            () => [this.props.nodes, this.props.edges]
        );
        useEffect(
            () => this.mark(),
            () => [this.props.nodes, this.props.edges, this.props.verdicts]
        );
        useEffect(
            () => this.choose(),
            () => [this.props.nodes, this.props.selected, this.props.trail]
        );
        onWillUnmount(() => clearTimeout(this.timer));
    }

    create() {
        this.colors = readColors(this.root.el);
        // eslint-disable-next-line no-undef
        this.cy = cytoscape({
            container: this.root.el,
            style: styleSheet(this.colors),
            layout: { name: "preset" },
            minZoom: 0.05,
            maxZoom: 2.5,
            autoungrabify: true,
            boxSelectionEnabled: false,
            selectionType: "single",
            pixelRatio: "auto",
            // While so many are moved, their picture is moved instead.
            textureOnViewport: isLarge(this.props.nodes),
        });
        this.cy.on("tap", (event) => this.onTap(event));
        this.cy.on("dbltap", "node", ({ target }) => this.props.onOpen(target.id()));
        this.cy.on("mouseover", "node", () => (this.root.el.style.cursor = "pointer"));
        this.cy.on("mouseout", "node", () => (this.root.el.style.cursor = ""));
        // What a program or a test looks at: a picture cannot be asked what is on it.
        this.root.el.cy = this.cy;
        this.props.onReady?.({
            fit: () => this.fit(),
            zoom: (factor) => this.zoom(factor),
            picture: () => this.picture(),
        });
    }

    onTap({ target, position }) {
        if (target === this.cy) {
            return this.props.onPick(null);
        }
        if (!target.isNode()) {
            return;
        }
        const center = target.position();
        const away = Math.hypot(
            position.x - center.x - MORE_CORNER.x,
            position.y - center.y - MORE_CORNER.y
        );
        const { more, isOpened } = target.data();
        if ((more || isOpened) && away <= MORE_CORNER.radius) {
            return this.props.onToggle(target.id());
        }
        this.props.onPick(target.id());
    }

    // -- What is shown ---------------------------------------------------------------------------

    draw() {
        const places = layout(this.props.nodes, this.props.edges);
        const wasWhole = this.cy.nodes().empty() || this.isWithin(this.cy.elements(), this.room);
        const before = new Map(this.cy.nodes().map((node) => [node.id(), { ...node.position() }]));
        this.cy.batch(() => {
            this.cy.elements().remove();
            this.cy.add([
                ...this.props.nodes.map((node) => this.card(node, places.get(node.key))),
                ...this.props.edges.map((edge) => this.line(edge)),
            ]);
        });
        const roots = this.props.nodes.filter((node) => node.is_root).map((node) => node.key);
        if (wasWhole || !roots.some((key) => before.has(key))) {
            this.lookAt(roots);
        } else {
            this.stayAt(roots.find((key) => before.has(key)), before);
            this.useWholeRoom();
        }
    }

    card(node, position) {
        const classes = [`o_${toneOf(node.state)}`, node.is_root ? "o_root" : ""];
        return {
            group: "nodes",
            data: { id: node.key, label: fit(node.name), more: node.more, isOpened: node.is_opened },
            position,
            classes: classes.filter(Boolean).join(" "),
        };
    }

    line(edge) {
        const [source, target] = edge.is_forth ? [edge.base, edge.top] : [edge.top, edge.base];
        const classes = [
            edge.hidden ? "o_bridge" : "",
            edge.is_live || edge.hidden ? "" : "o_idle",
            this.props.edges.length <= MOST_LABELS ? "o_told" : "",
        ];
        return {
            group: "edges",
            data: { id: edge.key, source, target, label: edge.words, base: edge.base, top: edge.top },
            classes: classes.filter(Boolean).join(" "),
        };
    }

    /** All of it, as large as it is meant at most. */
    fit() {
        this.cy.resize();
        this.cy.fit(undefined, MARGIN);
        if (this.cy.zoom() > LARGEST_FIT) {
            this.cy.zoom(LARGEST_FIT);
            this.cy.center();
        }
        this.room = { width: this.cy.width(), height: this.cy.height() };
        this.fitted = this.view;
    }

    /** Where somebody looks from. */
    get view() {
        const { x, y } = this.cy.pan();
        return [this.cy.zoom(), x, y].join();
    }

    /** All of it where that can be read, else around the start. */
    lookAt(keys) {
        this.fit();
        if (this.cy.zoom() < READABLE_ZOOM && keys.length) {
            this.cy.zoom(READABLE_ZOOM);
            this.cy.center(this.cy.nodes().filter((node) => keys.includes(node.id())));
            this.useRoom();
        }
    }

    /** No empty ground beside the start while something is cut off at the other side. */
    useRoom() {
        const { x1, y1, x2, y2 } = this.cy.elements().renderedBoundingBox();
        this.cy.panBy({ x: slack(x1, x2, this.cy.width()), y: slack(y1, y2, this.cy.height()) });
    }

    /** So little is left that all of it has room: it stands in the middle, not where a larger map began. */
    useWholeRoom() {
        // A line about what is left may have come above the map.
        this.cy.resize();
        const { w, h } = this.cy.elements().renderedBoundingBox();
        if (w + 2 * MARGIN <= this.cy.width() && h + 2 * MARGIN <= this.cy.height()) {
            this.cy.center();
        }
    }

    /** After more or less is shown, what people looked at is where it was. */
    stayAt(key, before) {
        const now = this.cy.getElementById(key).position();
        const zoom = this.cy.zoom();
        this.cy.panBy({
            x: (before.get(key).x - now.x) * zoom,
            y: (before.get(key).y - now.y) * zoom,
        });
    }

    mark() {
        const { verdicts } = this.props;
        this.cy.batch(() => {
            for (const node of this.props.nodes) {
                const card = this.cy.getElementById(node.key);
                const verdict = verdicts[node.key];
                card.toggleClass("o_fails", verdict?.verdict === "fails");
                card.toggleClass("o_weakened", verdict?.verdict === "weakened");
                card.style(pictureOf(node, verdict, this.colors));
            }
            for (const edge of this.props.edges) {
                const line = this.cy.getElementById(edge.key);
                const from = verdicts[edge.base]?.verdict;
                const to = verdicts[edge.top]?.verdict;
                const runs = from === "fails" && edge.is_firm && (edge.is_live || edge.hidden);
                line.toggleClass("o_burns", Boolean(runs && to === "fails"));
                line.toggleClass("o_strained", Boolean(runs && to === "weakened"));
            }
        });
    }

    choose() {
        const { selected, trail } = this.props;
        this.cy.batch(() => {
            this.cy.elements().unselect().removeClass("o_near o_trail o_dim");
            const card = selected && this.cy.getElementById(selected);
            requestAnimationFrame(() => this.keepInSight());
            if (!selected) {
                return;
            }
            card.select();
            card.connectedEdges().addClass("o_near");
            const way = new Set(trail);
            const lines = this.cy.edges().filter((line) => way.has(line.data("base")) && way.has(line.data("top")));
            lines.addClass("o_trail");
            if (way.size > 1) {
                const shown = this.cy.nodes().filter((node) => way.has(node.id())).union(lines);
                this.cy.elements().difference(shown.union(card.closedNeighborhood())).addClass("o_dim");
            }
        });
    }

    /**
     * There is less room or more: what was seen whole stays so, what is chosen is seen.
     *
     * More room is used where nobody has moved the map meanwhile.
     */
    keepInSight() {
        if (this.cy.destroyed() || !this.root.el.clientWidth) {
            return;
        }
        const { room, props } = this;
        const wasWhole = this.isWithin(this.cy.elements(), room);
        this.cy.resize();
        this.room = { width: this.cy.width(), height: this.cy.height() };
        const isMore = this.room.width > room.width || this.room.height > room.height;
        const card = props.selected && this.cy.getElementById(props.selected);
        if (wasWhole && ((isMore && this.fitted === this.view) || !this.isWithin(this.cy.elements(), this.room))) {
            this.fit();
        } else if (card && !this.isWithin(card, this.room)) {
            this.cy.animate({ center: { eles: card }, duration: 150 });
        }
    }

    isWithin(elements, { width, height }) {
        const { x1, y1, x2, y2 } = elements.renderedBoundingBox();
        return x1 >= 0 && y1 >= 0 && x2 <= width && y2 <= height;
    }

    // -- For the buttons -------------------------------------------------------------------------

    zoom(factor) {
        const { clientWidth, clientHeight } = this.root.el;
        this.cy.zoom({
            level: this.cy.zoom() * factor,
            renderedPosition: { x: clientWidth / 2, y: clientHeight / 2 },
        });
    }

    /** All of it as a PNG, as large as printers and other programs take it. */
    picture() {
        return this.cy.png({ full: true, scale: 2, maxWidth: 8000, maxHeight: 8000, bg: this.colors.ground });
    }
}
