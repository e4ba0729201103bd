// Hindi has one word for yesterday and tomorrow (kal) and one for the day before and after (parson): the verb tells which.
import type { TimePhrase } from './phrase.js';
import { MONTH_WORDS, WEEKDAY_WORDS, wordsOf } from './vocabulary.js';

const PAST = wordsOf(`
  tha thi thay thaa hua hui hue huye gaya gayi gaye gya gyi kiya kiye liya diya aaya ayaa aayi ayi karaya karvaya karwaya
  karwai mila mili toota tuta tooti was were came did didnt went happened arrived visited left broke stopped didint`);
const AHEAD = wordsOf(`
  chahiye chaiye chahie karo kardo karna karana karwana karvana karwao bhejo bhejna bhej bhejiye aana ana aao aaiye hoga hogi
  milega milegi sakta sakte sakti karenge karega lena dena rakho rakhna rakh please need want will would can could`);
/** "Parson bola tha": when something was said tells nothing of the day that was said. */
const SAID = wordsOf(`
  bola bolaa boli bole bolna bolnaa kaha kahaa kahi kehna kahna kahnaa likha likhaa likhi likhna likhnaa bataya bataayaa batana bataanaa
  said told meant wrote`);
const SAID_BEFORE = wordsOf('tha thi thay thaa diya diyaa gaya gayaa');
const STOPS = wordsOf('. ! ? , ; । but lekin magar par aur and phir so');
const REACH = 12; // words looked at on each side

/** True when the clause around tokens `first` … `end` speaks of the past: the nearest verb after it decides, else the one before. */
export function isPast(phrase: TimePhrase, first: number, end: number): boolean {
  const afterPart = phrase.is(end, 'morning', 'afternoon', 'evening', 'night') ? end + 1 : end;
  const opens = phrase.text(afterPart) === 'se' && !goesOn(phrase, afterPart + 1);
  const sinceThen = opens || phrase.text(first - 1) === 'since';
  const after = nearestTense(phrase, end, 1);
  if (sinceThen && after !== 'ahead') return true;
  return (after ?? nearestTense(phrase, first - 1, -1)) === 'past';
}

/** "somvar se budhwar", "kal se do din baad": from one day to or over to another, no "since". */
function goesOn(phrase: TimePhrase, i: number): boolean {
  if (phrase.is(i, 'before', 'today', 'kal', 'parson', 'tomorrow') || WEEKDAY_WORDS.includes(phrase.word(i)))
    return true;
  const number = phrase.number(i);
  return (
    number !== undefined &&
    (MONTH_WORDS.includes(phrase.word(number.end)) || phrase.is(number.end, 'day', 'week', 'month', 'date'))
  );
}

function nearestTense(phrase: TimePhrase, from: number, step: 1 | -1): 'past' | 'ahead' | undefined {
  for (let i = from, n = 0; n < REACH && i >= 0 && i < phrase.length; i += step, n++) {
    const text = phrase.text(i);
    if (STOPS.has(text)) return undefined;
    if (SAID.has(text) || (SAID_BEFORE.has(text) && SAID.has(phrase.text(i - 1)))) continue;
    if (PAST.has(text) || (text === 'ki' && phrase.text(i + 1) === 'thi')) return 'past';
    if (text === 'aaye' && phrase.is(i - 1, 'nahi')) return 'past';
    if (AHEAD.has(text) || /(?:[aeiuy]ga|[aeiy]gi|[aeiuoy]nge|unga|ungi)$/.test(text)) return 'ahead';
  }
  return undefined;
}
