// What is said in passing, aloud too; and the lost connection, which stays until it is there again.

import { useEffect } from "preact/hooks";
import { fetched } from "../api";
import { lost, notice, retry } from "../notices";
import { useText } from "../texts";

const AGAIN = 4000;

/** Look now and then whether the program answers again, and then ask again what had failed. */
function useReturn(gone: boolean): void {
  useEffect(() => {
    if (!gone) return;
    const timer = setInterval(async () => {
      try {
        await fetched("api/session");
        lost.set(false);
        retry();
      } catch {
        // not yet
      }
    }, AGAIN);
    return () => clearInterval(timer);
  }, [gone]);
}

export function Notices() {
  const t = useText();
  const said = notice.use();
  const gone = lost.use();
  useReturn(gone);
  return (
    <>
      <div class="notices" role="status" aria-live="polite">
        {said && <p class={said.quiet ? "unseen" : undefined}>{t(said.key)}</p>}
      </div>
      {gone && (
        <div class="lost" role="alert">
          <p>
            {t("notice.lost")} {t("offline.remedy")}
          </p>
          <button type="button" onClick={retry}>
            {t("notice.again")}
          </button>
        </div>
      )}
    </>
  );
}
