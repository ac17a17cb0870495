// Add a producer's file: dropped anywhere on the page, or chosen by hand.

import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Progress } from "../../answers";
import type { Fault } from "../../api";
import { Refused } from "../../api";
import { Busy } from "../../components/Busy";
import { Failure } from "../../components/Failure";
import { follow } from "../../jobs";
import { session } from "../../labels";
import { useNumbers } from "../../numbers";
import { useText } from "../../texts";
import { changed, faultOf, type Source } from "./holdings";
import { guess, send, sized, yearIn } from "./upload";

interface Added {
  added: { dataset: string; years?: string; rows?: number }[];
  notes: string[];
}

/** Let a file be dropped anywhere, and say while one hangs over the page. */
function useDrop(onFile: (file: File, count: number) => void): boolean {
  const [over, hang] = useState(false);
  const latest = useRef(onFile);
  latest.current = onFile;
  useEffect(() => {
    let depth = 0;
    const holds = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
    const enter = (event: DragEvent) => holds(event) && (depth++, hang(true));
    const leave = (event: DragEvent) => holds(event) && --depth <= 0 && hang(false);
    const move = (event: DragEvent) => holds(event) && event.preventDefault();
    const drop = (event: DragEvent) => {
      if (!holds(event)) return;
      event.preventDefault();
      depth = 0;
      hang(false);
      const files = event.dataTransfer?.files;
      if (files?.[0]) latest.current(files[0], files.length);
    };
    addEventListener("dragenter", enter);
    addEventListener("dragleave", leave);
    addEventListener("dragover", move);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragenter", enter);
      removeEventListener("dragleave", leave);
      removeEventListener("dragover", move);
      removeEventListener("drop", drop);
    };
  }, []);
  return over;
}

function useSending() {
  const [progress, report] = useState<Progress | null>(null);
  const [busy, occupy] = useState(false);
  const [fault, fail] = useState<Fault | null>(null);
  const [done, finish] = useState<Added | null>(null);
  const [stopped, halt] = useState(false);
  const control = useRef<AbortController | null>(null);
  const t = useText();
  useEffect(() => () => control.current?.abort("left"), []);
  const clear = () => {
    fail(null);
    finish(null);
    halt(false);
  };
  const begin = async (parcel: Parameters<typeof send>[0]) => {
    const mine = new AbortController();
    control.current = mine;
    clear();
    occupy(true);
    report({ label: t("data.add.sending"), fraction: 0 });
    try {
      const id = await send(parcel, mine.signal, (fraction) => report({ label: t("data.add.sending"), fraction }));
      report({ label: t("data.add.reading"), fraction: null });
      for await (const event of follow(id, mine.signal)) {
        if (event.state === "waiting") report({ label: "", fraction: null, place: event.place });
        if (event.state === "working") report({ label: event.label, fraction: event.fraction });
        if (event.state === "failed") throw new Refused(event.error, 422);
        if (event.state === "stopped") halt(true);
        if (event.state === "done") {
          finish({ added: (event.added ?? []) as Added["added"], notes: event.notes ?? [] });
          await changed();
        }
      }
    } catch (error) {
      if (mine.signal.aborted) halt(true);
      else fail(faultOf(error));
    } finally {
      occupy(false);
    }
  };
  return { progress, busy, fault, done, stopped, begin, clear, stop: () => control.current?.abort("stopped") };
}

