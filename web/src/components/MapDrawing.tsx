// The map's drawing and its legend.

import { useEffect, useRef, useState } from "preact/hooks";
import type { MapScale } from "../map/scale";
import type { Land, World } from "../map/world";
import { useText } from "../texts";

/** How a country and its value are said. */
export interface Described {
  name: (code: string, atlas?: string) => string;
  value: (code: string) => string;
  number: (value: number) => string;
}

interface Pointed {
  code: string;
  name: string;
  at: [number, number];
}

interface DrawingProps {
  world: World;
  values: Record<string, number | null | undefined>;
  scale: MapScale;
  chosen: readonly string[];
  cursor: string;
  id: string;
  onPick?: (code: string) => void;
  onPoint: (pointed: Pointed | null) => void;
}

const WIDTH = 960;
/** Radius of a small state's circle, in pixels of the screen. */
const DOT = 2.6;
const BARE = 1.4;

/** Give how many units of the drawing a pixel of the screen is. */
function usePixel() {
  const svg = useRef<SVGSVGElement>(null);
  const [pixel, setPixel] = useState(1);
  useEffect(() => {
    const own = svg.current;
    if (!own) return undefined;
    const watcher = new ResizeObserver(() => setPixel(WIDTH / Math.max(own.clientWidth, 200)));
    watcher.observe(own);
    return () => watcher.disconnect();
  }, []);
  return { svg, pixel };
}

/** What no figure is about is hatched, so that it is not taken for nought. */
function Hatch({ id }: { id: string }) {
  return (
    <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <rect class="map-hatch-ground" width="5" height="5" />
      <rect class="map-hatch-line" width="1.4" height="5" />
    </pattern>
  );
}

function Outline({ land, pixel, kind }: { land: Land; pixel: number; kind: string }) {
  if (!land.path || land.small) return <circle class={kind} cx={land.x} cy={land.y} r={(DOT + 3) * pixel} />;
  return <path class={kind} d={land.path} />;
}

export function MapDrawing({ world, values, scale, chosen, cursor, id, onPick, onPoint }: DrawingProps) {
  const { svg, pixel } = usePixel();
  const hatch = `${id}-hatch`;
  const paint = (code: string) => {
    const tone = scale.tone(values[code]);
    return tone ? { class: `map-land map-${tone}` } : { class: "map-land", fill: `url(#${hatch})` };
  };
  const found = (event: Event) => {
    const at = (event.target as Element).getAttribute("data-at");
    return at === null ? undefined : world.lands[Number(at)];
  };
  const point = (event: PointerEvent) => {
    const land = found(event);
    onPoint(land ? { code: land.code, name: land.name, at: [event.clientX, event.clientY] } : null);
  };
  const pick = (event: MouseEvent) => {
    const code = found(event)?.code;
    if (code) onPick?.(code);
  };
  const marked = (codes: readonly string[]) => world.lands.filter(({ code }) => code && codes.includes(code));
  return (
    <svg
      ref={svg}
      class={onPick ? "map-picks" : undefined}
      viewBox={`0 0 ${WIDTH} ${world.height}`}
      aria-hidden="true"
      onPointerMove={point}
      onPointerLeave={() => onPoint(null)}
      onClick={pick}
    >
      <defs>
        <Hatch id={hatch} />
      </defs>
      {world.lands.map((land, at) => land.path && <path key={at} data-at={at} d={land.path} {...paint(land.code)} />)}
      {world.lands.map((land, at) =>
        land.small && land.code ? (
          <circle key={at} data-at={at} cx={land.x} cy={land.y} r={(scale.tone(values[land.code]) ? DOT : BARE) * pixel} {...paint(land.code)} />
        ) : null,
      )}
      {marked(chosen).map((land) => <Outline key={land.code} land={land} pixel={pixel} kind="map-chosen" />)}
      {marked([cursor]).map((land) => <Outline key={land.code} land={land} pixel={pixel} kind="map-cursor" />)}
    </svg>
  );
}

interface LegendProps {
  scale: MapScale;
  said: Described;
  missing: string;
  label: string;
  id: string;
}

export function Legend({ scale, said, missing, label, id }: LegendProps) {
  const t = useText();
  const hatch = `${id}-legend`;
  return (
    <div class="map-legend">
      <span>{label}</span>
      <ul>
        {scale.classes.map(({ from, to, tone }) => (
          <li key={tone}>
            <svg viewBox="0 0 16 12" aria-hidden="true">
              <rect class={`map-${tone}`} width="16" height="12" />
            </svg>
            {from === to ? said.number(from) : t("map.between", { low: said.number(from), high: said.number(to) })}
          </li>
        ))}
        <li>
          <svg viewBox="0 0 16 12" aria-hidden="true">
            <defs>
              <Hatch id={hatch} />
            </defs>
            <rect fill={`url(#${hatch})`} width="16" height="12" />
          </svg>
          {missing}
        </li>
      </ul>
    </div>
  );
}
