// A text is read for its quotations; a person accepts, corrects or rejects each. Only what is accepted is written.

import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Fault } from "../../api";
import { Busy } from "../../components/Busy";
import { Failure } from "../../components/Failure";
import { type Key, useText } from "../../texts";
import { faultOf, keep, type Ledger, loadPage, type Proposal, type Read, readText } from "./book";
import { type Decided, decisions, type Field, FIELDS, type Verdict, wordsOf } from "./decide";

export function Review({ ledger }: { ledger: Ledger | null }) {
  const t = useText();
  const [texts, read] = useState<Read[] | null>(null);
  if (!ledger) return <p class="hint">{t("starting")}</p>;
  if (!ledger.writable) return <p class="hint">{t(ledger.kind === "example" ? "record.review.example" : "record.review.readonly")}</p>;
  return (
    <>
      <Text onRead={read} />
      {texts?.map((one) => (
        <Proposals key={one.text} read={one} topics={ledger.topics} />
      ))}
    </>
  );
}

/** The text: a file, an address, or what is pasted. */
function Text({ onRead }: { onRead: (texts: Read[] | null) => void }) {
  const t = useText();
  const id = useId();
  const [pasted, paste] = useState("");
  const [file, take] = useState<File | null>(null);
  const [address, name] = useState("");
  const [language, speak] = useState("");
  const [day, date] = useState("");
  const [busy, occupy] = useState(false);
  const [fault, fail] = useState<Fault | null>(null);
  const given = pasted.trim() || file || address.trim();
  const begin = async () => {
    occupy(true);
    fail(null);
    onRead(null);
    try {
      const said = { language: language.trim(), said_on: day.trim() };
      onRead(await (file ? readText(file, { ...said, filename: file.name }) : pasted.trim() ? readText(pasted, said) : loadPage(address.trim(), said)));
    } catch (error) {
      fail(faultOf(error));
    } finally {
      occupy(false);
    }
  };
  return (
    <section aria-labelledby={`${id}-head`}>
      <h2 id={`${id}-head`}>{t("record.review.text")}</h2>
      <p class="hint">{t("record.review.how")}</p>
      <form
        class="record-text"
        onSubmit={(event) => {
          event.preventDefault();
          if (given && !busy) void begin();
        }}
      >
        <div class="field wide">
          <label for={`${id}-pasted`}>{t("record.review.paste")}</label>
          <textarea id={`${id}-pasted`} rows={6} value={pasted} disabled={file !== null} onInput={(event) => paste(event.currentTarget.value)} />
        </div>
        <div class="field">
          <label for={`${id}-file`}>{t("record.review.file")}</label>
          <input id={`${id}-file`} type="file" accept=".txt,.html,.htm,.xhtml,.md,text/plain,text/html" onChange={(event) => take(event.currentTarget.files?.[0] ?? null)} />
        </div>
        <div class="field">
          <label for={`${id}-address`}>{t("record.review.address")}</label>
          <input id={`${id}-address`} type="text" inputMode="url" value={address} placeholder="https://" disabled={file !== null || pasted.trim() !== ""} onInput={(event) => name(event.currentTarget.value)} />
        </div>
        <div class="field">
          <label for={`${id}-day`}>{t("record.review.said_on")}</label>
          <input id={`${id}-day`} type="text" value={day} placeholder="2025-09-18" onInput={(event) => date(event.currentTarget.value)} />
        </div>
        <div class="field">
          <label for={`${id}-language`}>{t("record.review.language")}</label>
          <input id={`${id}-language`} type="text" value={language} placeholder={t("record.review.by_text")} onInput={(event) => speak(event.currentTarget.value)} />
        </div>
        <button type="submit" disabled={!given || busy}>
          {t("record.review.read")}
        </button>
      </form>
      <Busy busy={busy} />
      <Failure fault={fault} />
    </section>
  );
}

const OF_SOURCE = ["outlet", "published", "recorded_by"] as const;

