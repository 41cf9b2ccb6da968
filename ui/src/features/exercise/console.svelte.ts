import type { JudgeResult, OutputEvent } from '~/backend/types';

/** What a program prints, as it comes. Pieces are gathered for a frame, so that a program that prints fast does not stop the window. */
export class ConsoleOutput {
  pieces = $state.raw<readonly OutputEvent[]>([]);
  #waiting: OutputEvent[] = [];
  #frame = 0;

  clear() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#waiting = [];
    this.pieces = [];
  }

  add(event: OutputEvent) {
    this.#waiting.push(event);
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.pieces = joined([...this.pieces, ...this.#waiting]);
      this.#waiting = [];
    });
  }

  /** The result holds everything that was kept. Where a piece did not come in time, it takes the place of the pieces. */
  finish(result: JudgeResult) {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const all = joined([...this.pieces, ...this.#waiting]);
    this.#waiting = [];
    const text = (error: boolean) =>
      all
        .filter((piece) => piece.error === error)
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

function joined(pieces: readonly OutputEvent[]): OutputEvent[] {
  const result: OutputEvent[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (last && last.error === piece.error) result[result.length - 1] = { ...last, text: last.text + piece.text };
    else result.push(piece);
  }
  return result;
}
