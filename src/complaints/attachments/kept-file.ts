// From a file that anybody may have made to what is kept of it. What it is, its bytes say; its name and what a browser says of it count for nothing.
import { Injectable } from '@nestjs/common';
import { DocumentReader } from '#libs/documents';
import type { UploadedFile } from '#libs/http';
import { drawAnew, isPicture } from '#libs/storage';
import { attachmentNameAtMost, type attachmentKinds } from './attachment.entity.js';
import { AttachmentInvalid } from './attachments.errors.js';

/** A bill. What takes more than these was made to take it. */
export const pdfLimits = {
  pages: 100,
  inflatedBytes: 64 * 1024 * 1024,
  seconds: 10,
  heapMb: 128,
  memoryMb: 320,
};
const pdfStart = Buffer.from('%PDF-');

export interface KeptFile {
  kind: (typeof attachmentKinds)[number];
  bytes: Buffer;
  /** Also the ending of its name. */
  extension: 'webp' | 'pdf';
}

@Injectable()
export class KeptFiles {
  constructor(private readonly documents: DocumentReader) {}

  /**
   * A picture is drawn anew; a PDF that does nothing but show its pages stays as it is.
   * @throws AttachmentInvalid, ImageInvalid, DocumentUnreadable
   */
  async of(file: UploadedFile | undefined): Promise<KeptFile> {
    if (!file?.size) throw new AttachmentInvalid();
    const { bytes } = file;
    if (bytes.subarray(0, pdfStart.length).equals(pdfStart)) {
      // The thread takes what it is given.
      await this.documents.checkPdf(Uint8Array.from(bytes), { limits: pdfLimits });
      return { kind: 'pdf', bytes, extension: 'pdf' };
    }
    if (!(await isPicture(bytes))) throw new AttachmentInvalid();
    return { kind: 'picture', bytes: (await drawAnew(bytes)).bytes, extension: 'webp' };
  }
}

/**
 * What is left of a name when everything is gone that could be taken for a path, an order to a program or another direction of writing. Its ending is ours.
 * @param name as it was sent, perhaps with the folders of a machine
 */
export function shownName(name: string, { extension }: Pick<KeptFile, 'extension'>): string {
  const [last = ''] = name.split(/[/\\]/).slice(-1);
  const plain = last
    .toWellFormed()
    .normalize('NFC')
    .replace(/[^\p{L}\p{M}\p{N} ()_.-]/gu, '')
    .replace(/\.[A-Za-z0-9]{1,5}$/, '')
    .replace(/^[. ]+|[. ]+$/g, '');
  const stem = [...plain]
    .slice(0, 60)
    .join('')
    .slice(0, attachmentNameAtMost - 5)
    .toWellFormed();
  return `${stem || 'file'}.${extension}`;
}
