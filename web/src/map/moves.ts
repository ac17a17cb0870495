// Where an arrow key leads on the map.

export interface Spot {
  code: string;
  x: number;
  y: number;
}

const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** How much a step to the side costs against one ahead. */
const ASIDE = 2;

/** Give the nearest place in the direction of an arrow key, or none where the map ends. */
export function neighbour(spots: readonly Spot[], from: Spot, key: string): Spot | undefined {
  const step = STEPS[key];
  if (!step) return undefined;
  let best: Spot | undefined;
  let least = Infinity;
  for (const one of spots) {
    if (one.code === from.code) continue;
    const [dx, dy] = [one.x - from.x, one.y - from.y];
    const ahead = dx * step[0] + dy * step[1];
    const aside = Math.abs(dx * step[1]) + Math.abs(dy * step[0]);
    if (ahead <= 0 || aside > ahead * ASIDE) continue;
    const cost = ahead + ASIDE * aside;
    if (cost < least) [best, least] = [one, cost];
  }
  return best;
}
