import { describe, expect, it } from 'vitest';
import { markDifference } from './difference';

const marks = (expected: string, actual: string) => {
  const marked = markDifference(expected, actual);
  const show = (lines: typeof marked.expected) =>
    lines.map((line) => line.map((piece) => (piece.differs ? `[${piece.text}]` : piece.text)).join(''));
  return [show(marked.expected), show(marked.actual)];
};

describe('the difference between two texts', () => {
  it('is the part between the common beginning and the common end', () => {
    expect(marks('"wasps"', '"bee"')).toEqual([['"[wasps]"'], ['"[bee]"']]);
    expect(marks('Hello, Ada!', 'Hello Ada!')).toEqual([['Hello[,] Ada!'], ['Hello Ada!']]);
  });

  it('is told line by line', () => {
    expect(marks('one\ntwo\nthree\n', 'one\ntow\n')).toEqual([
      ['one', 't[wo]', '[three]'],
      ['one', 't[ow]'],
    ]);
  });

  it('counts an emoji as one character', () => {
    expect(marks('a😀b', 'a😁b')).toEqual([['a[😀]b'], ['a[😁]b']]);
  });

  it('is nothing where the texts are the same', () => {
    expect(marks('same', 'same')).toEqual([['same'], ['same']]);
  });
});
