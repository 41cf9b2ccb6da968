// Colours for code that is shown, not edited: the same classes as in the editor, without loading the editor.

import { highlightCode, tagHighlighter, tags } from '@lezer/highlight';
import { parser } from '@lezer/python';

export const highlighter = tagHighlighter([
  {
    tag: [
      tags.keyword,
      tags.controlKeyword,
      tags.operatorKeyword,
      tags.definitionKeyword,
      tags.moduleKeyword,
      tags.bool,
      tags.null,
      tags.self,
    ],
    class: 'code-keyword',
  },
  { tag: [tags.function(tags.variableName), tags.function(tags.propertyName), tags.className], class: 'code-name' },
  { tag: [tags.string, tags.special(tags.string), tags.character], class: 'code-text' },
  { tag: [tags.number], class: 'code-number' },
  { tag: [tags.comment, tags.lineComment], class: 'code-comment' },
]);

export interface Piece {
  text: string;
  class: string;
}

/** The lines of a program, each in pieces of one colour. */
export function colourLines(source: string, language: string): Piece[][] {
  const text = source.replace(/\n$/, '');
  if (language !== 'python') return text.split('\n').map((line) => [{ text: line, class: '' }]);
  const lines: Piece[][] = [[]];
  highlightCode(
    text,
    parser.parse(text),
    highlighter,
    (piece, classes) => lines.at(-1)?.push({ text: piece, class: classes }),
    () => lines.push([]),
  );
  return lines;
}

/** Colours the Python blocks inside an element. */
export function colourBlocks(element: HTMLElement) {
  for (const block of element.querySelectorAll('pre > code.language-python')) {
    const lines = colourLines(block.textContent ?? '', 'python');
    block.replaceChildren(
      ...lines.map((pieces) => {
        const line = document.createElement('span');
        line.className = 'code-line';
        for (const piece of pieces) {
          const span = document.createElement('span');
          span.textContent = piece.text;
          span.className = piece.class;
          line.append(span);
        }
        // An end of line belongs to the text that is copied.
        line.append('\n');
        return line;
      }),
    );
  }
}
