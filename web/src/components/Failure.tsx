// A refusal, beside what was typed: what is wrong, where, and what to do.

import type { Fault } from "../api";
import { retry } from "../notices";
import { useText } from "../texts";

interface Props {
  fault: Fault | null;
  /** What to do on "try again"; everything that failed is asked again where it is left out. */
  onRetry?: () => void;
}

export function Failure({ fault, onRetry = retry }: Props) {
  const t = useText();
  if (!fault) return null;
  const offline = fault.what === "offline" && fault.code === 0;
  const remedy = offline ? t("offline.remedy") : fault.remedy;
  return (
    <div class="failure asked" role="alert">
      <p>
        <strong>{offline ? t("offline.what") : fault.what}</strong>
        {fault.where && <span class="where"> ({t("failure.where", { where: fault.where })})</span>}
      </p>
      {remedy && <p>{remedy}</p>}
      {offline && (
        <button type="button" onClick={onRetry}>
          {t("failure.again")}
        </button>
      )}
    </div>
  );
}
