import { describe, expect, it } from 'vitest';
import { placeAt, readPlace } from './place';

describe('the place in a lesson', () => {
  const blocks = [
    { top: 0, bottom: 100 },
    { top: 100, bottom: 300 },
  ];

  it('is the block at the upper edge, and how far into it', () => {
    expect(placeAt(0, blocks)).toEqual({ block: 0, part: 0 });
    expect(placeAt(150, blocks)).toEqual({ block: 1, part: 0.25 });
    expect(placeAt(-50, blocks)).toEqual({ block: 0, part: 0 });
    expect(placeAt(900, blocks)).toEqual({ block: 1, part: 0 });
    expect(placeAt(0, [])).toEqual({ block: 0, part: 0 });
  });

  it('is the beginning where nothing sensible was kept', () => {
    for (const text of [null, '', '{', 'null', '{"block":"1"}']) expect(readPlace(text)).toBeNull();
    expect(readPlace('{"block":2,"part":7}')).toEqual({ block: 2, part: 1 });
  });
});
