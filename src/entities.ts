// Every table that the program has, for the database and its migrations.
import { OutboxEvent } from '#libs/events';
import { IdempotencyKey } from '#libs/http';
import { Job, JobAttempt, JobWorker } from '#libs/jobs';
import { StreamEntry, StreamTrim } from '#libs/realtime';
import { AccessDecision } from './access/access-decision.entity.js';
import { Role, RolePermission } from './access/role.entity.js';
import { OAuthClient } from './oauth/clients/oauth-client.entity.js';
import { OAuthGrant } from './oauth/grants/oauth-grant.entity.js';
import { Address } from './addresses/address.entity.js';
import { ApiKey } from './api-keys/api-key.entity.js';
import { Checkpoint } from './agents/dialogue/checkpoint.entity.js';
import { AgentConfiguration, AgentVersion } from './agents/registry/agent-configuration.entity.js';
import { IntentModel, ModelPublication } from './agents/training/intent-model.entity.js';
import { TrainingExample } from './agents/training/training-example.entity.js';
import { Avatar } from './customers/avatar.entity.js';
import { Customer } from './customers/customer.entity.js';
import { EarlierContact } from './customers/earlier-contact.entity.js';
import { AuditChain, AuditCheckpoint } from './audit/audit-chain.entity.js';
import { AuditEntry, AuditPersonKey } from './audit/audit-entry.entity.js';
import { OneTimeToken } from './auth/one-time-token.entity.js';
import { Attempt } from './sessions/attempt.entity.js';
import { RefreshToken, Session } from './sessions/session.entity.js';
import { SigningKey } from './sessions/signing-key.entity.js';
import { Booking, BookingItem, BookingTransition } from './bookings/booking.entity.js';
import { Photograph } from './photographs/photograph.entity.js';
import { ServiceCycle } from './recommendations/service-cycle.entity.js';
import { Review } from './reviews/review.entity.js';
import { ProviderAbsence } from './dispatch/absences/provider-absence.entity.js';
import { SubstituteOffer, SubstituteSearch } from './dispatch/searches/substitute-search.entity.js';
import { CalendarFeed } from './bookings/calendar/calendar-feed.entity.js';
import { BookingSeries, SeriesVisit } from './bookings/series/booking-series.entity.js';
import { CancellationQuote } from './bookings/settlement/cancellation-quote.entity.js';
import { Invoice, InvoiceCounter } from './invoices/invoice.entity.js';
import { CallbackRequest } from './callbacks/callback-request.entity.js';
import { City, Pincode } from './catalogue/place.entity.js';
import { RateCard, RateCardAttribute, RateCardPincode } from './catalogue/rate-card.entity.js';
import { CouponCounter, CouponRedemption } from './pricing/coupons/coupon.entity.js';
import { Quote } from './pricing/quotes/quote.entity.js';
import { PriceRule, PriceRuleVersion } from './pricing/rules/price-rule.entity.js';
import { Category, Service, Subcategory } from './catalogue/service.entity.js';
import { ServiceRating } from './catalogue/service-rating.entity.js';
import { DailyFigures } from './analytics/daily-figures.entity.js';
import { ComplaintAttachment } from './complaints/attachments/attachment.entity.js';
import { Complaint, ComplaintEvent } from './complaints/complaint.entity.js';
import { BulkOutcome } from './complaints/desk/bulk/bulk-outcome.entity.js';
import { CannedAnswer } from './complaints/desk/macros/canned-answer.entity.js';
import { ComplaintMacro, ComplaintMacroVersion } from './complaints/desk/macros/complaint-macro.entity.js';
import { ComplaintTopic } from './complaints/desk/topics/complaint-topic.entity.js';
import { ComplaintListView } from './complaints/desk/views/complaint-list-view.entity.js';
import { Incident, IncidentEffect, IncidentMember, IncidentStep } from './incidents/incident.entity.js';
import { ComplaintLink } from './incidents/similar/complaint-link.entity.js';
import { Remedy } from './remedies/remedy.entity.js';
import { AssignmentPolicy } from './complaints/assignment/assignment-policy.entity.js';
import { DeskProfile, DutyException } from './complaints/assignment/desk-profile.entity.js';
import { PriorityEntry } from './complaints/priority/priority-entry.entity.js';
import { WeeklyComplaintReport } from './complaints/reports/weekly-report.entity.js';
import { ComplaintSurvey } from './complaints/surveys/survey.entity.js';
import { ComplaintUpdate } from './complaints/updates/complaint-update.entity.js';
import { ComplaintTarget } from './complaints/targets/complaint-target.entity.js';
import { ToolProposal } from './mcp/proposals/tool-proposal.entity.js';
import { Conversation, Message } from './conversations/conversation.entity.js';
import { McpConfirmedCall } from './mcp-servers/mcp-confirmed-call.entity.js';
import { McpServer } from './mcp-servers/mcp-server.entity.js';
import { McpTool } from './mcp-servers/mcp-tool.entity.js';
import { MisunderstoodMessage } from './conversations/misunderstood-message.entity.js';
import { Proposal } from './conversations/proposal.entity.js';
import { CustomTool, CustomToolVersion } from './custom-tools/custom-tool.entity.js';
import { CustomToolConfirmation } from './custom-tools/confirmations/custom-tool-confirmation.entity.js';
import { ToolHost } from './custom-tools/outside/tool-host.entity.js';
import { ToolSecret } from './custom-tools/outside/tool-secret.entity.js';
import { FeatureFlag } from './flags/feature-flag.entity.js';
import { EmbeddingModel, KnowledgeChunk } from './knowledge/knowledge-chunk.entity.js';
import { KnowledgeUpload, KnowledgeUploadPart } from './knowledge/documents/knowledge-upload.entity.js';
import { GapAsker, KnowledgeGap } from './knowledge/gaps/knowledge-gap.entity.js';
import { KnowledgeDocument } from './knowledge/knowledge-document.entity.js';
import { ModelCall } from './models/model-call.entity.js';
import { ModelReservation, ModelSpending } from './models/model-spending.entity.js';
import {
  Notification,
  NotificationDelivery,
  NotificationDigest,
} from './notifications/notification.entity.js';
import { NotificationPreferences } from './notifications/preferences/notification-preferences.entity.js';
import { PushKey, PushSubscription } from './notifications/push/push-subscription.entity.js';
import { Payment, PaymentOperation } from './payments/gateway/payment.entity.js';
import { CreditBalance, LedgerEntry, LedgerLine, LedgerSubject } from './payments/ledger-entry.entity.js';
import { PolicyVersion } from './policies/policy-version.entity.js';
import { BusinessCalendar } from './sla/business-calendar.entity.js';
import { SlaPolicy } from './sla/sla-policy.entity.js';
import { DraftShift, ShiftDraft } from './planning/drafts/shift-draft.entity.js';
import { Provider, ProviderPincode, ProviderSkill } from './providers/provider.entity.js';
import { ProviderStatistics } from './providers/provider-statistics.entity.js';
import { ProviderDocument } from './providers/documents/provider-document.entity.js';
import { ProviderLeave, Shift, ShiftException } from './providers/shift.entity.js';
import { SlotHold } from './slots/slot-hold.entity.js';
import { SlotReservation } from './slots/slot-reservation.entity.js';
import { TravelRules } from './slots/travel-rules.entity.js';
import { Schedule } from './schedules/schedule.entity.js';
import { PasswordLink } from './staff/password-link.entity.js';
import { RecoveryCode, SecondFactor } from './staff/second-factor.entity.js';
import { Staff } from './staff/staff.entity.js';
import { WebhookAttempt, WebhookDelivery } from './webhooks/delivery.entity.js';
import { Webhook } from './webhooks/webhook.entity.js';
import { ToolConfirmation } from './tools/tool-confirmation.entity.js';
import { ToolUsageMinute } from './tools/tool-usage.entity.js';

