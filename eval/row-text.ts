import type { ExpectedBooking, ExpectedComplaint } from '../test/conversations/script.js';

/** A booking as the last lines of a script name it. */
export function rowText(row: ExpectedBooking): string {
  const { service, pincode, date, time, address, options, quantity, notes, isCancelled } = row;
  const rest = [
    ...options,
    quantity === 1 ? '' : `x${quantity}`,
    isCancelled ? 'cancelled' : '',
    notes === '' ? '' : `notes "${notes}"`,
  ];
  return [service, pincode, date, time ?? '*', `"${address}"`, ...rest.filter((word) => word !== '')].join(
    ' ',
  );
}

/** A complaint as the last lines of a script name it. */
export function complaintText(complaint: ExpectedComplaint): string {
  const { category, severity, service, wanted, became, added } = complaint;
  const rest = [wanted && `wants ${wanted}`, became, added && `added "${added}"`];
  return ['complaint', category, severity, service ?? '-', ...rest.filter((word) => word)].join(' ');
}
