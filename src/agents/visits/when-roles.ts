// Which day or time of a message is the visit's, and which is wished for: "move my Friday visit to Monday", "kal wali parso kar do".
// The entity reader takes the later of two for a correction of the earlier, rightly for a booking; here both count. So the message is cut
// where a marker stands, and each piece read by itself.
import {
  readEntities,
  synonymsOf,
  tokeniseText,
  type Entity,
  type EntityOptions,
  type EntityReading,
} from '#libs/nlu';
import { markedRoles, whenMarkersIn, type WhenMarker, type WhenRole } from './when-markers.js';

export interface WhenGroup {
  /** Days and times that stand together: "Sunday 11 am". */
  entities: Entity[];
  start: number;
  /** Exclusive. */
  end: number;
  role: WhenRole | null;
}

export interface WhenRoles extends Pick<EntityReading, 'excluded' | 'unread'> {
  groups: WhenGroup[];
}

interface TextPiece {
  start: number;
  end: number;
}

/** Between a marker and what it marks. */
const fillsAfter =
  /^(?:[\s:,]|(?:the|this|some|sometime|an?|around|about|say|maybe|day|date|time|on|at|in|coming|any|only|between|ko|par|pe|को|पर)(?![\p{L}\p{M}]))*$/iu;
const fillsBefore = /^(?:[\s,]|(?:ko|k[aie]|par|pe|mein|me|baje|को|क[ाीे]|पर|में|बजे)(?![\p{L}\p{M}]))*$/iu;
/** Between a day and its time. */
const joinsGroup =
  /^(?:[\s,/&]|(?:at|on|in|by|around|the|or|and|ya|aur|ko|k[aei]|me|mein|या|और|को|क[ाीे]|में)(?![\p{L}\p{M}]))*$/iu;
const determiner =
  /(?<![\p{L}\p{M}])(?:my|our|the|that|mer[aei]|ham[ae]r[aei]|apn[aei]|मेर[ाीे]|हमार[ाीे]|अपन[ाीे])\s+$/iu;
const indefinite = /(?<![\p{L}\p{M}])(?:an?|any|some|koi|कोई)\s+$/iu;
/** "My Friday plumber": a noun follows, none of the words that end a phrase. */
const nounFollows =
  /^\s+(?!(?:please|pls|plz|instead|only|itself|then|also|because|since|when|with|would|will|works|suits|and|or|but|for|from|till|until|to|at|on|if|so|as|is|are|ok|fine|ko|par|pe|se|k[aei]|kar\w*|ho|hai)(?![\p{L}\p{M}]))\p{L}{2,}/iu;
const placedVisit =
  /(?<![\p{L}\p{M}])(?:my|the|our|mer[aei])\s+(?:\p{L}+\s+){1,3}(?:on|at|of)\s+(?:the\s+)?$/iu;
