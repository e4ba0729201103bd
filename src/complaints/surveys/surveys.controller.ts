import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Operation, ReturnsView } from '#libs/http';
import { CurrentActor, OnlyFor, Requires } from '../../access/access.decorators.js';
import type { Actor } from '../../access/actor.js';
import { answerSurveyInput, surveysView, surveyView, type AnswerSurveyInput } from './surveys.schemas.js';
import { SurveysService } from './surveys.service.js';

const id = { schema: z.uuid() };
const codes = ['COMPLAINT_NOT_FOUND'];

@ApiTags('Complaints')
@Controller('complaints/:id')
export class ComplaintSurveysController {
  constructor(private readonly surveys: SurveysService) {}

  @Post('survey')
  @Requires('complaints.create')
  @OnlyFor('customer')
  @Operation({
    id: 'answerComplaintSurvey',
    summary: 'Rate how a complaint was solved',
    description: 'Possible within 14 days of the solution; said again, what is said last counts.',
    codes,
  })
  @ReturnsView(surveyView, {
    problems: {
      409: {
        description:
          'COMPLAINT_SURVEY_NOT_ASKED: it is not solved. COMPLAINT_SURVEY_CLOSED: the 14 days are over.',
      },
    },
  })
  answer(
    @CurrentActor() actor: Actor,
    @Param('id', id) complaint: string,
    @Body({ schema: answerSurveyInput }) input: AnswerSurveyInput,
  ) {
    return this.surveys.answer(actor, complaint, input);
  }

  @Get('surveys')
  @Requires('complaints.read')
  @Operation({
    id: 'listComplaintSurveys',
    summary: 'List how the solutions of a complaint were rated',
    description: 'Returns one for each time that it was solved, the latest first.',
    codes,
  })
  @ReturnsView(surveysView)
  async list(@CurrentActor() actor: Actor, @Param('id', id) complaint: string) {
    return { items: await this.surveys.list(actor, complaint) };
  }
}
