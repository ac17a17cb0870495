// A chart's specification, asked of the service.

import { useEffect, useState } from "preact/hooks";
import { address, type Arguments, type Fault, fetched, LONGEST, Refused } from "../api";
import type { Specification } from "../chart/ink";
import { again } from "../notices";
import type { CaptionParts } from "./Caption";
import { language } from "../texts";

export interface Drawable {
  spec: Specification;
  alternative: string;
  caption: CaptionParts;
}

export interface Asked {
  question: string;
  args: Arguments;
  chart?: string;
  /** What a chart lets its reader choose, as `most`. */
  choices?: Record<string, string | number>;
}

function wishes({ args, chart, choices }: Asked, as: string): Arguments {
  const own = Object.entries(choices ?? {}).map(([name, value]) => [`choice.${name}`, String(value)]);
  return { language: args.language || language.get(), ...(chart ? { chart } : {}), as, ...Object.fromEntries(own) };
}

/** Give the address of a chart's picture or specification; none where the arguments are too long for one. */
export function chartAddress(asked: Asked, as: "vega-lite" | "svg" | "png"): string | undefined {
  const whole = address(`chart/${asked.question}`, { ...asked.args, ...wishes(asked, as) });
  return whole.length <= LONGEST ? whole : undefined;
}

async function fetchedChart(asked: Asked, signal: AbortSignal): Promise<Drawable> {
  const whole = chartAddress(asked, "vega-lite");
  if (whole) return (await fetched(whole, { signal })).json() as Promise<Drawable>;
  const body = JSON.stringify({ arguments: asked.args });
  const headers = { "Content-Type": "application/json" };
  const path = address(`chart/${asked.question}`, wishes(asked, "vega-lite"));
  return (await fetched(path, { method: "POST", body, headers, signal })).json() as Promise<Drawable>;
}

/** Ask for a chart; the last one stays, marked stale, until the next is there. */
export function useChart(asked: Asked) {
  const word = language.use();
  const times = again.use();
  const key = JSON.stringify([asked.question, asked.args, asked.chart, asked.choices, word]);
  const [found, setFound] = useState<{ key: string; drawable: Drawable }>();
  const [failed, setFailed] = useState<{ key: string; failure: Fault }>();
  useEffect(() => {
    const stop = new AbortController();
    fetchedChart(asked, stop.signal)
      .then((drawable) => {
        if (!stop.signal.aborted) setFound({ key, drawable });
      })
      .catch((error: unknown) => {
        if (stop.signal.aborted) return;
        const unknown = { what: String(error), where: "", remedy: "", code: 1 };
        setFailed({ key, failure: error instanceof Refused ? error.fault : unknown });
      });
    return () => stop.abort();
  }, [key, times]);
  const failure = failed?.key === key && found?.key !== key ? failed.failure : null;
  return { drawable: found?.drawable, failure, stale: found?.key !== key };
}
