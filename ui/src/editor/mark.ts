// One line of a program can be marked as the place to look at.

import { type Extension, RangeSet, StateEffect, StateField } from '@codemirror/state';
import { Decoration, EditorView, GutterMarker, gutterLineClass } from '@codemirror/view';

/** Marks the line with this number, from 1; `null` takes the mark away. */
export const markLine = StateEffect.define<number | null>();

const decoration = Decoration.line({ class: 'cm-marked-line' });

class MarkedGutter extends GutterMarker {
  override elementClass = 'cm-marked-gutter';
}

const gutter = new MarkedGutter();

/** Where the marked line begins. */
const marked = StateField.define<number | null>({
  create: () => null,
  update(position, transaction) {
    let now = position === null ? null : transaction.changes.mapPos(position);
    for (const effect of transaction.effects) {
      if (!effect.is(markLine)) continue;
      const line = effect.value;
      const exists = line !== null && line >= 1 && line <= transaction.newDoc.lines;
      now = exists ? transaction.newDoc.line(line).from : null;
    }
    return now === null ? null : transaction.newDoc.lineAt(now).from;
  },
  provide: (field) => [
    EditorView.decorations.from(field, (position) =>
      position === null ? Decoration.none : Decoration.set(decoration.range(position)),
    ),
    gutterLineClass.from(field, (position) =>
      position === null ? RangeSet.of<GutterMarker>([]) : RangeSet.of<GutterMarker>(gutter.range(position)),
    ),
  ],
});

export const markedLine: Extension = marked;
