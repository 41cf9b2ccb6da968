import { BackendError } from '~/backend/error';
import type { DraftView, SourceFile } from '~/backend/types';

/** What can be said truly about a draft. `waiting` is typed and not yet sent, `saving` is on its way. */
export type DraftState =
  | { kind: 'saved'; at: string | null }
  | { kind: 'waiting' }
  | { kind: 'saving' }
  | { kind: 'failed'; error: BackendError };

/** A pause in typing after which the text is saved. */
const QUIET_MS = 400;
/** The longest that a text stays unsaved while somebody types on. */
const LONGEST_MS = 1000;
/** How long after a failure it is tried again by itself. */
const RETRY_MS = 3000;

/** Saves what is typed, one save at a time and always the latest text. */
export class DraftSaver {
  #latest: SourceFile[] | null = null;
  #since = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;

  constructor(
    private readonly save: (files: SourceFile[]) => Promise<DraftView>,
    private readonly onState: (state: DraftState) => void,
  ) {}

  get unsaved(): SourceFile[] | null {
    return this.#latest;
  }

  change(files: SourceFile[]) {
    const now = Date.now();
    if (!this.#latest) this.#since = now;
    this.#latest = files;
    if (!this.#running) this.onState({ kind: 'waiting' });
    this.#wait(Math.min(QUIET_MS, Math.max(0, this.#since + LONGEST_MS - now)));
  }

  async flush(): Promise<boolean> {
    clearTimeout(this.#timer);
    while (this.#running) await this.#running;
    if (this.#latest) await this.#send();
    return this.#latest === null;
  }

  settle(savedAt: string | null) {
    clearTimeout(this.#timer);
    this.#latest = null;
    this.onState({ kind: 'saved', at: savedAt });
  }

  #wait(milliseconds: number) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), milliseconds);
  }

  #send(): Promise<void> {
    const files = this.#latest;
    if (!files) return Promise.resolve();
    this.onState({ kind: 'saving' });
    this.#running = this.save(files)
      .then((draft) => {
        if (this.#latest === files) {
          this.#latest = null;
          this.onState({ kind: 'saved', at: draft.saved_at });
        } else if (this.#latest) {
          // Typed on while this was saved: the rest follows soon, and is not called saved before.
          this.#since = Date.now();
          this.onState({ kind: 'waiting' });
          this.#wait(QUIET_MS);
        }
      })
      .catch((reason: unknown) => {
        if (!this.#latest) return;
        this.onState({ kind: 'failed', error: BackendError.from(reason) });
        this.#wait(RETRY_MS);
      })
      .finally(() => {
        this.#running = null;
      });
    return this.#running;
  }
}
