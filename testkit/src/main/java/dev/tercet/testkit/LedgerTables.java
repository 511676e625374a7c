package dev.tercet.testkit;

/** The tables of the ledger in Postgres, for tests over one database after the other. */
public final class LedgerTables {
  /** Takes everything out of every table. */
  public static final String EMPTY =
      """
      DELETE FROM batch; DELETE FROM batch_question; DELETE FROM schedule; DELETE FROM bulk_run; DELETE FROM question_lease; DELETE FROM project; DELETE FROM source; DELETE FROM extraction; DELETE FROM document;
      DELETE FROM audit; DELETE FROM idempotency_key; DELETE FROM passage; DELETE FROM answer;
      DELETE FROM answer_use; DELETE FROM spend; DELETE FROM spend_difference;
      DELETE FROM cost; DELETE FROM cost_difference; DELETE FROM spend_total; DELETE FROM budget;
      DELETE FROM model_call; DELETE FROM entity; DELETE FROM mention; DELETE FROM worker_session;
      DELETE FROM removal; DELETE FROM orphan; DELETE FROM collection; DELETE FROM reconciler_run;
      DELETE FROM reconciler_task; DELETE FROM status_count; DELETE FROM status_difference;
      DELETE FROM search_piece; DELETE FROM search_due; DELETE FROM departure;
      DELETE FROM provider_wait; DELETE FROM provider_state;
      DELETE FROM queue_message; DELETE FROM queue_marker; DELETE FROM call_rate;
      DELETE FROM verified_bucket; DELETE FROM point_count; DELETE FROM point_difference;
      UPDATE run_number SET number = 0, went_back_at = NULL, verified_at = NULL;
      UPDATE queue_setting SET claimed_ms = NULL, claimed_marker = NULL
      """;

  private LedgerTables() {}
}