function Proposals({ read, topics }: { read: Read; topics: readonly string[] }) {
  const t = useText();
  const id = useId();
  const { proposals, source } = read;
  const [decided, decide] = useState<Decided[]>(() => proposals.map((one) => ({ verdict: one.held ? "rejected" : "open", words: wordsOf(one) })));
  const [about, tell] = useState<Record<string, string>>({ outlet: source.outlet ?? "", published: source.published ?? "", recorded_by: "" });
  const [busy, occupy] = useState(false);
  const [fault, fail] = useState<Fault | null>(null);
  const [kept, finish] = useState<number | null>(null);
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  const chosen = decisions(proposals, decided);
  const open = decided.filter((one, place) => one.verdict === "open" && !proposals[place]?.held).length;
  const put = (place: number, change: Partial<Decided>) => decide((now) => now.map((one, at) => (at === place ? { ...one, ...change } : one)));
  const write = async () => {
    occupy(true);
    fail(null);
    try {
      finish(await keep(read.text, chosen, about));
    } catch (error) {
      fail(faultOf(error));
    } finally {
      occupy(false);
    }
  };
  if (kept !== null)
    return (
      <p role="status" class="sentence">
        {t("record.review.kept", { count: kept })}
      </p>
    );
  return (
    <section aria-labelledby={`${id}-head`}>
      <h2 id={`${id}-head`} ref={head} tabIndex={-1}>
        {t("record.review.found", { count: proposals.length, title: source.title ?? source.address ?? t("record.review.untitled") })}
      </h2>
      <p class="hint">{t("record.review.events")}</p>
      <ol class="proposals">
        {proposals.map((one, place) => (
          <One
            key={place}
            number={place + 1}
            proposal={one}
            decided={decided[place] ?? { verdict: "open", words: wordsOf(one) }}
            topics={topics}
            wrong={fault?.where.startsWith(`proposal ${place + 1},`) ? (fault.where.split(", ")[1] ?? "") : ""}
            onDecide={(change) => put(place, change)}
          />
        ))}
      </ol>
      {proposals.length > 0 && (
        <form
          class="record-keep"
          onSubmit={(event) => {
            event.preventDefault();
            if (chosen.length && !busy) void write();
          }}
        >
          {OF_SOURCE.map((name) => (
            <div class="field" key={name}>
              <label for={`${id}-${name}`}>{t(`record.review.${name}`)}</label>
              <input id={`${id}-${name}`} type="text" value={about[name]} placeholder={name === "published" ? "2025-09-18" : undefined} onInput={(event) => tell({ ...about, [name]: event.currentTarget.value })} />
            </div>
          ))}
          <div class="record-write">
            <button type="submit" disabled={!chosen.length || busy}>
              {t("record.review.write", { count: chosen.length })}
            </button>
            <span class="hint">{t("record.review.left", { open })}</span>
          </div>
        </form>
      )}
      <Busy busy={busy} />
      <Failure fault={fault} />
    </section>
  );
}

interface OneProps {
  number: number;
  proposal: Proposal;
  decided: Decided;
  topics: readonly string[];
  /** The field that the service refused. */
  wrong: string;
  onDecide: (change: Partial<Decided>) => void;
}

function One({ number, proposal, decided, topics, wrong, onDecide }: OneProps) {
  const t = useText();
  const id = useId();
  const { quote, speaker, proposed, held } = proposal;
  const { verdict, words } = decided;
  const [correcting, correct] = useState(false);
  const shown = correcting || wrong !== "";
  const judge = (next: Verdict) => onDecide({ verdict: verdict === next ? "open" : next });
  const who = [words.name, words.office, words.country].filter(Boolean).join(", ");
  const changed = JSON.stringify(words) !== JSON.stringify(wordsOf(proposal));
  return (
    <li class={`proposal ${verdict}`} aria-labelledby={`${id}-quote`}>
      <blockquote class="said" id={`${id}-quote`}>
        {quote.prefix}
        <mark>{quote.exact}</mark>
        {quote.suffix}
      </blockquote>
      <p>
        <strong>{who || t("record.unresolved")}</strong>
        {words.addressee && ` → ${words.addressee}`}
        {words.topic && ` · ${t(`record.topic.${words.topic}` as Key)}`}
        {words.said_on && ` · ${words.said_on}`}
        {changed && <em class="tag">{t("record.review.changed")}</em>}
      </p>
      <p class="hint">
        {t("record.review.by", { how: t(`record.resolved.${speaker.resolved}` as Key), why: proposed.speaker_by })}
        {proposed.candidates.length > 0 && ` ${t("record.review.near", { names: proposed.candidates.join(", ") })}`}
      </p>
      {proposed.look_at.map((one) => (
        <p key={one} class="hint look">
          {t("record.review.look")} {one}
        </p>
      ))}
      {held ? (
        <p class="hint">{t("record.review.held", { id: held.slice(0, 8) })}</p>
      ) : (
        <>
          <div class="verdicts" role="group" aria-label={t("record.review.decide", { number })}>
            <button type="button" aria-pressed={verdict === "accepted"} onClick={() => judge("accepted")}>
              {t("record.review.accept")}
            </button>
            <button type="button" aria-expanded={shown} onClick={() => correct(!shown)}>
              {t("record.review.correct")}
            </button>
            <button type="button" aria-pressed={verdict === "rejected"} onClick={() => judge("rejected")}>
              {t("record.review.reject")}
            </button>
          </div>
          {shown && (
            <div class="corrections">
              {FIELDS.map((name) => (
                <Correction key={name} name={name} value={words[name]} topics={topics} wrong={wrong === name} onChange={(value) => onDecide({ words: { ...words, [name]: value } })} />
              ))}
            </div>
          )}
        </>
      )}
    </li>
  );
}

interface CorrectionProps {
  name: Field;
  value: string;
  topics: readonly string[];
  wrong: boolean;
  onChange: (value: string) => void;
}

const HINTS: Partial<Record<Field, string>> = { country: "KOR", addressee: "CHN, USA", said_on: "2025-09-18" };

function Correction({ name, value, topics, wrong, onChange }: CorrectionProps) {
  const t = useText();
  const id = useId();
  const invalid = wrong || undefined;
  return (
    <div class="field">
      <label for={id}>{t(`record.field.${name}`)}</label>
      {name === "topic" ? (
        <select id={id} value={value} aria-invalid={invalid} onChange={(event) => onChange(event.currentTarget.value)}>
          <option value="">–</option>
          {topics.map((one) => (
            <option key={one} value={one}>
              {t(`record.topic.${one}` as Key)}
            </option>
          ))}
        </select>
      ) : (
        <input id={id} type="text" value={value} placeholder={HINTS[name]} aria-invalid={invalid} onInput={(event) => onChange(event.currentTarget.value)} />
      )}
    </div>
  );
}
