// Bounds of a booking that others go by as well.
/** Lines of a history beside those of the status. */
export const changesAtMost = 50;

/** Characters that all notes of a booking have together. */
export const notesAtMost = 1000;

export const itemKinds = ['service', 'attribute', 'surcharge', 'discount', 'tax'] as const;
