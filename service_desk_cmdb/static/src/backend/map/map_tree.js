/** The map as nested lists: the same things, from the start along the links. */

/** Deeper than this nothing is nested: people and screen readers lose their way. */
const DEEPEST = 12;

/**
 * @param {string[]} roots keys
 * @param {{base, top, words, reverse, is_forth, is_mutual}[]} edges
 * @param {"down"|"up"} way to what relies on it, or to what it relies on
 * @returns {{key, words, isAgain, children}[]} `words` lead from what is above to this; what stands
 *  in the list before is not unfolded once more
 */
export function treeOf(roots, edges, way) {
    const steps = new Map();
    const add = (edge, from, to) => {
        const isForth = edge.is_forth === (from === edge.base);
        if (!steps.has(from)) {
            steps.set(from, []);
        }
        steps.get(from).push({ key: to, words: isForth ? edge.words : edge.reverse, edge });
    };
    for (const edge of edges) {
        if (way === "down" || edge.is_mutual) {
            add(edge, edge.base, edge.top);
        }
        if (way === "up" || edge.is_mutual) {
            add(edge, edge.top, edge.base);
        }
    }
    const seen = new Set(roots);
    const unfold = (key, depth, via = null) => {
        // Not back the way it came.
        const next = (depth < DEEPEST ? steps.get(key) || [] : []).filter((step) => step.edge !== via);
        return next.map(({ key: other, words, edge }) => {
            const isAgain = seen.has(other);
            seen.add(other);
            return { key: other, words, isAgain, children: isAgain ? [] : unfold(other, depth + 1, edge) };
        });
    };
    return roots.map((key) => ({ key, words: "", isAgain: false, children: unfold(key, 1) }));
}
