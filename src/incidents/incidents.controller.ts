import { Body, Controller, Delete, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import {
  Idempotent,
  IfMatch,
  Operation,
  pageOf,
  ReturnsView,
  type ExpectedVersions,
  ReturnsNothing,
} from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../access/access.decorators.js';
import type { Actor } from '../access/actor.js';
import { apiPrefix } from '../config/api-prefix.js';
import {
  acceptIncidentInput,
  addMembersInput,
  answerIncidentInput,
  incidentMembersList,
  incidentMemberView,
  incidentRefusedView,
  incidentsList,
  incidentStepsList,
  incidentStepView,
  incidentView,
  resolveIncidentInput,
  type IncidentMembersQuery,
  type IncidentsQuery,
  type IncidentStepsQuery,
} from './incidents.schemas.js';
import { IncidentsService } from './incidents.service.js';

const id = { schema: z.uuid() };
const codes = ['INCIDENT_NOT_FOUND'];
const refused = (description: string) => ({
  problems: { 409: { description, members: incidentRefusedView } },
});
const illegal = refused('INCIDENT_TRANSITION_ILLEGAL: `allowed` says what it may become.');
const notOpen = 'INCIDENT_NOT_OPEN: nobody has taken it up, or it is over.';

/** Many customers are answered at once: by those who give out the work of a team. */
@ApiTags('Incidents')
@OnlyFor('staff')
@Controller('ops/incidents')
export class IncidentsController {
  constructor(private readonly incidents: IncidentsService) {}

  @Get()
  @Requires('complaints.read')
  @Operation({
    id: 'listIncidents',
    summary: 'List incidents',
    description: 'Returns the latest first: with `status=offered` those that somebody has to decide about.',
  })
  @ReturnsView(pageOf(incidentView))
  list(@CurrentActor() actor: Actor, @Query({ schema: incidentsList.query }) query: IncidentsQuery) {
    return this.incidents.list(actor, query);
  }

  @Get(':id')
  @Requires('complaints.read')
  @Operation({
    id: 'getIncident',
    summary: 'Get an incident',
    description: 'Returns its cause, why it was offered and by when it is to be solved.',
    codes,
  })
  @ReturnsView(incidentView)
  get(@CurrentActor() actor: Actor, @Param('id', id) incident: string) {
    return this.incidents.get(actor, incident);
  }

  @Get(':id/members')
  @Requires('complaints.read')
  @Operation({
    id: 'listIncidentMembers',
    summary: 'List the complaints of an incident',
    description: 'Returns those that are in it, and those that are thought to belong to it (`offered`).',
    codes,
  })
  @ReturnsView(pageOf(incidentMemberView))
  members(
    @CurrentActor() actor: Actor,
    @Param('id', id) incident: string,
    @Query({ schema: incidentMembersList.query }) query: IncidentMembersQuery,
  ) {
    return this.incidents.members(actor, incident, query);
  }

  @Get(':id/steps')
  @Requires('complaints.read')
  @Operation({
    id: 'listIncidentSteps',
    summary: 'List what was done to all complaints of an incident',
    description: 'Answers, goodwill and the resolution, the earliest first.',
    codes,
  })
  @ReturnsView(pageOf(incidentStepView))
  steps(
    @CurrentActor() actor: Actor,
    @Param('id', id) incident: string,
    @Query({ schema: incidentStepsList.query }) query: IncidentStepsQuery,
  ) {
    return this.incidents.steps(actor, incident, query);
  }

  @Post(':id/accept')
  @Requires('complaints.assign')
  @Operation({
    id: 'acceptIncident',
    summary: 'Take up an incident that is offered',
    description: 'Its complaints, but for those in `without`, are taken in one after the other.',
    codes,
  })
  @ReturnsView(incidentView, illegal)
  accept(
    @CurrentActor() actor: Actor,
    @Param('id', id) incident: string,
    @Body({ schema: acceptIncidentInput }) { without }: z.output<typeof acceptIncidentInput>,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.incidents.accept(actor, incident, without, expected);
  }

  @Post(':id/dismiss')
  @Requires('complaints.assign')
  @Operation({
    id: 'dismissIncident',
    summary: 'Turn down an incident that is offered',
    description: 'The same complaints are not offered again.',
    codes,
  })
  @ReturnsView(incidentView, illegal)
  dismiss(
    @CurrentActor() actor: Actor,
    @Param('id', id) incident: string,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.incidents.dismiss(actor, incident, expected);
  }

  @Post(':id/members')
  @Requires('complaints.assign')
  @Operation({
    id: 'addIncidentMembers',
    summary: 'Add complaints to an incident',
    description: 'Only such as are unsolved and in no other. What was answered before they hear as well.',
    codes: [...codes, 'COMPLAINT_NOT_FOUND'],
  })
  @ReturnsView(
    incidentView,
    refused(`${notOpen} COMPLAINT_ENDED; IN_OTHER_INCIDENT; TOO_MANY_MEMBERS: it is full.`),
  )
  add(
    @CurrentActor() actor: Actor,
    @Param('id', id) incident: string,
    @Body({ schema: addMembersInput }) { complaintIds }: z.output<typeof addMembersInput>,
  ) {
    return this.incidents.add(actor, incident, complaintIds);
  }

  @Delete(':id/members/:complaintId')
  @Requires('complaints.assign')
  @Operation({
    id: 'removeIncidentMember',
    summary: 'Take a complaint out of an incident',
    description: 'What is still to be done to all is not done to it.',
    codes: [...codes, 'INCIDENT_MEMBER_NOT_FOUND', 'COMPLAINT_NOT_FOUND'],
  })
  @ReturnsNothing()
  remove(
    @CurrentActor() actor: Actor,
    @Param('id', id) incident: string,
    @Param('complaintId', id) complaint: string,
  ) {
    return this.incidents.remove(actor, incident, complaint);
  }

  @Post(':id/broadcast')
  @Requires('complaints.assign')
  @Idempotent()
  @Operation({
    id: 'answerIncident',
    summary: 'Answer all customers of an incident',
    description:
      'Each complaint gets it as an update, each customer one notice; whoever joins later gets it as well.',
    codes,
  })
  @ReturnsView(incidentStepView, {
    status: 201,
    location: `/${apiPrefix}/ops/incidents/:incidentId/steps`,
    ...refused(`${notOpen} NOBODY_LEFT: it has no complaints.`),
  })
  broadcast(
    @CurrentActor() actor: Actor,
    @Param('id', id) incident: string,
    @Body({ schema: answerIncidentInput }) { body }: z.output<typeof answerIncidentInput>,
  ) {
    return this.incidents.broadcast(actor, incident, body);
  }

  @Post(':id/resolve')
  @Requires('complaints.assign')
  @Operation({
    id: 'resolveIncident',
    summary: 'Resolve an incident',
    description: 'All its complaints that are unsolved are resolved with it, one after the other.',
    codes,
  })
  @ReturnsView(incidentView, illegal)
  resolve(
    @CurrentActor() actor: Actor,
    @Param('id', id) incident: string,
    @Body({ schema: resolveIncidentInput }) { body }: z.output<typeof resolveIncidentInput>,
    @IfMatch() expected: ExpectedVersions,
  ) {
    return this.incidents.resolve(actor, incident, body, expected);
  }
}
