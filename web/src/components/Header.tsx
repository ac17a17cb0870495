// The head of every page: the rooms, the language and the colours.

import { useRef } from "preact/hooks";
import { useLink, written } from "../link";
import { ROOMS } from "../rooms";
import { LANGUAGES, language, speak, useText } from "../texts";
import { paint, THEMES, theme } from "../theme";

/** What goes along from room to room: who is looked at, between whom, in which language. */
const CARRIED = ["country", "powers", "lang"] as const;

export function Header({ room }: { room: string }) {
  const t = useText();
  const { room: here, params, set } = useLink();
  const word = language.use();
  const colours = theme.use();
  const left = useRef(new Map<string, URLSearchParams>());
  left.current.set(here, params); // a room is as one left it; the page may tell a moment later that it is another

  const link = (one: string) => {
    const there = new URLSearchParams(left.current.get(one));
    for (const name of CARRIED) {
      const value = params.get(name);
      if (value) there.set(name, value);
    }
    return written({ room: one, params: there });
  };
  const spoken = (next: string) => {
    speak(next);
    set({ lang: next });
  };

  return (
    <header class="head">
      <a class="brand" href={link("equation")}>
        <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
          <path d="M4 11 L28 17" />
          <path d="M16 14 L11 28 H21 Z" class="solid" />
          <circle cx="5" cy="7" r="4" class="one" />
          <circle cx="26.5" cy="12.5" r="4" class="two" />
        </svg>
        {t("name")}
      </a>
      <nav aria-label={t("rooms")}>
        {ROOMS.map((one) => (
          <a key={one} href={link(one)} aria-current={one === room ? "page" : undefined}>
            {t(`room.${one}`)}
          </a>
        ))}
      </nav>
      <div class="settings">
        <label>
          <span class="unseen">{t("language")}</span>
          <select value={word} onChange={(event) => spoken(event.currentTarget.value)}>
            {Object.entries(LANGUAGES).map(([code, name]) => (
              <option key={code} value={code} lang={code}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span class="unseen">{t("theme")}</span>
          <select value={colours} onChange={(event) => paint(event.currentTarget.value)}>
            {THEMES.map((one) => (
              <option key={one} value={one}>
                {t("theme")}: {t(`theme.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
    </header>
  );
}
