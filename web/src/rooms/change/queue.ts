// One request at a time: the next goes when the last came back, and of each asker only the newest is kept.

/** Thrown to whoever asked something that was asked anew before its turn. */
export class Superseded extends Error {}

interface Job {
  key: string;
  run: (signal: AbortSignal) => Promise<unknown>;
  done: (value: unknown) => void;
  failed: (error: unknown) => void;
}

/**
 * A line of requests of which one is under way.
 *
 * A request that is quick is let finish when the same asker asks anew, so that a picture follows a moving slider; one that
 * has taken longer than `patience` milliseconds is given up for the newer one.
 */
export class Line {
  private waiting: Job[] = [];
  private current: { job: Job; since: number; control: AbortController } | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly patience = 600) {}

  /** Whether a request of this asker, or any, is under way or waits. */
  busy(key?: string): boolean {
    const jobs = [...this.waiting, ...(this.current ? [this.current.job] : [])];
    return jobs.some((job) => key === undefined || job.key === key);
  }

  /** Ask; an older request of the same asker that still waits is dropped. */
  put<V>(key: string, run: (signal: AbortSignal) => Promise<V>): Promise<V> {
    this.drop(key);
    const asked = new Promise<V>((done, failed) => {
      this.waiting.push({ key, run, done: done as (value: unknown) => void, failed });
    });
    this.hurry();
    this.next();
    return asked;
  }

  /** Drop what an asker waits for, and give up what is under way for it. */
  stop(key: string): void {
    this.drop(key);
    if (this.current?.job.key === key) this.current.control.abort();
  }

  private drop(key: string): void {
    const old = this.waiting.filter((job) => job.key === key);
    this.waiting = this.waiting.filter((job) => job.key !== key);
    for (const job of old) job.failed(new Superseded());
  }

  /** Give the one under way up once its time is over, if its asker has asked anew. */
  private hurry(): void {
    const { current } = this;
    if (!current || !this.waiting.some((job) => job.key === current.job.key)) return;
    clearTimeout(this.timer);
    const left = Math.max(0, current.since + this.patience - Date.now());
    this.timer = setTimeout(() => {
      if (this.current === current) current.control.abort();
    }, left);
  }

  private next(): void {
    if (this.current) return;
    const job = this.waiting.shift();
    if (!job) return;
    const control = new AbortController();
    this.current = { job, since: Date.now(), control };
    const over = (tell: () => void) => {
      clearTimeout(this.timer);
      this.current = null;
      tell();
      this.next();
    };
    job.run(control.signal).then(
      (value) => over(() => job.done(value)),
      (error: unknown) => over(() => job.failed(control.signal.aborted ? new Superseded() : error)),
    );
  }
}
