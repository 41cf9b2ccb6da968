// Marks where two texts differ, so that the eye need not search.

export interface MarkedPiece {
  text: string;
  differs: boolean;
}

export type MarkedLine = MarkedPiece[];

/** Both texts line by line, with the part of each line that is different marked. */
export function markDifference(expected: string, actual: string): { expected: MarkedLine[]; actual: MarkedLine[] } {
  const left = lines(expected);
  const right = lines(actual);
  return {
    expected: left.map((line, index) => markLine(line, right[index])),
    actual: right.map((line, index) => markLine(line, left[index])),
  };
}

/** A line end at the end of a text ends its last line; it does not begin another. */
function lines(text: string): string[] {
  const all = text.split('\n');
  if (all.length > 1 && all.at(-1) === '') all.pop();
  return all;
}

function markLine(text: string, other: string | undefined): MarkedLine {
  if (text === other) return [{ text, differs: false }];
  const mine = [...text];
  const theirs = [...(other ?? '')];
  const shortest = Math.min(mine.length, theirs.length);
  let start = 0;
  while (start < shortest && mine[start] === theirs[start]) start += 1;
  let end = 0;
  while (end < shortest - start && mine.at(-1 - end) === theirs.at(-1 - end)) end += 1;
  return [
    { text: mine.slice(0, start).join(''), differs: false },
    { text: mine.slice(start, mine.length - end).join(''), differs: true },
    { text: mine.slice(mine.length - end).join(''), differs: false },
  ].filter((piece) => piece.text !== '');
}
