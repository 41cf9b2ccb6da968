import { expect, it } from 'vitest';
import { colourLines } from './colour';

it('colours a program line by line and loses no character', () => {
  const source = 'def longest(words):\n    # the longest\n\n    print("best", 3)\n';
  const lines = colourLines(source, 'python');
  expect(lines.map((pieces) => pieces.map((piece) => piece.text).join('')).join('\n')).toBe(source.trimEnd());
  const colours = Object.fromEntries(lines.flat().map((piece) => [piece.text, piece.class]));
  expect(colours).toMatchObject({
    def: 'code-keyword',
    longest: 'code-name',
    print: 'code-name',
    '# the longest': 'code-comment',
    '"best"': 'code-text',
    '3': 'code-number',
  });
});

it('leaves other languages as they are', () => {
  expect(colourLines('a < b\nc', 'text')).toEqual([[{ text: 'a < b', class: '' }], [{ text: 'c', class: '' }]]);
});
