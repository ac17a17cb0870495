// Work that is under way: how far it is, and a button that stops it. Nothing is shown of what is done at once.

import { useEffect, useState } from "preact/hooks";
import type { Progress } from "../answers";
import { useNumbers } from "../numbers";
import { useText } from "../texts";

interface Props {
  busy: boolean;
  progress?: Progress | null;
  stop?: () => void;
  /** Whether an earlier answer stays on screen meanwhile. */
  stale?: boolean;
}

const SOON = 250;

export function Busy({ busy, progress, stop, stale }: Props) {
  const t = useText();
  const n = useNumbers();
  const [long, turn] = useState(false);
  useEffect(() => {
    const timer = busy ? setTimeout(() => turn(true), SOON) : 0;
    if (!busy) turn(false);
    return () => clearTimeout(timer);
  }, [busy]);
  if (!busy || !long) return <div class="busy idle" />;
  const label = progress?.label || t("busy.working");
  const waiting = progress?.place !== undefined && t("busy.waiting", { place: progress.place });
  const part = progress?.fraction != null ? t("busy.part", { label, percent: n.share(progress.fraction, 0) }) : label;
  return (
    <div class="busy" role="status">
      <progress max={1} value={progress?.fraction ?? undefined} aria-label={label} />
      <span>{waiting || part}</span>
      {stale && <span class="hint">{t("stale")}</span>}
      {stop && (
        <button type="button" class="quiet" onClick={stop}>
          {t("busy.stop")}
        </button>
      )}
    </div>
  );
}
