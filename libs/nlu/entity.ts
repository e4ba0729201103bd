/** What was found in a message. `start` and `end` are UTF-16 offsets, `text` the words between them, `confidence` 0 to 1. */
export type Entity = { start: number; end: number; text: string; confidence: number } & EntityValue;

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
  /** A count; `unit` is the noun that follows, singular, lower case ("3 fans" -> "fan"). */
  | { type: 'number'; value: number; unit?: string }
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
export interface Found<V extends EntityValue = EntityValue> {
  first: number;
  end: number;
  confidence: number;
  value: V;
}