export function AddFile({ sources }: { sources: readonly Source[] }) {
  const t = useText();
  const n = useNumbers();
  const id = useId();
  const held = session.use();
  const limit = held?.limits.upload_bytes ?? Number.POSITIVE_INFINITY;
  const [file, take] = useState<File | null>(null);
  const [many, count] = useState(1);
  const [source, choose] = useState("");
  const [year, date] = useState("");
  const [edition, edit] = useState("");
  const sending = useSending();
  const taken = (next: File, number: number) => {
    if (sending.busy) return;
    sending.clear();
    take(next);
    count(number);
    date(yearIn(next.name));
    edit("");
    choose((old) => guess(next.name, sources) || old);
    document.getElementById(`${id}-source`)?.focus();
  };
  const over = useDrop((next, number) => !held?.readonly && taken(next, number));
  const about = sources.find((one) => one.source === source);
  const editions = (about?.editions ?? "").split(",").map((one) => one.trim()).filter((one) => one && one !== "newest");
  const tooLarge = file !== null && file.size > limit;
  const wrong: Fault | null = tooLarge
    ? { what: t("data.add.large", { size: sized(file.size, n.plain), limit: sized(limit, n.plain) }), where: file.name, remedy: t("data.add.large.remedy"), code: 413 }
    : file?.size === 0
      ? { what: t("data.add.empty"), where: file.name, remedy: "", code: 422 }
      : null;
  if (held?.readonly) return <p class="hint">{t("data.readonly")}</p>;
  return (
    <div class={over ? "add over" : "add"}>
      <label class="drop" for={`${id}-file`}>
        <span>{t(over ? "data.add.release" : "data.add.drop")}</span>
        <input
          id={`${id}-file`}
          type="file"
          disabled={sending.busy}
          onChange={(event) => {
            const [next] = event.currentTarget.files ?? [];
            if (next) taken(next, 1);
          }}
        />
      </label>
      <p class="hint">{t("data.add.limit", { limit: sized(limit, n.plain) })}</p>
      {many > 1 && <p class="hint">{t("data.add.one", { name: file?.name ?? "" })}</p>}
      {file && (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (source && !wrong) void sending.begin({ file, source, year, edition });
          }}
        >
          <p>
            <strong>{file.name}</strong> ({sized(file.size, n.plain)})
          </p>
          <Failure fault={wrong} />
          <div class="row">
            <label class="field">
              <span>{t("data.add.source")}</span>
              <select id={`${id}-source`} value={source} required onChange={(event) => choose(event.currentTarget.value)}>
                <option value="">{t("data.add.choose")}</option>
                {sources.map((one) => (
                  <option key={one.source} value={one.source}>
                    {one.title} ({one.source})
                  </option>
                ))}
              </select>
            </label>
            <label class="field">
              <span>{t("data.add.edition")}</span>
              <input type="text" list={`${id}-editions`} value={edition} placeholder={t("data.add.by_file")} onInput={(event) => edit(event.currentTarget.value.trim())} />
              <datalist id={`${id}-editions`}>
                {editions.map((one) => (
                  <option key={one} value={one} />
                ))}
              </datalist>
            </label>
            <label class="field">
              <span>{t("data.add.year")}</span>
              <input type="text" inputMode="numeric" pattern="\d{4}" value={year} placeholder={t("data.add.by_file")} onInput={(event) => date(event.currentTarget.value.trim())} />
            </label>
          </div>
          {about && <About source={about} />}
          <button type="submit" disabled={!source || wrong !== null || sending.busy}>
            {t("data.add.send")}
          </button>
        </form>
      )}
      <Busy busy={sending.busy} progress={sending.progress} stop={sending.stop} />
      <Failure fault={sending.fault} />
      {sending.stopped && <p role="status">{t("data.add.stopped")}</p>}
      {sending.done && <Done {...sending.done} />}
    </div>
  );
}

function About({ source }: { source: Source }) {
  const t = useText();
  return (
    <p class="hint">
      {source.producer}. {t("sources.licence")}: {source.licence}. {t("data.source.verified", { verified: source.verified })}
    </p>
  );
}

function Done({ added, notes }: Added) {
  const t = useText();
  const n = useNumbers();
  return (
    <div role="status" class="done">
      <p>{t("data.add.done")}</p>
      <ul>
        {added.map((one) => (
          <li key={one.dataset}>
            {one.dataset} {one.years} {one.rows !== undefined && `(${t("data.rows", { count: n.plain(one.rows) })})`}
          </li>
        ))}
      </ul>
      {notes.map((one) => (
        <p key={one} class="hint">
          {one}
        </p>
      ))}
    </div>
  );
}
