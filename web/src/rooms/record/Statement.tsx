// One record, opened: its sentence word for word among the words around it, who said it, and where it stands.

import { useEffect, useRef } from "preact/hooks";
import { Failure } from "../../components/Failure";
import { useNames } from "../../labels";
import { type Key, useText } from "../../texts";
import { type Opened, onePath, safe, useGot } from "./book";

/** Give an address: a link where it is one of a page, else as it is. */
export function Place({ address }: { address: string | null | undefined }) {
  const there = safe(address);
  if (!address) return null;
  if (!there) return <span class="page">{address}</span>;
  return (
    <a class="page" href={there} target="_blank" rel="noopener noreferrer">
      {address}
    </a>
  );
}

const many = (value: string | string[] | null | undefined): string[] => (value ? (Array.isArray(value) ? value : value.split(",")) : []);

/** Give the name of each country in a list with commas. */
export function useCountries(): (codes: string | string[] | null | undefined) => string {
  const names = useNames();
  return (codes) => many(codes).map(names.country).join(", ");
}

function Words({ opened }: { opened: Opened }) {
  const t = useText();
  const { record, quote } = opened;
  if (!quote) return <p class="said">{[record.event_type, record.note].filter(Boolean).join(": ")}</p>;
  return (
    <>
      <blockquote class="said">
        {quote.before}
        <mark>{quote.exact}</mark>
        {quote.after}
      </blockquote>
      {record.verbatim === false && (
        <p class="hint">
          {record.original ? t("record.translated", { original: record.original.text }) : t("record.not_verbatim")}
        </p>
      )}
      {!quote.checked && <p class="hint">{t("record.unchecked")}</p>}
    </>
  );
}

function About({ opened }: { opened: Opened }) {
  const t = useText();
  const places = useCountries();
  const { record, source } = opened;
  const { speaker } = record;
  const who = speaker ? [speaker.name, speaker.office, places(speaker.country)].filter(Boolean).join(", ") : places(record.actor);
  const rows: [Key, preact.ComponentChildren][] = [
    ["record.who", who || <i class="missing">{t("record.unresolved")}</i>],
    ["record.to", places(record.addressee ?? record.recipient)],
    ["record.day", record.said_on ?? record.happened_on ?? record.published_on],
    ["record.topic", record.topic && t(`record.topic.${record.topic}` as Key)],
    ["record.source", source && [source.outlet, source.title, source.published].filter(Boolean).join(", ")],
    ["record.address", source?.address && <Place address={source.address} />],
    ["record.recorded", record.recorded_on],
  ];
  return (
    <dl>
      {rows.map(([key, value]) =>
        value ? (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

interface Props {
  id: string;
  onOpen: (id: string) => void;
  /** Whether it is one of two that are shown beside each other. */
  small?: boolean;
}

/** Show a record; beside it stand those that a person says contradict it. */
export function Statement({ id, onOpen, small = false }: Props) {
  const t = useText();
  const { got: opened, fault } = useGot<Opened>(id && onePath(id));
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (!small && opened?.record.id.startsWith(id)) head.current?.focus();
  }, [id, opened?.record.id]);
  if (fault) return <Failure fault={fault} />;
  if (!opened) return <p class="hint">{t("starting")}</p>;
  const Head = small ? "h4" : "h3";
  const corrected = !opened.newest.includes(opened.record.id);
  return (
    <article class={small ? "record-one small" : "record-one"} aria-labelledby={`one-${opened.record.id}`}>
      <div class="record-head">
        <Head id={`one-${opened.record.id}`} ref={head} tabIndex={-1}>
          {t(opened.record.type === "event" ? "record.event" : "record.statement")} <code>{opened.record.id.slice(0, 8)}</code>
        </Head>
        <button type="button" class="quiet" onClick={() => onOpen(small ? id : "")}>
          {t(small ? "record.open" : "record.close")}
        </button>
      </div>
      {corrected && (
        <p class="fault">
          {t(opened.newest.length ? "record.corrected" : "record.withdrawn")}{" "}
          {opened.newest.map((one) => (
            <button key={one} type="button" class="plain" onClick={() => onOpen(one)}>
              {one.slice(0, 8)}
            </button>
          ))}
        </p>
      )}
      <div class="record-parts">
        <div>
          <Words opened={opened} />
        </div>
        <About opened={opened} />
      </div>
      {!small && opened.beside.length > 0 && (
        <section class="record-apart">
          <h4>{t("record.apart.with")}</h4>
          {opened.beside.map((one) => (
            <Statement key={one} id={one} onOpen={onOpen} small />
          ))}
        </section>
      )}
    </article>
  );
}
