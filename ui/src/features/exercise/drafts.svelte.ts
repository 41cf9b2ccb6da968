// Drafts outlive the page they were typed on: a page that is left while its text could not be saved gives it back when it is opened again.

import { call } from '~/backend/backend';
import type { BackendError } from '~/backend/error';
import type { DraftView, SourceFile } from '~/backend/types';
import { DraftSaver, type DraftState } from './draft';

export class Draft {
  state = $state.raw<DraftState>({ kind: 'saved', at: null });
  /** Two texts, where another window typed here too: which of them this window holds. */
  conflict = $state<'saved' | 'beside' | null>(null);
  /** The revision that this window's text goes on from. */
  #revision = 0;
  readonly #saver: DraftSaver;

  constructor(exercise: string) {
    this.#saver = new DraftSaver(
      async (files) => {
        const draft = await call('save_draft', { exercise, files, revision: this.#revision });
        this.#follow(draft, files);
        return draft;
      },
      (state) => {
        this.state = state;
      },
    );
  }

  get revision(): number {
    return this.#revision;
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
  settle(draft: DraftView | null) {
    this.#follow(draft, draft?.files ?? []);
    this.#saver.settle(draft?.saved_at ?? null);
  }

  #follow(draft: DraftView | null, files: SourceFile[]) {
    if (draft?.beside && !sameText(draft.files, files)) {
      // The other window was first. This one goes on beside it, on the revision that it began with.
      this.conflict = 'beside';
      return;
    }
    this.#revision = draft?.revision ?? 0;
    this.conflict = draft?.beside ? 'saved' : null;
  }
}

function sameText(one: SourceFile[], other: SourceFile[]): boolean {
  return (
    one.length === other.length &&
    one.every((file) => other.some((twin) => twin.path === file.path && twin.text === file.text))
  );
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
    return this.error !== null;
  }

  /** Why something that was typed could not be saved. */
  get error(): BackendError | null {
    for (const draft of this.#all.values()) if (draft.state.kind === 'failed') return draft.state.error;
    return null;
  }
}

export const drafts = new Drafts();

/** Whether anything that was typed could not be saved. */
export const unsaved = {
  get failed() {
    return drafts.failed;
  },
};

/** The window may lose the focus or close at any moment: what is typed is sent first. To be called once. */
export function saveWhenLeaving() {
  for (const event of ['blur', 'pagehide', 'beforeunload']) addEventListener(event, () => void drafts.flush());
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) void drafts.flush();
  });
}
