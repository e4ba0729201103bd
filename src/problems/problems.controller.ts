import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { KeptPublicly, Operation, ReturnsView } from '#libs/http';
import { Public } from '../access/access.decorators.js';
import { problemCode, problemMeaningsView, problemMeaningView } from './problems.schemas.js';
import { ProblemsService } from './problems.service.js';

/** The member `type` of every problem document is an address of this controller (libs/http/problem.ts). */
@ApiTags('Problems')
@Public()
@Controller('problems')
export class ProblemsController {
  constructor(private readonly problems: ProblemsService) {}

  @Get()
  @Operation({
    id: 'listProblems',
    summary: 'List problem codes',
    description:
      'Returns every code that a problem document can have, by name. New ones may be added at any time.',
  })
  @KeptPublicly(3600)
  @ReturnsView(problemMeaningsView)
  list() {
    return { items: this.problems.list() };
  }

  @Get(':code')
  @Operation({
    id: 'getProblem',
    summary: 'Get a problem code',
    description:
      'Explains what the code means and what the caller can do about it. The `type` of a problem document leads here.',
    codes: ['PROBLEM_NOT_FOUND'],
  })
  @KeptPublicly(3600)
  @ReturnsView(problemMeaningView)
  get(@Param('code', { schema: problemCode }) code: string) {
    return this.problems.explain(code);
  }
}
