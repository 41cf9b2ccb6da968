// The words of an explanation, made from its code and its facts, so that they can be another language's. The table is a copy of the runner's own (docs/explanations.md); where it
// lacks a code or a fact, as for a result of another version, the English that came along is shown.

import type { Explanation } from '~/backend/types';
import english from './explanations/en.json';

export interface Words {
  /** Where, as a heading. */
  where: string;
  /** What happened, with the program's own names and values. */
  what: string;
  why: string;
  /** One thing to do or to look at. */
  next: string;
}

type Params = Record<string, unknown>;

interface Table {
  codes: Record<string, { what: string; why: string; next: string }>;
  kinds: Record<string, string>;
  exact_kinds: Record<string, string>;
  pieces: Record<string, string>;
  empty: string;
}

const table: Table = english;

/** A fact that a sentence needs is not there. */
class Missing extends Error {}

export function explanationWords(explanation: Explanation): Words {
  const { code, params } = explanation;
  const sentences = table.codes[code];
  if (sentences) {
    try {
      const say = (template: string) => render(template, params);
      return {
        where: heading(params),
        what: say(sentences.what),
        why: say(sentences.why),
        next: say(sentences.next),
      };
    } catch (reason) {
      if (!(reason instanceof Missing)) throw reason;
    }
  }
  return {
    where: explanation.where,
    what: explanation.what || explanation.text,
    why: explanation.why,
    next: explanation.next,
  };
}

/** What happened and why, in one piece. */
export function explanationText(explanation: Explanation): string {
  const { what, why } = explanationWords(explanation);
  return `${what} ${why}`.trim();
}

/** Fills in what stands in braces. A brace that names nothing stands for itself. */
function render(template: string, params: Params): string {
  return template.replace(/\{([a-z][ -|~]*?)\}/g, (_, field: string) => fill(field, params));
}

function fill(field: string, params: Params): string {
  switch (field) {
    case 'place':
      return place('place', params);
    case 'subject':
      return piece(filled(params, 'call') ? 'subject_call' : 'subject_program', params);
    case 'here':
      return piece(hasLine(params) ? 'place_line' : 'place_program', params);
  }
  const count = /^(\w+)([|?])([^|]*)\|?(.*)$/.exec(field);
  if (count) {
    const [, name = '', sign, one = '', many = ''] = count;
    const value = shown(params, name);
    const word = value === '1' || !field.includes('|', name.length + 1) ? one : many;
    return sign === '?' ? word : `${value} ${word}`;
  }
  const [name = '', form] = field.split(':');
  if (form) return kind(params[name], form === 'exact');
  return shown(params, name);
}

function shown(params: Params, name: string): string {
  const value = params[name];
  if (value === '') return table.empty;
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  throw new Missing(name);
}

/** A type of Python's in plain words, with its article. */
function kind(type: unknown, exact: boolean): string {
  const name = typeof type === 'string' ? type : '';
  const words = (exact ? table.exact_kinds[name] : undefined) ?? table.kinds[name];
  return words ?? (name ? piece('other_value', { type: name }) : (table.pieces.some_value ?? ''));
}

function piece(name: string, params: Params): string {
  return render(table.pieces[name] ?? '', params);
}

const filled = (params: Params, name: string) => typeof params[name] === 'string' && params[name] !== '';

const hasLine = (params: Params) => typeof params.line === 'number' && params.line !== 0;

/** Where it happened, as exactly as is known: in a sentence (`place`), or alone (`where`). */
function place(form: 'place' | 'where', params: Params): string {
  if (hasLine(params)) return piece(`${form}_${filled(params, 'file') ? 'file' : 'line'}`, params);
  if (filled(params, 'call')) return piece(`${form}_call`, params);
  return piece(filled(params, 'case') ? `${form}_case` : `${form}_program`, params);
}

function heading(params: Params): string {
  const where = place('where', params);
  return hasLine(params) && filled(params, 'code_line')
    ? piece('where_code', { where, code_line: params.code_line })
    : where;
}
