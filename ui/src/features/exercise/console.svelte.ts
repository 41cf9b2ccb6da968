import type { JudgeResult, OutputEvent } from '~/backend/types';

/** Something in the console: what the program printed, or what was typed to it. */
export interface Piece {
  error: boolean;
  text: string;
  typed?: boolean;
}

/** What a program prints, as it comes. Pieces are gathered for a frame, so that a program that prints fast does not stop the window. */
export class ConsoleOutput {
  pieces = $state.raw<readonly Piece[]>([]);
  /** Whether the program has asked for input, which it then may do again, and how often. */
  questions = $state(0);
  /** Whether it waits for an answer now. */
  waiting = $state(false);
  /** What is being typed to it. Kept here, so that it outlasts a window that is made narrow. */
  line = $state('');
  #waiting: Piece[] = [];
  #frame = 0;

  clear() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#waiting = [];
    this.pieces = [];
    this.questions = 0;
    this.waiting = false;
    this.line = '';
  }

  add({ waits, error, text }: OutputEvent) {
    this.waiting = waits;
    if (waits) this.questions += 1;
    else this.#put({ error, text });
  }

  /** What was typed stands where it was typed. */
  echo(text: string) {
    this.waiting = false;
    this.#put({ error: false, text, typed: true });
  }

  #put(piece: Piece) {
    this.#waiting.push(piece);
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.pieces = joined([...this.pieces, ...this.#waiting]);
      this.#waiting = [];
    });
  }

  /** The result holds everything that was kept. Where a piece did not come in time, it takes the place of the pieces. */
  finish(result: JudgeResult) {
    this.waiting = false;
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const all = joined([...this.pieces, ...this.#waiting]);
    this.#waiting = [];
    const text = (error: boolean) =>
      all
        .filter((piece) => piece.error === error && !piece.typed)
        .map((piece) => piece.text)
        .join('');
    const complete = text(false) === result.stdout && text(true) === result.stderr;
    this.pieces = complete
      ? all
      : [
          { error: false, text: result.stdout },
          { error: true, text: result.stderr },
        ].filter((piece) => piece.text);
  }

  get text(): string {
    return this.pieces.map((piece) => piece.text).join('');
  }
}

function joined(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (last && last.error === piece.error && last.typed === piece.typed)
      result[result.length - 1] = { ...last, text: last.text + piece.text };
    else result.push(piece);
  }
  return result;
}
