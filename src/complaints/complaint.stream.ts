// What those who follow a complaint are told: that something happened which both sides may see, without anybody's words. It is read by other
// programs: fields may be added, not renamed or removed.
import { Injectable } from '@nestjs/common';
import { StreamLog, type NewEntry } from '#libs/realtime';
import type { Complaint, ComplaintEvent } from './complaint.entity.js';

export function complaintStream(complaintId: string): string {
  return `complaint:${complaintId}`;
}

/** `complaint.replied` and the like: after the kinds of lines of the history. What was said or sent shows the timeline, by this id. */
const happened = (
  { id, kind, byKind }: ComplaintEvent,
  { status, escalationLevel }: Complaint,
): NewEntry => ({
  type: `complaint.${kind}`,
  data: { id, by: byKind, status, escalationLevel },
});

@Injectable()
export class ComplaintStream {
  constructor(private readonly streams: StreamLog) {}

  /** Of what its history has got since the last time. Last of all in the transaction that holds the row. */
  async tell(complaint: Complaint): Promise<void> {
    const lines = complaint.takeNews().filter(({ visibility }) => visibility === 'public');
    const entries = lines.map((line) => happened(line, complaint));
    await this.streams.append(complaintStream(complaint.id), entries);
  }
}
