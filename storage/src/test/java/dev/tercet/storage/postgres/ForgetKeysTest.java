package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("PROTOCOL 2: idempotency keys have their own retention")
class ForgetKeysTest {
  private static final Duration DAY = Duration.ofDays(1);

  @Test
  void forgetsMoreThanOneBatchOfThem() {
    try (LedgerUnderTest ledger = new LedgerUnderTest(PostgresServerUnderTest.freshDatabase())) {
      int many = 2 * ForgetKeys.AT_ONCE + 1;
      ledger.execute(
          """
          INSERT INTO idempotency_key (project, key, extraction, body_hash, created_at)
          SELECT gen_random_uuid(), 'key', gen_random_uuid(), sha256('body'),
                 now() - CASE WHEN n <= %d THEN interval '25 hours' ELSE interval '23 hours' END
            FROM generate_series(1, %d) AS n
          """
              .formatted(many, many + 3));

      assertThat(new ForgetKeys(new Database(ledger.pool())).olderThan(DAY)).isEqualTo(many);

      assertThat(ledger.column("SELECT count(*) FROM idempotency_key")).containsExactly("3");
    }
  }
}
