/** What was found in a message. `start` and `end` are UTF-16 offsets, `text` the words between them, `confidence` 0 to 1. */
export type Entity = {
  start: number;
  end: number;
  text: string;
  confidence: number;
  /** Set where words beside the value belong to it and were not understood: to be asked about before it is used. */
  doubt?: EntityDoubt;
} & EntityValue;

/** What makes a value uncertain. */
export interface EntityDoubt {
  /** The words that were left over, as typed. */
  text: string;
  /** Values that they may mean, of the form that the entity's own has; empty where there is no guess. */
  readings: string[];
}

/** Words that speak of a day or a time and gave no value. */
export interface UnreadTime {
  start: number;
  end: number;
  text: string;
  /** 31 November; "pongal", "in a few days"; "5 pm UK time" with a zone that is not converted. */
  reason: 'no_such_day' | 'not_understood' | 'time_zone';
}

/** Everything that a message says about when, where, how much and whom to call. */
export interface EntityReading {
  /** What stands, in order of place. */
  entities: Entity[];
  /** Days, times and stretches that the speaker does not want: "any day but Monday", "not in the morning". */
  excluded: Entity[];
  unread: UnreadTime[];
}

export type EntityValue =
  | DateValue
  | TimeValue
  | TimeRangeValue
  /** Six digits, the first not 0. */
  | { type: 'pincode'; value: string }
  | { type: 'price'; paise: number }
  /** +91 and ten digits. */
  | { type: 'phone'; value: string }
  | { type: 'email'; value: string }
  /** How many, whole; `unit` is the noun that follows, singular, lower case ("3 fans" -> "fan"). */
  | { type: 'number'; value: number; unit?: string }
  /** A size, rating, capacity, length or time ("1.5 ton", "3 star", "2 bhk", "3 times"), or what is not whole: never how many. */
  | { type: 'measure'; value: number; unit?: string }
  /** From a gazetteer (its canonical value) or a pattern (the text it matched); `list` is the name of either. */
  | { type: 'term'; list: string; value: string };

/** YYYY-MM-DD in the business time zone; `until` is the last day when several were named ("this weekend"). */
export interface DateValue {
  type: 'date';
  value: string;
  until?: string;
}

/** HH:MM, 24 hours; `alternatives` are the other readings when neither am/pm nor a part of the day was said. */
export interface TimeValue {
  type: 'time';
  value: string;
  alternatives: string[];
  approximate: boolean;
}

/** HH:MM each; no `to` for "after 6", no `from` for "before noon". */
export interface TimeRangeValue {
  type: 'time_range';
  from?: string;
  to?: string;
}

/** An entity while it is still counted in tokens: the tokens `first` … `end - 1` of a phrase. */
export interface FoundEntity<V extends EntityValue = EntityValue> {
  first: number;
  end: number;
  confidence: number;
  value: V;
  doubt?: EntityDoubt;
}
