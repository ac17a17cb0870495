// The past, played: the chosen country's way over the years, a year at a time.

import { useEffect, useId, useState } from "preact/hooks";
import { useNumbers } from "../../numbers";
import { useText } from "../../texts";
import { kindOf, type Step } from "./trail";

const PACE = 700;

interface Props {
  steps: readonly Step[];
  /** The year that is shown; the last where it is null. */
  year: number | null;
  onYear: (year: number | null, settled: boolean) => void;
}

export function Player({ steps, year, onYear }: Props) {
  const t = useText();
  const n = useNumbers();
  const id = useId();
  const [playing, play] = useState(false);
  const kind = kindOf(steps);
  const last = steps.length - 1;
  const found = steps.findIndex((one) => one.year === year);
  const at = found < 0 ? last : found;
  const step = steps[at];

  useEffect(() => {
    if (!playing) return;
    if (at >= last) {
      play(false);
      onYear(null, true);
      return;
    }
    const timer = setTimeout(() => onYear(steps[at + 1]?.year ?? null, false), PACE);
    return () => clearTimeout(timer);
  }, [playing, at, last]);

  if (kind === "short" || !step) return <p class="hint">{t("equation.trail.short")}</p>;
  const start = () => {
    if (playing) return play(false);
    if (at >= last) onYear(steps[0]?.year ?? null, false);
    play(true);
  };
  const said = (value: number | null) =>
    value === null ? t("equation.trail.unknown") : t("equation.trail.points", { points: n.points(value) });
  const told = t("equation.trail.at", { economy: said(step.economy), security: said(step.security) });
  return (
    <div class="player" role="group" aria-label={t("equation.trail")}>
      <button type="button" class="play" onClick={start} aria-label={t(playing ? "equation.trail.pause" : "equation.trail.play")}>
        <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
          <path d={playing ? "M3 2h4v12H3zM9 2h4v12H9z" : "M3 1.5 14 8 3 14.5z"} />
        </svg>
      </button>
      <label for={id} class="unseen">
        {t("equation.trail.year")}
      </label>
      <input
        id={id}
        type="range"
        min={0}
        max={last}
        value={at}
        aria-valuetext={`${step.year}: ${told}`}
        onInput={(event) => {
          play(false);
          onYear(steps[Number(event.currentTarget.value)]?.year ?? null, false);
        }}
        onChange={(event) => onYear(steps[Number(event.currentTarget.value)]?.year ?? null, true)}
      />
      <output for={id}>
        <b>{step.year}</b>
        <span>{year === null ? t("equation.trail.now") : told}</span>
      </output>
      {kind === "economy" && <p class="hint">{t("equation.trail.economy")}</p>}
    </div>
  );
}
