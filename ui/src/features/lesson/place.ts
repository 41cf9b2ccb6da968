// Where a reader stopped in a lesson, kept on this computer. Kept as a block and how far into it, because the height of what stands above
// changes with the width of the window.

export interface Place {
  block: number;
  /** From 0, the block's beginning, to 1, its end. */
  part: number;
}

const PREFIX = 'lesson-place:';

export function keepPlace(account: string, lesson: string, place: Place) {
  try {
    localStorage.setItem(`${PREFIX}${account}:${lesson}`, JSON.stringify(place));
  } catch {
    // Without room for it, the lesson begins at its beginning: nothing that was made is lost.
  }
}

export function keptPlace(account: string, lesson: string): Place | null {
  try {
    return readPlace(localStorage.getItem(`${PREFIX}${account}:${lesson}`));
  } catch {
    return null;
  }
}

export function readPlace(text: string | null): Place | null {
  if (!text) return null;
  try {
    const value = JSON.parse(text) as Partial<Place> | null;
    if (typeof value?.block !== 'number' || typeof value.part !== 'number') return null;
    return { block: value.block, part: Math.min(1, Math.max(0, value.part)) };
  } catch {
    return null;
  }
}

/** The place at the upper edge of the view, from the upper and lower edges of the blocks. */
export function placeAt(edge: number, blocks: readonly { top: number; bottom: number }[]): Place {
  const found = blocks.findIndex((block) => block.bottom > edge);
  const block = blocks[found];
  if (!block) return { block: Math.max(0, blocks.length - 1), part: 0 };
  const height = block.bottom - block.top;
  const part = height > 0 ? Math.min(1, Math.max(0, (edge - block.top) / height)) : 0;
  return { block: found, part };
}
