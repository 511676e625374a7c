package dev.tercet.storage.postgres.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.storage.postgres.LedgerUnderTest;
import dev.tercet.storage.postgres.PostgresServerUnderTest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class QueryTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();
  private static final UUID ONE = new UUID(1, 1);
  private static LedgerUnderTest ledger;

  @BeforeAll
  static void open() {
    ledger = new LedgerUnderTest(DATABASE);
  }

  @AfterAll
  static void close() {
    ledger.close();
  }

  @Test
  void bindsAValueWhereverItsNameStands() {
    assertThat(
            texts(Query.of("SELECT :word || :other || :word").with("other", "-").with("word", "a")))
        .containsExactly("a-a");
  }

  @Test
  void leavesCastsSlicesAndTextsAsTheyAre() {
    Query query = Query.of("SELECT (ARRAY['it''s :not', ':a'])[1:2]::text || :n::int[1]");

    assertThat(query.sql()).isEqualTo("SELECT (ARRAY['it''s :not', ':a'])[1:2]::text || ?::int[1]");
  }

  @Test
  void bindsWhatStatementsTake() {
    Query query =
        Query.of(
            """
            SELECT concat_ws(' ', :ids::uuid[], :words::text[], :numbers::integer[], :yes::boolean,
                             :many::bigint, extract(epoch FROM :at::timestamptz)::integer,
                             coalesce(:nothing::text, 'nothing'))
            """);

    assertThat(
            texts(
                query
                    .with("ids", List.of(ONE))
                    .with("words", new String[] {"a", "b"})
                    .with("numbers", new Integer[] {1, 2})
                    .with("yes", true)
                    .with("many", 1L << 40)
                    .with("at", Instant.ofEpochSecond(7))
                    .with("nothing", null)))
        .containsExactly("{" + ONE + "} {a,b} {1,2} t 1099511627776 7 nothing");
  }

  @Test
  void refusesAValueThatHasNoPlace() {
    assertThatThrownBy(() -> Query.of("SELECT :a").with("b", 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("b");
  }

  @Test
  void refusesToRunWithoutAValue() {
    assertThatThrownBy(() -> texts(Query.of("SELECT :a || :b").with("a", "x")))
        .hasStackTraceContaining("the parameter b has no value");
  }

  private static List<String> texts(Query.Values values) {
    return ledger.rows(connection -> values.list(connection, row -> Rows.text(row, 1)));
  }
}
