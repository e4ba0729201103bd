import { Body, Controller, Delete, Get, Param, Post, Query, Res } from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Idempotent, Operation, RateClass, ReturnsNothing, ReturnsView, TakesFormQuery } from '#libs/http';
import { CurrentActor, Public, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { apiPrefix } from '../../config/api-prefix.js';
import {
  addAttachmentInput,
  attachmentBytes,
  attachmentFileQuery,
  attachmentsView,
  attachmentView,
  type AddAttachmentInput,
} from './attachments.schemas.js';
import { AttachmentsService, type FetchedAttachment } from './attachments.service.js';

const id = { schema: z.uuid() };
const binary = { type: 'string', format: 'binary' } as const;
const away = 'STORAGE_AWAY: try again.';

@ApiTags('Complaints')
@Controller()
export class ComplaintAttachmentsController {
  constructor(private readonly attachments: AttachmentsService) {}

  @Post('complaints/:id/attachments')
  @Requires('complaints.create')
  @RateClass('expensive')
  @Idempotent()
  @TakesFormQuery({ limitBytes: attachmentBytes })
  @Operation({
    id: 'addComplaintAttachment',
    summary: 'Add a file to a complaint',
    description:
      'Takes a form with a picture (PNG, JPEG, WebP), which is drawn anew, or a PDF without scripts, forms or files within. What it is, its bytes say. At most 20 of a complaint, and 40 of a customer within 24 hours.',
    codes: ['COMPLAINT_NOT_FOUND'],
  })
  @ReturnsView(attachmentView, {
    status: 201,
    location: `/${apiPrefix}/complaints/:complaintId/attachments`,
    problems: {
      400: {
        description:
          'ATTACHMENT_INVALID: it is neither. IMAGE_INVALID: the picture is broken. FORM_INVALID: the form cannot be read.',
      },
      409: {
        description:
          'COMPLAINT_ENDED: reopen it first. TOO_MANY_ATTACHMENTS, TOO_MANY_ATTACHMENTS_TODAY: it is full.',
      },
      413: { description: 'BODY_TOO_LARGE' },
      422: {
        description: 'DOCUMENT_UNREADABLE: the PDF is broken, protected, or does more than show pages.',
      },
      503: { description: away },
    },
  })
  add(
    @CurrentActor() actor: Actor,
    @Param('id', id) complaint: string,
    @Body({ schema: addAttachmentInput }) input: AddAttachmentInput,
  ) {
    return this.attachments.add(actor, complaint, input);
  }

  @Get('complaints/:id/attachments')
  @Requires('complaints.read')
  @Operation({
    id: 'listComplaintAttachments',
    summary: 'List the files of a complaint',
    description: 'Returns all that the caller may see, each with a link that fetches it for ten minutes.',
    codes: ['COMPLAINT_NOT_FOUND'],
  })
  @ReturnsView(attachmentsView)
  async list(@CurrentActor() actor: Actor, @Param('id', id) complaint: string) {
    return { items: await this.attachments.list(actor, complaint) };
  }

  @Get('complaint-attachments/:id/file')
  @Public()
  @Operation({
    id: 'getComplaintAttachmentFile',
    summary: 'Get a file of a complaint',
    description:
      'Returns it to whoever has a link that is not over: a picture to be shown, a PDF to be saved.',
    codes: ['COMPLAINT_ATTACHMENT_NOT_FOUND'],
  })
  @ApiProduces('image/webp', 'application/pdf')
  @ReturnsView(z.string().meta(binary), { problems: { 503: { description: away } } })
  async file(
    @Param('id', id) attachment: string,
    @Query({ schema: attachmentFileQuery }) { signature }: z.output<typeof attachmentFileQuery>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return sent(await this.attachments.fetch(attachment, signature), reply);
  }

  @Delete('complaint-attachments/:id')
  @Requires('complaints.create')
  @Operation({
    id: 'deleteComplaintAttachment',
    summary: 'Delete a file of a complaint',
    description: 'Customers delete what they have sent themselves, staff any.',
    codes: ['COMPLAINT_ATTACHMENT_NOT_FOUND'],
  })
  @ReturnsNothing()
  async remove(@CurrentActor() actor: Actor, @Param('id', id) attachment: string): Promise<void> {
    await this.attachments.remove(actor, attachment);
  }
}

/** Nothing of it is ever run in our name: no page shows a PDF, and what shows it all the same is in a sandbox. */
function sent({ kind, name, bytes }: FetchedAttachment, reply: FastifyReply): Buffer {
  const [type, way] = kind === 'pdf' ? ['application/pdf', 'attachment'] : ['image/webp', 'inline'];
  // RFC 8187: what encodeURIComponent leaves, and the form does not take.
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  reply
    .type(type!)
    .header('cache-control', 'private, max-age=600')
    .header('content-security-policy', "sandbox; default-src 'none'; frame-ancestors 'none'")
    .header('content-disposition', `${way}; filename*=UTF-8''${encoded}`);
  return bytes;
}
