// The shell: where one is, in which language and colours, what has just been said, and the room itself.

import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { type Fault, Refused } from "./api";
import { Boundary } from "./components/Boundary";
import { Failure } from "./components/Failure";
import { Header } from "./components/Header";
import { Notices } from "./components/Notices";
import { learn, open } from "./labels";
import { useLink } from "./link";
import { again, lost } from "./notices";
import { first, isRoom, load, type Room } from "./rooms";
import { type Language, language, speak, useText } from "./texts";
import "./theme";

/** Give a room, loaded when it is first entered. */
function useRoom(room: string): { Shown: ComponentType | null; failed: unknown } {
  const [held, hold] = useState<Partial<Record<Room, ComponentType>>>(first);
  const [failed, fail] = useState<unknown>(null);
  const times = again.use();
  useEffect(() => {
    if (!isRoom(room) || room === "equation" || held[room]) return;
    fail(null);
    load[room]()
      .then((Shown) => hold((now) => ({ ...now, [room]: Shown })))
      .catch(fail);
  }, [room, times]);
  return { Shown: (isRoom(room) && held[room]) || null, failed };
}

/** Bring what every room needs: the session, and the names in the language. */
function useBeginning(word: Language): Fault | null {
  const times = again.use();
  const [refused, refuse] = useState<Fault | null>(null);
  useEffect(() => {
    Promise.all([open(), learn(word)])
      .then(() => refuse(null))
      .catch((error: unknown) => {
        if (error instanceof Refused && error.status !== 0) refuse(error.fault); // it answers, and says why it does not
        else lost.set(true);
      });
  }, [word, times]);
  return refused;
}

export function App() {
  const { room, params } = useLink();
  const t = useText();
  const word = language.use();
  const { Shown, failed } = useRoom(room);
  const main = useRef<HTMLElement>(null);
  const before = useRef(room);
  const refused = useBeginning(word);

  useEffect(() => speak(params.get("lang") ?? ""), [params.get("lang")]);
  useEffect(() => {
    document.title = isRoom(room) ? `${t(`room.${room}`)} · ${t("name")}` : t("name");
  }, [word, room]);
  useEffect(() => {
    if (before.current === room) return;
    before.current = room;
    main.current?.focus({ preventScroll: true }); // a reader who hears the page is told where they are
    scrollTo(0, 0);
  }, [room]);

  const known = isRoom(room);
  return (
    <>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault(); // the fragment is the link to the view
          main.current?.focus();
        }}
      >
        {t("skip")}
      </a>
      <Header room={room} />
      <Notices />
      <main id="main" ref={main} tabIndex={-1} aria-label={known ? t(`room.${room}`) : undefined} class={`room-${known ? room : "none"}`}>
        {!known && (
          <div class="failure" role="alert">
            <p>
              <strong>{t("unknown.room", { room })}</strong>
            </p>
            <p>{t("unknown.room.remedy")}</p>
          </div>
        )}
        <Failure fault={refused} />
        {known && failed !== null && <Boundary.Message error={failed} />}
        {known && failed === null && !Shown && <p class="starting">{t("starting")}</p>}
        {Shown && (
          <Boundary key={room}>
            <Shown />
          </Boundary>
        )}
      </main>
    </>
  );
}
