import { untrack } from 'svelte';
import { isTyping, keyOf } from './keys';

/** Something that can be done, by key, from the command box, and (where a page shows it) by a button. */
export interface Act {
  name: string;
  /** As {@link keyOf} writes it. */
  key?: string;
  /** Whether it can be done now. Always, if absent. */
  possible?: () => boolean;
  run: () => void;
}

class Acts {
  #groups = $state.raw<readonly (readonly Act[])[]>([]);

  get all(): Act[] {
    return this.#groups.flat();
  }

  /** Offers acts until the function that is given back is called: return it from an effect. */
  offer(group: readonly Act[]): () => void {
    // The effect that offers acts must not run again because they were offered.
    this.#groups = [...untrack(() => this.#groups), group];
    return () => {
      this.#groups = untrack(() => this.#groups).filter((other) => other !== group);
    };
  }

  /** Does what stands on a key. Runs before the editor sees the key, so that Ctrl+Enter is not a new line there. */
  handle(event: KeyboardEvent) {
    // A dialog has its own keys, and what lies under it must not move.
    if (event.defaultPrevented || event.isComposing || document.querySelector('[role=dialog], [role=menu]')) return;
    const key = keyOf(event);
    if (key.length === 1 && isTyping(event.target)) return;
    const act = this.all.findLast((candidate) => candidate.key === key && (candidate.possible?.() ?? true));
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act.run();
  }
}

export const acts = new Acts();
