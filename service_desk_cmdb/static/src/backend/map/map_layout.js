/**
 * Where the things of a map stand: what carries is below what it carries.
 *
 * A layer for each step, broken into rows where it is too long to be looked at; in each layer things
 * stand near what they have to do with. Linear in things and links but for a few sweeps, so that 500
 * things are placed in some milliseconds.
 */

export const CARD_WIDTH = 204;
export const CARD_HEIGHT = 50;
const GAP_X = 22;
const GAP_ROW = 18;
const GAP_LAYER = 74;
const SWEEPS = 8;
/** Fewer things than this are never broken into rows. */
const MIN_ROW = 7;
/** How much wider than high a map would like to be. */
const ASPECT = 1.7;

const STEP_X = CARD_WIDTH + GAP_X;

/**
 * @param {{key: string}[]} nodes
 * @param {{base: string, top: string}[]} edges
 * @returns {Map<string, {x: number, y: number}>} centers
 */
export function layout(nodes, edges) {
    const graph = acyclic(nodes, edges);
    const layers = order(layersOf(graph), graph);
    const most = rowLength(nodes.length);
    const places = new Map();
    let y = 0;
    for (const layer of layers) {
        for (let first = 0; first < layer.length; first += most) {
            const row = layer.slice(first, first + most);
            row.forEach((key, index) => places.set(key, { x: (index - (row.length - 1) / 2) * STEP_X, y }));
            y -= CARD_HEIGHT + GAP_ROW;
        }
        y -= GAP_LAYER - GAP_ROW;
    }
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
        for (const layer of sweep % 2 ? [...layers].reverse() : layers) {
            if (layer.length <= most) {
                settle(layer, graph, places);
            }
        }
    }
    return places;
}

/** So many things stand in a row at most. */
export function rowLength(count) {
    const perRow = Math.sqrt((count * ASPECT * (CARD_HEIGHT + GAP_LAYER)) / STEP_X);
    return Math.max(MIN_ROW, Math.ceil(perRow));
}

/** tops and bases of each thing, without the links that close a circle. */
function acyclic(nodes, edges) {
    const tops = new Map(nodes.map(({ key }) => [key, new Set()]));
    const bases = new Map(nodes.map(({ key }) => [key, new Set()]));
    const ways = new Map(nodes.map(({ key }) => [key, []]));
    for (const { base, top } of edges) {
        if (ways.has(base) && ways.has(top)) {
            ways.get(base).push(top);
        }
    }
    const state = new Map(); // 1 while what is above it is walked, 2 after
    for (const { key } of nodes) {
        const stack = state.has(key) ? [] : [[key, 0]];
        while (stack.length) {
            const place = stack.at(-1);
            const [here, index] = place;
            state.set(here, 1);
            const next = ways.get(here)[index];
            place[1]++;
            if (next === undefined) {
                state.set(here, 2);
                stack.pop();
            } else if (state.get(next) !== 1) {
                tops.get(here).add(next);
                bases.get(next).add(here);
                if (!state.has(next)) {
                    stack.push([next, 0]);
                }
            }
        }
    }
    return { tops, bases, keys: nodes.map(({ key }) => key) };
}

/** Keys by layer, the lowest first: each above all on which it relies. */
function layersOf({ tops, bases, keys }) {
    const rank = new Map();
    const waiting = new Map(keys.map((key) => [key, bases.get(key).size]));
    const queue = keys.filter((key) => !waiting.get(key));
    queue.forEach((key) => rank.set(key, 0));
    for (const key of queue) {
        for (const top of tops.get(key)) {
            rank.set(top, Math.max(rank.get(top) || 0, rank.get(key) + 1));
            waiting.set(top, waiting.get(top) - 1);
            if (!waiting.get(top)) {
                queue.push(top);
            }
        }
    }
    // What relies on nothing stands just below the first that relies on it.
    for (const key of keys) {
        if (!bases.get(key).size && tops.get(key).size) {
            rank.set(key, Math.min(...[...tops.get(key)].map((top) => rank.get(top))) - 1);
        }
    }
    const layers = [];
    keys.forEach((key) => (layers[rank.get(key)] ||= []).push(key));
    return layers.filter(Boolean);
}

/** Each layer in an order that crosses few links: by the middle of the neighbors, up and down. */
function order(layers, { tops, bases }) {
    const place = new Map();
    const number = (layer) => layer.forEach((key, index) => place.set(key, (index + 1) / (layer.length + 1)));
    layers.forEach(number);
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
        const neighbors = sweep % 2 ? tops : bases;
        for (const layer of sweep % 2 ? [...layers].reverse() : layers) {
            const middles = new Map(layer.map((key) => [key, mean(neighbors.get(key), place) ?? place.get(key)]));
            layer.sort((one, other) => middles.get(one) - middles.get(other));
            number(layer);
        }
    }
    return layers;
}

function mean(keys, values) {
    let sum = 0;
    for (const key of keys) {
        sum += values.get(key);
    }
    return keys.size ? sum / keys.size : undefined;
}

/** Move a row towards its neighbors, in its order and without overlaps: least squares, by pooling. */
function settle(layer, { tops, bases }, places) {
    const blocks = [];
    layer.forEach((key, index) => {
        const around = [...tops.get(key), ...bases.get(key)].map((other) => places.get(other).x);
        const wish = around.length ? around.reduce((sum, x) => sum + x, 0) / around.length : places.get(key).x;
        let block = { sum: wish - index * STEP_X, count: 1 };
        while (blocks.length && blocks.at(-1).sum / blocks.at(-1).count >= block.sum / block.count) {
            const before = blocks.pop();
            block = { sum: block.sum + before.sum, count: block.count + before.count };
        }
        blocks.push(block);
    });
    let index = 0;
    for (const { sum, count } of blocks) {
        for (let number = 0; number < count; number++, index++) {
            places.get(layer[index]).x = sum / count + index * STEP_X;
        }
    }
}
