/** How the graph fits into view: with some air around it, and never larger than it is. */
export const FIT = { padding: 0.06, maxZoom: 1 } as const
