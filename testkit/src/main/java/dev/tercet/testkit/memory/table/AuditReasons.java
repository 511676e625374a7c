package dev.tercet.testkit.memory.table;

import dev.tercet.saga.SagaEvent;

/** What the audit trail tells people of an event. */
final class AuditReasons {
  private AuditReasons() {}

  static String of(SagaEvent event) {
    return switch (event) {
      case SagaEvent.Published _ -> "published";
      case SagaEvent.Claimed _ -> "claimed";
      case SagaEvent.Advanced _ -> "advanced";
      case SagaEvent.Completed _ -> "completed";
      case SagaEvent.Overtaken _ -> "a newer version had finished";
      case SagaEvent.Postponed(var _, var _, var _, var counted) ->
          counted ? "to be tried again" : "waits for its provider";
      case SagaEvent.Hastened() -> "hastened";
      case SagaEvent.GivenUp given -> given.failure().code();
      case SagaEvent.Released released ->
          switch (released.cause()) {
            case CRASHED -> "worker crashed";
            case LEASE_EXPIRED -> "worker's lease expired";
            case DRAINED -> "given back";
            case DEADLINE_PASSED -> "attempt's deadline passed";
          };
      case SagaEvent.CrashTakenBack() -> "its worker lived on";
      case SagaEvent.Outdated(var finished) ->
          finished ? "a newer version is done" : "a newer version was accepted";
      case SagaEvent.CancelRequested() -> "cancelled on request";
      case SagaEvent.RetryRequested() -> "retried on request";
      case SagaEvent.DeleteRequested() -> "deleted on request";
    };
  }
}
