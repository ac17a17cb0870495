// An answer's numbers and its picture as files. They are fetched here, so that a refusal is said here too.

import { useState } from "preact/hooks";
import { type Arguments, address, asked, type Fault, Refused } from "../api";
import { language, useText } from "../texts";
import { Failure } from "./Failure";

const NUMBERS = ["csv", "xlsx", "json", "parquet"] as const;
const PICTURES = ["svg", "png"] as const;

interface Props {
  question: string;
  args: Arguments;
  /** The chart whose picture is offered; none where the answer has none. */
  chart?: string;
  choices?: Record<string, string>;
  /** Offer the answer as a page with its sources. */
  document?: boolean;
}

/** Hand a file to the reader under the name that the service gives it. */
export async function save(path: string, args: Arguments, fallback: string): Promise<void> {
  const response = await asked(path, args);
  const named = /filename\*?=(?:UTF-8'')?"?([^";]+)"?/i.exec(response.headers.get("Content-Disposition") ?? "");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = named?.[1] ? decodeURIComponent(named[1]) : fallback;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Give a chart's choices as the service reads them. */
export function choosing(choices: Record<string, string> = {}): Arguments {
  return Object.fromEntries(Object.entries(choices).map(([name, value]) => [`choice.${name}`, value]));
}

/** The list of what the store holds, as files. */
export function HoldingsDownloads() {
  const t = useText();
  return (
    <div class="downloads">
      <span>{t("downloads.title")}</span>
      {NUMBERS.map((ending) => (
        <a key={ending} href={address("holdings", { format: ending })} download={`datasets.${ending}`}>
          {ending.toUpperCase()}
        </a>
      ))}
    </div>
  );
}

export function Downloads({ question, args, chart, choices, document: page }: Props) {
  const t = useText();
  const word = language.use();
  const [fault, fail] = useState<Fault | null>(null);
  const link = (ending: string, path: string, more: Arguments) => {
    const all = { ...args, ...more, language: word };
    const clicked = async (event: MouseEvent) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      fail(null);
      try {
        await save(path, all, `${question}.${ending}`);
      } catch (error) {
        fail(error instanceof Refused ? error.fault : { what: String(error), where: "", remedy: "", code: 1 });
      }
    };
    return (
      <a key={ending} href={address(path, all)} download onClick={(event) => void clicked(event)}>
        {ending.toUpperCase()}
      </a>
    );
  };
  return (
    <div class="downloads">
      <span>{t("downloads.title")}</span>
      <span role="group" aria-label={t("downloads.numbers")}>
        {NUMBERS.map((one) => link(one, `file/${question}`, { format: one }))}
      </span>
      {chart && (
        <span role="group" aria-label={t("downloads.picture")}>
          {PICTURES.map((one) => link(one, `chart/${question}`, { chart, as: one, ...choosing(choices) }))}
        </span>
      )}
      {page && (
        <span role="group" aria-label={t("downloads.document")}>
          {link("html", `file/${question}`, { format: "html" })}
        </span>
      )}
      {fault && <Failure fault={fault} />}
    </div>
  );
}
