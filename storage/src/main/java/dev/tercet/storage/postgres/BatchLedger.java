package dev.tercet.storage.postgres;

import dev.tercet.saga.batch.BatchStore;
import dev.tercet.saga.money.Pricing;
import dev.tercet.saga.port.AnswerStore;
import dev.tercet.storage.postgres.answer.PostgresAnswerStore;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.lane.PostgresBatchStore;
import dev.tercet.storage.postgres.operation.Commits;

/**
 * The ports of batches.
 *
 * @param answers by which calls in batches end, which cost half
 */
public record BatchLedger(BatchStore waiting, AnswerStore answers) {
  static BatchLedger of(Database database, Database limited, Commits commits, Pricing pricing) {
    return new BatchLedger(
        new PostgresBatchStore(database, limited),
        new PostgresAnswerStore(commits, pricing.ofBatches()));
  }
}
