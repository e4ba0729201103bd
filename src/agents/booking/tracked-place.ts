// Puts where the visit is into the task.
import type { Entity } from '#libs/nlu';
import { correctsPincode } from '../reading/pincode-correction.js';
import { otherPlaceAmong } from '../reading/place-mention.js';
import { withSuggested, type BookingTask, type FormField } from './booking-form.js';

/** The saved address. A closed set of set phrases. */
const atHome =
  /\b(?:(?:at|to) (?:my )?(?:home|house|place)|home address|(?:same|saved|usual|registered) (?:address|place)|(?:mere )?ghar (?:pe|par|pr)|wahi (?:address|pata)|same (?:to )?same)\b|^\W*home\W*$|घर पर/iu;

export function fillPlace(
  task: BookingTask,
  said: string,
  entities: readonly Entity[],
  changed: Set<FormField>,
): void {
  const pincode = entities.findLast((entity) => entity.type === 'pincode');
  const otherPlace = otherPlaceAmong(said);
  if (otherPlace) {
    task.otherPlace = otherPlace;
    if (task.isPlaceAssumed) forgetPlace(task, changed);
  }
  const city = entities.findLast((entity) => entity.type === 'term' && entity.list === 'city');
  if (city?.type === 'term' && task.suggested?.city === city.value && !pincode) {
    Object.assign(task, withSuggested(task, task.suggested));
    changed.add('pincode');
  } else if (city?.type === 'term' && city.value !== task.city) {
    task.city = city.value;
    if (task.isPlaceAssumed) forgetPlace(task, changed);
    if (!task.pincode) changed.add('pincode');
  }
  if (pincode?.type === 'pincode' && pincode.value !== task.pincode) {
    // An address said before any pincode belongs to the pincode that is said now.
    const isSameHouse = !task.pincode || correctsPincode(said, task.pincode, pincode.value);
    const address = isSameHouse && !task.isPlaceAssumed ? task.address : null;
    Object.assign(task, { pincode: pincode.value, address, suggested: null, slot: null, offered: [] });
    task.isPlaceAssumed = false;
    changed.add('pincode');
  } else if (atHome.test(said) && !pincode) {
    task.atHome = true;
    task.otherPlace = null;
    if (task.suggested) {
      Object.assign(task, { pincode: task.suggested.pincode, address: task.suggested.line, suggested: null });
      changed.add('address');
    }
  }
}

/** What was only taken to be the place is no longer. */
function forgetPlace(task: BookingTask, changed: Set<FormField>): void {
  Object.assign(task, {
    pincode: null,
    address: null,
    servedAt: null,
    slot: null,
    offered: [],
    isPlaceAssumed: false,
  });
  changed.add('pincode');
}
