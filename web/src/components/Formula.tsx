// A formula as the service sends it: MathML, which browsers draw without a script.

import { useEffect, useRef } from "preact/hooks";

export function Formula({ mathml }: { mathml: string }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const read = new DOMParser().parseFromString(mathml || "<i/>", "text/html").body.firstElementChild;
    place.current?.replaceChildren(...(read && mathml ? [document.importNode(read, true)] : []));
  }, [mathml]);
  return <span class="formula" ref={place} />;
}