const possessive = /['’]s$/;
const saysNothingOfIt = /^\s+(?:fine|ok|okay|good|not|busy|no|better|perfect)\b/i;

export function whenRolesIn(text: string, options: EntityOptions): WhenRoles {
  const markers = keptMarkers(text, options);
  const pieces = piecesBetween(text, markers);
  const readings = pieces.map((piece) => readPiece(text, piece, markers, options));
  const groups = readings.flatMap(({ entities }) => groupsOf(text, entities));
  for (const marker of markers) applyMarker(text, marker, groups);
  for (const group of groups) group.role ??= ownRole(text, group);
  settleRoles(groups, markers);
  return {
    groups,
    excluded: readings.flatMap(({ excluded }) => excluded),
    unread: readings.flatMap(({ unread }) => unread),
  };
}

/** "To Monday from 3 to 5" says hours of Monday: once a day is wished for, what only borders hours cuts nothing. */
function keptMarkers(text: string, options: EntityOptions): WhenMarker[] {
  const kept: WhenMarker[] = [];
  let wishedDay = false;
  for (const marker of whenMarkersIn(text)) {
    if (marker.kind !== 'from' && marker.kind !== 'to' && marker.kind !== 'for') {
      kept.push(marker);
      continue;
    }
    const [first] = readEntities(text.slice(marker.end), options).entities;
    const marks = first !== undefined && fillsAfter.test(text.slice(marker.end, marker.end + first.start));
    if (wishedDay && !(marks && first.type === 'date')) continue;
    kept.push(marker);
    wishedDay ||= marker.kind === 'to' && marks && first.type === 'date';
  }
  return kept;
}

function piecesBetween(text: string, markers: readonly WhenMarker[]): TextPiece[] {
  const starts = [0, ...markers.map(({ end }) => end)];
  return starts.map((start, index) => ({ start, end: markers[index]?.start ?? text.length }));
}

function readPiece(
  text: string,
  { start, end }: TextPiece,
  markers: readonly WhenMarker[],
  options: EntityOptions,
): EntityReading {
  const said = text.slice(start, end);
  const { entities, excluded, unread } = readEntities(said, options);
  const clocks = entities.map((entity) => {
    const beside = markers.some(
      (marker) =>
        (marker.end === start &&
          markedRoles[marker.kind].after !== null &&
          fillsAfter.test(said.slice(0, entity.start))) ||
        (marker.start === end &&
          markedRoles[marker.kind].before !== null &&
          fillsBefore.test(said.slice(entity.end))),
    );
    return beside ? asClock(entity, options) : entity;
  });
  const moved = <Placed extends { start: number; end: number }>(each: Placed): Placed => ({
    ...each,
    start: each.start + start,
    end: each.end + start,
  });
  return { entities: clocks.map(moved), excluded: excluded.map(moved), unread: unread.map(moved) };
}

/** "From 3 to 5", "the 4 one": beside a marker a bare number is a time. */
function asClock(entity: Entity, options: EntityOptions): Entity {
  if (entity.type !== 'number' || entity.unit !== undefined || entity.value < 1 || entity.value > 12)
    return entity;
  const time = readEntities(`at ${entity.value}`, options).entities.find(({ type }) => type === 'time');
  return time ? { ...time, start: entity.start, end: entity.end, text: entity.text } : entity;
}

function groupsOf(text: string, entities: readonly Entity[]): WhenGroup[] {
  const groups: WhenGroup[] = [];
  for (const entity of entities) {
    if (entity.type !== 'date' && entity.type !== 'time' && entity.type !== 'time_range') continue;
    const last = groups.at(-1);
    if (last && joinsGroup.test(text.slice(last.end, entity.start))) {
      last.entities.push(entity);
      last.end = Math.max(last.end, entity.end);
    } else {
      groups.push({ entities: [entity], start: entity.start, end: entity.end, role: null });
    }
  }
  return groups;
}

/** The first that says something of a group counts. */
function applyMarker(text: string, { start, end, kind }: WhenMarker, groups: readonly WhenGroup[]): void {
  const { before, after } = markedRoles[kind];
  const left = groups.findLast((group) => group.end <= start);
  const right = groups.find((group) => group.start >= end);
  if (before && left && !left.role && fillsBefore.test(text.slice(left.end, start))) {
    const isOffer = kind === 'thing' && indefinite.test(text.slice(0, left.start));
    left.role = isOffer ? 'wish' : before;
  }
  if (after && right && !right.role && fillsAfter.test(text.slice(end, right.start))) right.role = after;
}

/** What the words around it say without a marker: "tomorrow's plumber", "my Friday haircut", "shift the plumber on Friday". */
function ownRole(text: string, { start, end }: WhenGroup): WhenRole | null {
  const [before, after] = [text.slice(0, start), text.slice(end)];
  if (possessive.test(text.slice(start, end)) && !saysNothingOfIt.test(after)) return 'visit';
  if (determiner.test(before) && nounFollows.test(after)) return 'visit';
  return placedVisit.test(before) && asksForChange(before) ? 'visit' : null;
}

function asksForChange(said: string): boolean {
  return tokeniseText(said).some(({ text }) =>
    synonymsOf(text).some((head) => head === 'move' || head === 'change' || head === 'cancel'),
  );
}

/** What nobody has marked: before a wish it is likely the visit's, beside the visit's it is the wish, alone it is the wish. */
function settleRoles(groups: WhenGroup[], markers: readonly WhenMarker[]): void {
  // "The plumber for Friday to Monday": only the last of two is wished for.
  const wished = groups.filter(({ role }) => role === 'wish');
  for (const group of wished.slice(0, -1)) {
    const isAfterFor = markers.findLast(({ end }) => end <= group.start)?.kind === 'for';
    if (isAfterFor) group.role = 'visit';
  }
  const firstWish = groups.find(({ role }) => role === 'wish');
  for (const group of groups) {
    if (group.role) continue;
    group.role = firstWish && group.start < firstWish.start ? 'likely_visit' : 'wish';
  }
}
