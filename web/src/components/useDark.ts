import { useEffect, useState } from "preact/hooks";

const system = () => matchMedia("(prefers-color-scheme: dark)");

/** Read the theme from where the style sheet sets it: the root's `color-scheme`. */
function isDark(): boolean {
  const scheme = getComputedStyle(document.documentElement).colorScheme;
  if (scheme === "dark" || scheme === "light") return scheme === "dark";
  return system().matches;
}

/** Tell whether the page is dark, and follow it when it turns. */
export function useDark(): boolean {
  const [dark, turn] = useState(isDark);
  useEffect(() => {
    const follow = () => turn(isDark());
    const watcher = new MutationObserver(follow);
    watcher.observe(document.documentElement, { attributes: true });
    const query = system();
    query.addEventListener("change", follow);
    return () => {
      watcher.disconnect();
      query.removeEventListener("change", follow);
    };
  }, []);
  return dark;
}
