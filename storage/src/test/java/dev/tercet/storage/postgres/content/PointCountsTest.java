package dev.tercet.storage.postgres.content;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.saga.id.BucketSpan;
import dev.tercet.saga.port.LedgerAudit;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts of rows with a point are kept as differences, and stay exact. */
class PointCountsTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();

  /** Passages whose points lie in forty buckets, five to each. */
  private static final String INSERT =
      """
      INSERT INTO passage
             (extraction, ordinal, start_at, end_at, content_hash, embedding_id, model, text, facts)
      SELECT gen_random_uuid(), 0, 0, 1, decode(repeat('00', 32), 'hex'),
             (lpad(to_hex(n % 40), 3, '0') || substr(gen_random_uuid()::text, 4))::uuid,
             'model', 'x', '[]'
        FROM generate_series(1, 200) AS n
      """;

  private LedgerUnderTest ledger;

  @BeforeEach
  void open() {
    ledger = new LedgerUnderTest(DATABASE);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  private Map<Integer, Long> kept() {
    return ledger.audit().bucketCounts("model");
  }

  /** One by one. */
  private Map<Integer, Long> counted() {
    LedgerAudit audit = ledger.audit();
    return IntStream.range(0, 100)
        .boxed()
        .filter(bucket -> audit.bucketCount(bucket, "model") > 0)
        .collect(Collectors.toMap(bucket -> bucket, it -> audit.bucketCount(it, "model")));
  }

  @Test
  void areThoseOfTheRowsAfterEveryKindOfChange() {
    ledger.execute(INSERT);
    assertThat(kept()).hasSize(40).containsEntry(7, 5L);
    ledger.execute("UPDATE passage SET embedding_id = NULL WHERE point_bucket(embedding_id) < 5");
    ledger.execute("UPDATE passage SET model = 'other' WHERE point_bucket(embedding_id) = 5");
    ledger.execute(
        """
        UPDATE passage
           SET embedding_id = ('063' || substr(embedding_id::text, 4))::uuid
         WHERE point_bucket(embedding_id) = 6
        """);
    ledger.execute(
        "DELETE FROM passage WHERE point_bucket(embedding_id) = 7 OR embedding_id IS NULL");

    assertThat(kept()).isEqualTo(counted());
    assertThat(kept()).doesNotContainKeys(0, 4, 5, 6, 7).containsEntry(99, 5L);
    assertThat(ledger.audit().bucketCounts("model", new BucketSpan(90, 100)))
        .containsExactly(Map.entry(99, 5L));
    assertThat(ledger.conversions().hasPointRowsOfOthers("model")).isTrue();
    ledger.execute("DELETE FROM passage WHERE model = 'other'");
    assertThat(ledger.conversions().hasPointRowsOfOthers("model")).isFalse();
  }

  @Test
  void stayExactWhileManyReadersFoldThem() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> pending = new ArrayList<>();
      for (int n = 0; n < 700; n++) {
        pending.add(
            threads.submit(() ->
                ledger.execute(
                    """
                    INSERT INTO passage
                           (extraction, ordinal, start_at, end_at, content_hash, embedding_id,
                            model, text, facts)
                    VALUES (gen_random_uuid(), 0, 0, 1, decode(repeat('00', 32), 'hex'),
                            ('001' || substr(gen_random_uuid()::text, 4))::uuid, 'model', 'x', '[]')
                    """)));
        if (n % 10 == 0) {
          pending.add(threads.submit(this::kept));
        }
      }
      for (Future<?> each : pending) {
        each.get();
      }
    }

    assertThat(kept()).containsExactly(Map.entry(1, 700L));
    assertThat(ledger.column("SELECT count(*) < 500 FROM point_difference"))
        .as("folded")
        .containsExactly("t");
  }

  @Test
  void takeInWhatWasThereBeforeThem() throws Exception {
    ledger.execute(INSERT);
    ledger.execute("DELETE FROM point_difference");
    ledger.execute(INSERT);
    assertThat(kept()).containsEntry(7, 5L);

    ledger.execute(migration("V22_2__point_counts_of_before.sql"));

    assertThat(kept()).isEqualTo(counted()).containsEntry(7, 10L);
  }

  private static String migration(String name) throws IOException {
    try (var in =
        PointCountsTest.class.getClassLoader().getResourceAsStream("db/migration/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
