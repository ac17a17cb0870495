// The indicators that make each side, and how much each counts.

import type { Variable } from "../../api";
import { Slider } from "../../components/Slider";
import { useNumbers } from "../../numbers";
import { useText } from "../../texts";
import { MOST, SIDES, type Side, STEP, shareOf, type Weighed, weighable } from "./weights";

interface Props {
  weighed: Weighed;
  variables: Record<string, Variable>;
  /** Whether they differ from the program's own. */
  own: boolean;
  onMove: (weighed: Weighed, settled: boolean) => void;
  onReset: () => void;
}

export function WeightSliders({ weighed, variables, own, onMove, onReset }: Props) {
  const t = useText();
  const n = useNumbers();
  const word = (name: string) => variables[`lean_${name}`]?.short || name;
  const moved = (side: Side, name: string, weight: number, settled: boolean) =>
    onMove({ ...weighed, [side]: { ...weighed[side], [name]: weight } }, settled);
  return (
    <section class="weights" aria-label={t("equation.weights")}>
      <h2>{t("equation.weights")}</h2>
      <p class="hint">{t("equation.weights.hint")}</p>
      {SIDES.map((side) => (
        <fieldset key={side}>
          <legend>{t(`equation.side.${side}`)}</legend>
          {Object.entries(weighed[side]).map(([name, weight]) => (
            <div class="weight" key={name}>
              <input
                type="checkbox"
                checked={weight > 0}
                aria-label={t("equation.weight.include", { name: word(name) })}
                onChange={(event) => moved(side, name, event.currentTarget.checked ? MOST / 2 : 0, true)}
              />
              <Slider
                label={word(name)}
                value={weight}
                min={0}
                max={MOST}
                step={STEP}
                text={n.share(shareOf(weighed[side], name), 0)}
                onInput={(value) => moved(side, name, value, false)}
                onChange={(value) => moved(side, name, value, true)}
              />
            </div>
          ))}
        </fieldset>
      ))}
      {!weighable(weighed) && (
        <p class="fault" role="alert">
          {t("equation.weights.none")}
        </p>
      )}
      <button type="button" class="quiet" disabled={!own} onClick={onReset}>
        {t("equation.weights.reset")}
      </button>
    </section>
  );
}
