import { BackendError } from '~/backend/error';
import { errorSentence } from '~/i18n/errors';

export interface Toast {
  id: number;
  kind: 'error' | 'note';
  sentence: string;
}

const NOTE_MS = 5000;

class Toasts {
  list = $state<Toast[]>([]);
  #last = 0;

  /** An error stays until it is closed: a reader needs the time they need. */
  error(reason: unknown) {
    const sentence = errorSentence(BackendError.from(reason));
    if (!this.list.some((toast) => toast.sentence === sentence)) this.#add('error', sentence);
  }

  note(sentence: string) {
    const id = this.#add('note', sentence);
    setTimeout(() => this.close(id), NOTE_MS);
  }

  close(id: number) {
    this.list = this.list.filter((toast) => toast.id !== id);
  }

  #add(kind: Toast['kind'], sentence: string): number {
    this.#last += 1;
    this.list.push({ id: this.#last, kind, sentence });
    return this.#last;
  }
}

export const toasts = new Toasts();
