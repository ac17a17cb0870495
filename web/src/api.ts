// The service's answers, and how they are asked for.

export type Arguments = Record<string, string>;

export interface Item {
  indicator?: string;
  variable?: string;
  country?: string;
  partner?: string;
  origin?: string;
  destination?: string;
  sector?: string;
  use?: string;
  product?: string;
  party?: string;
  scenario?: string;
  draw?: number;
  year?: number;
  value: number | string | null;
  unit: string;
  low?: number | null;
  high?: number | null;
  estimated?: boolean;
  coverage?: number | null;
  source?: string;
}

export interface Baseline {
  source: string;
  title?: string;
  edition?: string;
  year?: number | number[];
  licence?: string;
  citation?: string;
  checksum?: string;
  notes?: string[];
}

export interface Meta {
  question: string;
  arguments: Record<string, unknown>;
  key: string;
  version: string;
  baseline: Baseline[];
  warnings: string[];
  diagnostics: Record<string, unknown>;
}

export interface Variable {
  label: string;
  short: string;
  unit: string;
  symbol: string;
  formula: string;
  mathml: string;
  citation: string;
  estimated: boolean;
  family: string;
}

export interface Answer {
  meta: Meta;
  records: Item[];
  variables: Record<string, Variable>;
  sentences: { finding?: string; kind?: string; text: string }[];
  /** Those of `meta`, in the page's language. */
  warnings?: string[];
  /** Those of each source of `meta.baseline`, in the page's language. */
  notes?: string[][];
  charts: { name: string; title: string }[];
  documents: string[];
  same: { python: string; command: string; query: string };
}

export interface Fault {
  what: string;
  where: string;
  remedy: string;
  code: number;
}

/** A refusal by the service, or of the connection to it. */
export class Refused extends Error {
  constructor(
    readonly fault: Fault,
    readonly status: number,
  ) {
    super([fault.what, fault.remedy].filter(Boolean).join("; "));
  }
}

/** A name for this page, by which the service shares its time out fairly. */
export const client = Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** Give the address of something that is asked for, with its arguments. */
export function address(path: string, args: Arguments = {}): string {
  const query = new URLSearchParams(Object.entries(args).filter(([, value]) => value !== "")).toString();
  return `api/${path}${query && `?${query}`}`;
}

async function refusal(response: Response): Promise<Refused> {
  const body = (await response.json().catch(() => ({}))) as { error?: Fault };
  const unknown = { what: `the service answered ${response.status}`, where: "", remedy: "", code: response.status };
  return new Refused(body.error ?? unknown, response.status);
}

const TURNS = 6;

/** Wait for one's turn, as long as the service says; nothing is waited for that is no longer wanted. */
function turn(response: Response, times: number, signal?: AbortSignal | null): Promise<void> {
  const said = Number(response.headers.get("Retry-After"));
  const wait = Math.min(5000, said > 0 ? 1000 * said : 200 * 2 ** times);
  return new Promise((go, fail) => {
    const timer = setTimeout(go, wait);
    signal?.addEventListener("abort", () => (clearTimeout(timer), fail(signal.reason)), { once: true });
  });
}

/** Fetch something of the service; where too much is asked at once it waits for its turn. */
export async function fetched(path: string, init: RequestInit = {}): Promise<Response> {
  for (let times = 0; ; times++) {
    const response = await once(path, init);
    if (response.ok) return response;
    if (response.status !== 429 || times >= TURNS) throw await refusal(response);
    await turn(response, times, init.signal);
  }
}

/** Fetch it; a lost connection is thrown as `Refused` with status 0. */
async function once(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: { "X-Client": client, ...init.headers } });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new Refused({ what: "offline", where: "", remedy: "", code: 0 }, 0);
  }
  return response;
}

/** Longest query that goes into an address; a longer one, such as a pasted scenario, is posted. */
export const LONGEST = 4000;

/** What says in which form an answer is wanted; it stays in the address where the question's own words are posted. */
const isAside = (name: string) => ["chart", "as", "format", "parts"].includes(name) || name.startsWith("choice.");

/** Put arguments to the service. */
export async function asked(path: string, args: Arguments, signal?: AbortSignal): Promise<Response> {
  const whole = address(path, args);
  if (whole.length <= LONGEST) return fetched(whole, { signal });
  const { language, ...all } = args;
  const rest = Object.fromEntries(Object.entries(all).filter(([name]) => !isAside(name)));
  const aside = Object.fromEntries(Object.entries(all).filter(([name]) => isAside(name)));
  const body = JSON.stringify({ arguments: rest, language });
  return fetched(address(path, aside), { method: "POST", body, headers: { "Content-Type": "application/json" }, signal });
}

/** Ask a question. */
export async function ask(question: string, args: Arguments, signal?: AbortSignal): Promise<Answer> {
  return (await asked(`ask/${question}`, args, signal)).json() as Promise<Answer>;
}
