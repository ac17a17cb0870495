// A map of the world by some value. Its shapes are loaded when it is first shown.

import { useEffect, useId, useMemo, useState } from "preact/hooks";
import { useNames } from "../labels";
import { neighbour } from "../map/moves";
import { mapScale } from "../map/scale";
import type { World } from "../map/world";
import { useNumbers } from "../numbers";
import { useText } from "../texts";
import { DataTable } from "./DataTable";
import { Failure } from "./Failure";
import { type Described, Legend, MapDrawing } from "./MapDrawing";
import "./map.css";
import { Tooltip } from "./Tooltip";
import { useScrollable } from "./useScrollable";

export interface WorldMapProps {
  /** By the country's three letters; null and what is left out are missing, which is not nought. */
  values: Record<string, number | null | undefined>;
  unit: string;
  /** What the values are. */
  label: string;
  chosen?: string | readonly string[];
  onPick?: (code: string) => void;
}

function useWorld() {
  const [world, setWorld] = useState<World>();
  const [fault, setFault] = useState("");
  useEffect(() => {
    import("../map/world").then((found) => setWorld(found.world)).catch((error: unknown) => setFault(String(error)));
  }, []);
  return { world, fault };
}

/** Say a country's name and value. */
function useDescribed({ values, unit }: Pick<WorldMapProps, "values" | "unit">): Described {
  const names = useNames();
  const numbers = useNumbers();
  const t = useText();
  const name = (code: string, atlas = code) => (names.country(code) === code ? atlas : names.country(code));
  const value = (code: string) => {
    const one = values[code];
    return typeof one === "number" ? numbers.of(one, unit) : t("map.missing");
  };
  return { name, value, number: (one) => numbers.of(one, unit) };
}

/** Show values on a map, with a legend, a list to choose from, and the same as a table. */
export function WorldMap(props: WorldMapProps) {
  const { values, unit, label, onPick } = props;
  const t = useText();
  const id = useId();
  const said = useDescribed(props);
  const { world, fault } = useWorld();
  const [asTable, turn] = useState(false);
  const [pointed, point] = useState<{ code: string; name: string; at: [number, number] } | null>(null);
  const [cursor, go] = useState("");
  const { frame, wide } = useScrollable<HTMLDivElement>(world, asTable);
  const chosen = useMemo(() => (typeof props.chosen === "string" ? [props.chosen] : (props.chosen ?? [])).filter(Boolean), [props.chosen]);
  const scale = useMemo(() => mapScale(Object.values(values)), [values]);
  const spots = useMemo(() => (world?.lands ?? []).filter(({ code }) => code), [world]);
  const listed = useMemo(() => {
    const drawn = spots.map(({ code, name }) => ({ code, name: said.name(code, name) }));
    return drawn.sort((left, right) => left.name.localeCompare(right.name));
  }, [spots, said.name("KOR")]);

  const key = (event: KeyboardEvent) => {
    const from = spots.find(({ code }) => code === (cursor || chosen[0])) ?? spots.find(({ code }) => code === "KOR");
    if (!from) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (cursor) onPick?.(cursor);
      return;
    }
    if (event.key === "Escape") go("");
    const next = cursor || chosen[0] ? neighbour(spots, from, event.key) : from;
    if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    if (next) go(next.code);
  };

  const rows = useMemo(
    () =>
      Object.entries(values)
        .map(([code, value]) => ({ code, name: said.name(code), value }))
        .sort((left, right) => (right.value ?? -Infinity) - (left.value ?? -Infinity)),
    [values, said.name("KOR")],
  );
  const atlasName = spots.find(({ code }) => code === cursor)?.name;
  const spoken = cursor && t("map.said", { name: said.name(cursor, atlasName), value: said.value(cursor) });

  return (
    <figure class="map" aria-label={t("map.title", { label })}>
      <Failure fault={fault ? { what: fault, where: "", remedy: "", code: 1 } : null} />
      {asTable ? (
        <DataTable
          caption={label}
          rows={rows}
          columns={[
            { key: "country", head: t("col.country"), value: (row) => row.name },
            { key: "value", head: t("col.value"), value: (row) => row.value, unit },
          ]}
          keyOf={(row) => row.code}
          onPick={onPick && ((row) => onPick(row.code))}
          isChosen={(row) => chosen.includes(row.code)}
        />
      ) : (
        <>
          <div
            class="map-frame"
            ref={frame}
            tabIndex={0}
            role="application"
            aria-label={t("map.title", { label })}
            aria-describedby={`${id}-keys`}
            onKeyDown={key}
            onBlur={() => go("")}
          >
            {world ? (
              <MapDrawing {...{ world, values, scale, chosen, cursor, onPick, id }} onPoint={point} />
            ) : (
              !fault && <p class="map-waiting">{t("map.loading")}</p>
            )}
          </div>
          {wide && <p class="swipe">{t("chart.swipe")}</p>}
          <p class="map-said" aria-live="polite">{spoken}</p>
          <Legend scale={scale} said={said} missing={t("map.missing")} label={label} id={id} />
        </>
      )}
      <div class="map-below">
        {onPick && (
          <label>
            {t("map.choose")}{" "}
            <select value={chosen[0] ?? ""} onChange={(event) => event.currentTarget.value && onPick(event.currentTarget.value)}>
              <option value="">{t("map.none")}</option>
              {listed.map(({ code, name }) => (
                <option key={code} value={code}>
                  {t("map.said", { name, value: said.value(code) })}
                </option>
              ))}
            </select>
          </label>
        )}
        <button type="button" aria-pressed={asTable} onClick={() => turn(!asTable)}>
          {t(asTable ? "map.as_map" : "chart.as_table")}
        </button>
      </div>
      <figcaption>
        <small id={`${id}-keys`}>{t("map.keys")}</small> <small>{t("map.boundaries")}</small>
      </figcaption>
      {pointed && (
        <Tooltip at={pointed.at}>
          <strong>{pointed.code ? said.name(pointed.code, pointed.name) : pointed.name}</strong>
          <div>{said.value(pointed.code)}</div>
        </Tooltip>
      )}
    </figure>
  );
}
