// Drafts outlive the page they were typed on: a page that is left while its text could not be saved gives it back when it is opened again.

import { call } from '~/backend/backend';
import type { SourceFile } from '~/backend/types';
import { DraftSaver, type DraftState } from './draft';

export class Draft {
  state = $state.raw<DraftState>({ kind: 'saved', at: null });
  readonly #saver: DraftSaver;

  constructor(exercise: string) {
    this.#saver = new DraftSaver(
      (files) => call('save_draft', { exercise, files }),
      (state) => {
        this.state = state;
      },
    );
  }

  /** What is typed and not yet on the disk, if anything. */
  get unsaved(): SourceFile[] | null {
    return this.#saver.unsaved;
  }

  change(files: SourceFile[]) {
    this.#saver.change(files);
  }

  /** Saves now what is not saved. Resolves to whether everything is on the disk. */
  flush(): Promise<boolean> {
    return this.#saver.flush();
  }

  /** Takes over a text that the backend has saved itself. */
  settle(savedAt: string | null) {
    this.#saver.settle(savedAt);
  }
}

class Drafts {
  #all = $state.raw<ReadonlyMap<string, Draft>>(new Map());

  of(exercise: string): Draft {
    const known = this.#all.get(exercise);
    if (known) return known;
    const draft = new Draft(exercise);
    this.#all = new Map([...this.#all, [exercise, draft]]);
    return draft;
  }

  async flush() {
    await Promise.all([...this.#all.values()].map((draft) => draft.flush()));
  }

  /** Another person signs in next; nothing of this one stays in memory. */
  forget() {
    this.#all = new Map();
  }

  get failed(): boolean {
    return [...this.#all.values()].some((draft) => draft.state.kind === 'failed');
  }
}

export const drafts = new Drafts();

/** Whether anything that was typed could not be saved. */
export const unsaved = {
  get failed() {
    return drafts.failed;
  },
};

// The window may lose the focus or close at any moment after this.
for (const event of ['blur', 'pagehide', 'beforeunload']) addEventListener(event, () => void drafts.flush());
document.addEventListener('visibilitychange', () => {
  if (document.hidden) void drafts.flush();
});
