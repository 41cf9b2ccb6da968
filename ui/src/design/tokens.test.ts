// The colours are promises: a text can be read, a control can be seen, in both themes and with more contrast wanted.

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Theme = 'light' | 'dark';
type Tokens = Record<string, Record<Theme, string>>;

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

function tokensOf(text: string): Tokens {
  const found = [...text.matchAll(/--([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)/g)];
  return Object.fromEntries(
    found.map(([, name = '', light = '', dark = '']): [string, Record<Theme, string>] => [name, { light, dark }]),
  );
}

const contrastAt = css.indexOf('@media (prefers-contrast: more)');
const usual = tokensOf(css.slice(0, contrastAt));
const more = { ...usual, ...tokensOf(css.slice(contrastAt)) };

function channels(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}

function luminance(parts: number[]): number {
  const [red = 0, green = 0, blue = 0] = parts.map((part) => {
    const value = part / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: number[], other: number[]): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

/** `share` of one colour over another, as color-mix() makes it. */
function mix(one: number[], other: number[], share: number): number[] {
  return one.map((part, index) => part * share + (other[index] ?? 0) * (1 - share));
}

const GROUNDS = ['ground', 'paper', 'raised'];
const TEXTS = ['ink', 'dim', 'accent', 'wrong', 'right', 'hint'];
const CODE = ['code-keyword', 'code-name', 'code-text', 'code-number', 'code-comment'];

describe.each([
  ['usual', usual],
  ['more contrast', more],
])('%s', (_, tokens) => {
  describe.each<Theme>(['light', 'dark'])('%s', (theme) => {
    const colour = (name: string) => {
      const token = tokens[name];
      if (!token) throw new Error(`no token ${name}`);
      return channels(token[theme]);
    };

    const texts = [
      ...TEXTS.flatMap((text) => [...GROUNDS, 'soft', 'marked'].map((ground) => [text, ground] as const)),
      ...CODE.flatMap((text) => [...GROUNDS, 'marked'].map((ground) => [text, ground] as const)),
      ['on-accent', 'accent'] as const,
      ['on-right', 'right'] as const,
      ['paper', 'ink'] as const,
    ];

    it.each(texts)('%s can be read on %s', (text, ground) => {
      expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5);
    });

    it.each([...GROUNDS, 'soft'])('controls and the focus ring are seen on %s', (ground) => {
      expect(contrast(colour('control'), colour(ground))).toBeGreaterThanOrEqual(3);
      expect(contrast(colour('accent'), colour(ground))).toBeGreaterThanOrEqual(3);
    });

    it('a difference that is marked in a text can still be read', () => {
      for (const name of ['right', 'wrong']) {
        const marked = mix(colour(name), colour('raised'), 0.14);
        expect(contrast(colour(name), marked)).toBeGreaterThanOrEqual(4.5);
      }
    });

    it('text that is selected in the editor can still be read', () => {
      const selected = mix(colour('accent'), colour('raised'), 0.24);
      for (const name of ['ink', ...CODE]) expect(contrast(colour(name), selected)).toBeGreaterThanOrEqual(3);
    });
  });
});
