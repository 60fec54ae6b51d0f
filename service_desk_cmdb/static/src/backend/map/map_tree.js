/** The map as nested lists: the same things, from the start along the links. */

/** Deeper than this nothing is nested: people and screen readers lose their way. */
const DEEPEST = 12;

/**
 * @param {string[]} roots keys
 * @param {{base, top, words, reverse, is_forth}[]} edges
 * @param {"down"|"up"} way to what relies on it, or to what it relies on
 * @returns {{key, words, isAgain, children}[]} `words` lead from what is above to this; what stands
 *  in the list before is not unfolded once more
 */
export function treeOf(roots, edges, way) {
    const steps = new Map();
    for (const edge of edges) {
        const [from, to] = way === "down" ? [edge.base, edge.top] : [edge.top, edge.base];
        const isForth = edge.is_forth === (way === "down");
        if (!steps.has(from)) {
            steps.set(from, []);
        }
        steps.get(from).push({ key: to, words: isForth ? edge.words : edge.reverse });
    }
    const seen = new Set(roots);
    const unfold = (key, depth) =>
        (depth < DEEPEST ? steps.get(key) || [] : []).map(({ key: next, words }) => {
            const isAgain = seen.has(next);
            seen.add(next);
            return { key: next, words, isAgain, children: isAgain ? [] : unfold(next, depth + 1) };
        });
    return roots.map((key) => ({ key, words: "", isAgain: false, children: unfold(key, 1) }));
}