export const entities = [
  City,
  Pincode,
  Category,
  Subcategory,
  Service,
  ServiceRating,
  RateCard,
  RateCardAttribute,
  RateCardPincode,
  PriceRule,
  PriceRuleVersion,
  Quote,
  CouponCounter,
  CouponRedemption,
  Customer,
  EarlierContact,
  Avatar,
  Staff,
  Session,
  RefreshToken,
  SigningKey,
  Attempt,
  OneTimeToken,
  AuditEntry,
  AuditPersonKey,
  AuditChain,
  AuditCheckpoint,
  AccessDecision,
  Role,
  RolePermission,
  SecondFactor,
  RecoveryCode,
  PasswordLink,
  ApiKey,
  FeatureFlag,
  Address,
  IdempotencyKey,
  Job,
  JobAttempt,
  JobWorker,
  OutboxEvent,
  StreamEntry,
  StreamTrim,
  ProviderAbsence,
  SubstituteSearch,
  SubstituteOffer,
  Provider,
  ProviderSkill,
  ProviderPincode,
  ProviderStatistics,
  Shift,
  ShiftException,
  ProviderLeave,
  ProviderDocument,
  ShiftDraft,
  DraftShift,
  SlotReservation,
  SlotHold,
  TravelRules,
  PolicyVersion,
  BusinessCalendar,
  SlaPolicy,
  LedgerEntry,
  LedgerLine,
  LedgerSubject,
  Payment,
  PaymentOperation,
  CreditBalance,
  Booking,
  BookingItem,
  BookingTransition,
  CalendarFeed,
  BookingSeries,
  SeriesVisit,
  Review,
  CancellationQuote,
  Invoice,
  InvoiceCounter,
  ServiceCycle,
  Photograph,
  Complaint,
  ComplaintEvent,
  ComplaintTarget,
  ComplaintUpdate,
  ComplaintTopic,
  ComplaintListView,
  CannedAnswer,
  ComplaintMacro,
  ComplaintMacroVersion,
  BulkOutcome,
  WeeklyComplaintReport,
  ComplaintAttachment,
  ComplaintSurvey,
  PriorityEntry,
  Remedy,
  ComplaintLink,
  Incident,
  IncidentMember,
  IncidentStep,
  IncidentEffect,
  AssignmentPolicy,
  DeskProfile,
  DutyException,
  Conversation,
  Message,
  MisunderstoodMessage,
  TrainingExample,
  IntentModel,
  ModelPublication,
  Proposal,
  Checkpoint,
  AgentConfiguration,
  AgentVersion,
  CallbackRequest,
  Webhook,
  WebhookDelivery,
  WebhookAttempt,
  KnowledgeDocument,
  KnowledgeUpload,
  KnowledgeUploadPart,
  KnowledgeChunk,
  EmbeddingModel,
  ModelCall,
  ModelSpending,
  ModelReservation,
  KnowledgeGap,
  GapAsker,
  Schedule,
  DailyFigures,
  Notification,
  NotificationDelivery,
  NotificationDigest,
  NotificationPreferences,
  PushKey,
  PushSubscription,
  OAuthClient,
  OAuthGrant,
  McpServer,
  McpTool,
  McpConfirmedCall,
  CustomTool,
  CustomToolVersion,
  ToolHost,
  ToolSecret,
  CustomToolConfirmation,
  ToolProposal,
  ToolConfirmation,
  ToolUsageMinute,
];
