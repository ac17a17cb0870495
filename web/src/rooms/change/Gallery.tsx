// Scenarios that come with the program, to start from.

import { useEffect, useState } from "preact/hooks";
import { fetched } from "../../api";
import { Failure } from "../../components/Failure";
import { again } from "../../notices";
import { language, useText } from "../../texts";
import type { Fault } from "../../api";
import { faultOf } from "./solve";

export interface Preset {
  name: string;
  title: string;
  toml: string;
  plain: string | string[];
}

const held: Record<string, Preset[]> = {};

export function useGallery(): { presets: Preset[]; failure: Fault | null } {
  const word = language.use();
  const times = again.use();
  const [, turn] = useState(0);
  const [failure, fail] = useState<Fault | null>(null);
  useEffect(() => {
    if (held[word]) return;
    fetched(`api/scenarios?language=${word}`)
      .then(async (response) => {
        held[word] = (await response.json()) as Preset[];
        fail(null);
        turn((count) => count + 1);
      })
      .catch((error: unknown) => fail(faultOf(error)));
  }, [word, times]);
  return { presets: held[word] ?? [], failure };
}

export function Gallery({ text, onPick }: { text: string; onPick: (toml: string) => void }) {
  const t = useText();
  const { presets, failure } = useGallery();
  return (
    <div class="gallery">
      <Failure fault={failure} />
      <ul>
        {presets.map((one) => (
          <li key={one.name}>
            <button type="button" class="plain" aria-pressed={one.toml === text} onClick={() => onPick(one.toml)}>
              <strong>{one.title}</strong>
              <span>{typeof one.plain === "string" ? one.plain : one.plain.join(" ")}</span>
            </button>
          </li>
        ))}
      </ul>
      {!presets.length && !failure && <p class="hint">{t("starting")}</p>}
    </div>
  );
}
