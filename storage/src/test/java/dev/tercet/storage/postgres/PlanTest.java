package dev.tercet.storage.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.embedded.postgres.PostgresAddress;
import dev.tercet.storage.postgres.answer.AnswerUses;
import dev.tercet.storage.postgres.answer.EndCall;
import dev.tercet.storage.postgres.answer.FindAnswers;
import dev.tercet.storage.postgres.answer.InvalidAnswers;
import dev.tercet.storage.postgres.answer.QuestionLeases;
import dev.tercet.storage.postgres.answer.UnseenEnds;
import dev.tercet.storage.postgres.closing.CloseSql;
import dev.tercet.storage.postgres.content.LinkOperation;
import dev.tercet.storage.postgres.content.RecordOperation;
import dev.tercet.storage.postgres.extraction.AcceptSql;
import dev.tercet.storage.postgres.extraction.AdvanceOperation;
import dev.tercet.storage.postgres.extraction.ClaimOperation;
import dev.tercet.storage.postgres.extraction.CompleteOperation;
import dev.tercet.storage.postgres.extraction.EndAttemptOperation;
import dev.tercet.storage.postgres.extraction.PublishedOperation;
import dev.tercet.storage.postgres.extraction.ReleaseOperation;
import dev.tercet.storage.postgres.extraction.RequestSql;
import dev.tercet.storage.postgres.jdbc.Database;
import dev.tercet.storage.postgres.project.DeletedProjects;
import dev.tercet.storage.postgres.recovery.PostgresOrphans;
import dev.tercet.storage.postgres.removal.AuditRetention;
import dev.tercet.storage.postgres.removal.DueRemovals;
import dev.tercet.storage.postgres.removal.OrphanRows;
import dev.tercet.storage.postgres.removal.PostgresRetentionStore;
import dev.tercet.storage.postgres.search.ExtractionList;
import dev.tercet.storage.postgres.search.SearchFilling;
import dev.tercet.storage.postgres.search.SearchWalk;
import dev.tercet.storage.postgres.session.CrashReversal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PreferQueryMode;

/**
 * A plan that is made while the tables are empty stays right when they have grown: rows are found
 * by their primary keys, whatever looks cheaper at that moment.
 */
class PlanTest {
  private static final PostgresAddress DATABASE = PostgresServerUnderTest.freshDatabase();
  private static final Pattern SCAN =
      Pattern.compile(
          "Index (?:Only )?Scan (?:Backward )?using \\w+ on \\w+|Bitmap Index Scan on \\w+|Seq Scan on .*");
  private static final List<String> KEYS =
      List.of(
          "extraction_pkey",
          "source_pkey",
          "source_project_name_key",
          "project_pkey",
          "collection_pkey",
          "document_pkey",
          "idempotency_key_pkey",
          "queue_setting_pkey",
          "provider_state_pkey",
          "extraction_revived",
          "extraction_crashed_in",
          "worker_session_pkey",
          "answer_pkey",
          "_pkey on model_call",
          "_project_fingerprint_idx on model_call",
          "_pkey on audit",
          "answer_use_pkey",
          "refused_question_pkey",
          "answer_use_answer");

  /** So many that the rows of a few minutes are worth an index of ranges. */
  private static final String HISTORY =
      """
      INSERT INTO audit (extraction, project, at, epoch, to_status, reason)
      SELECT gen_random_uuid(), gen_random_uuid(), now() - n * interval '1 second', 0, 'pending', 'accepted'
        FROM generate_series(200000, 1, -1) AS n;
      ANALYZE audit
      """;

  /** Pieces as they stand before they are analysed; one word is in all of them. */
  private static final String PIECES =
      """
      INSERT INTO search_piece (extraction, piece, words)
      SELECT uuidv7(), 0, array_to_tsvector(ARRAY['everywhere', 'w' || n] || common.words)
        FROM generate_series(1, 20000) AS n,
             (SELECT array_agg('common' || k) AS words FROM generate_series(1, 50) AS k) AS common
      """;

  @BeforeAll
  static void letHistoryGrow() throws SQLException {
    try (Connection connection = source().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(HISTORY);
    }
  }

  static Stream<Arguments> statements() {
    return Map.ofEntries(
            Map.entry("accept: lock", AcceptSql.LOCK),
            Map.entry("accept: decide", AcceptSql.DECIDE),
            Map.entry("published", PublishedOperation.PUBLISHED),
            Map.entry("claim", ClaimOperation.CLAIM),
            Map.entry("advance", AdvanceOperation.ADVANCE),
            Map.entry("record", RecordOperation.RECORD),
            Map.entry("link", LinkOperation.LINK),
            Map.entry("complete", CompleteOperation.COMPLETE),
            Map.entry("close", CloseSql.CLOSE),
            Map.entry("hand back", EndAttemptOperation.HAND_BACK),
            Map.entry("release", ReleaseOperation.RELEASE),
            Map.entry("take back", CrashReversal.TAKE_BACK.sql()),
            Map.entry("find answers", FindAnswers.NOTE),
            Map.entry("invalid answers", InvalidAnswers.FIND),
            Map.entry("end call", EndCall.END),
            Map.entry("unseen ends", UnseenEnds.CLOSE),
            Map.entry("uses: hold", AnswerUses.HOLD),
            Map.entry("uses: lock", AnswerUses.LOCK),
            Map.entry("uses: drop", AnswerUses.DROP),
            Map.entry("cancel", RequestSql.CANCEL),
            Map.entry("retry", RequestSql.RETRY),
            Map.entry("delete", RequestSql.DELETE),
            Map.entry("project", statement("ProjectRepository.findById[id]")),
            Map.entry("collection", statement("CollectionRepository.findById[name]")),
            Map.entry(
                "refilled to",
                statement(
                    "CollectionRepository.updateByNameAndIncarnation[name, incarnation, refilledTo]")),
            Map.entry("pause", statement("QueueSettingRepository.pause[queue, paused]")))
        .entrySet()
        .stream()
        .map(it -> Arguments.of(it.getKey(), it.getValue()));
  }

  private static String statement(String name) {
    return Objects.requireNonNull(Statements.all().get(name), name);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("statements")
  void findsRowsByKey(String name, String sql) {
    List<String> others =
        scans(sql).stream().filter(scan -> KEYS.stream().noneMatch(scan::contains)).toList();

    assertThat(others).as(name).isEmpty();
    assertThat(scans(sql)).as("scans were found in the plan of " + name).isNotEmpty();
  }

  /** Without hash joins, a join of two parts of a statement walks through both for each row. */
  @Test
  void closingLooksUpTheQuestionsOfABatchByTheirHash() {
    assertThat(plan(CloseSql.CLOSE))
        .filteredOn(line -> line.contains("Filter:") && line.contains("SubPlan"))
        .hasSize(5)
        .allMatch(line -> line.contains("hashed"));
  }

  static Stream<Arguments> walksByTime() {
    return Stream.of(
        Arguments.of("extraction_ended", PostgresRetentionStore.EXTRACTIONS.sql()),
        Arguments.of("departure_at", AuditRetention.DUE.sql()),
        Arguments.of("answer_created_at", PostgresRetentionStore.ANSWERS.sql()),
        Arguments.of("question_lease_deadline", QuestionLeases.OVER),
        Arguments.of("idempotency_key_created_at", PostgresRetentionStore.KEYS.sql()),
        Arguments.of("removal_due", DueRemovals.DUE.sql()),
        Arguments.of("removal_project_due", DueRemovals.DUE_OF_PROJECT.sql()),
        Arguments.of("orphan_first_seen_at", PostgresOrphans.DUE.sql()),
        Arguments.of("search_due_at", SearchFilling.DUE));
  }

  /** A comparison with a time that passes while the statement runs would be a filter. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("walksByTime")
  void findsByAnIndexWhatIsOldEnough(String index, String sql) {
    assertThat(String.join("\n", plan(sql)))
        .containsPattern(index + "\\b.*\n(?:.*\n)? *Index Cond: .*statement_timestamp");
  }

  @Test
  void listsWalkTheirIndexAndQueriesAskTheirs() {
    assertThat(scans(ExtractionList.IDS.sql()))
        .containsExactly("Index Scan Backward using extraction_list on extraction");
    assertThat(scans(SearchWalk.MATCHES.sql()))
        .contains("Bitmap Index Scan on search_piece_words")
        .noneMatch(scan -> scan.contains("extraction_list"));
  }

  @Test
  void aLookAtSomeDoesNotReadAllThatHaveTheWordsInATableThatHasJustGrown() throws SQLException {
    String look =
        SearchWalk.LOOK
            .sql()
            .replaceFirst("\\?", "2")
            .replaceFirst("\\?::tsquery", "'everywhere'::tsquery")
            .replaceFirst("\\?", "2")
            .replaceFirst(
                "\\?::uuid\\[\\]", "(ARRAY(SELECT uuidv7() FROM generate_series(1, 404)))");
    try (Connection connection = source().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(Database.SETTINGS);
      statement.execute(PIECES);

      assertThat(lines(statement, "EXPLAIN (COSTS OFF) " + look))
          .anyMatch(line -> line.contains("search_piece_pkey"))
          .noneMatch(line -> line.contains("search_piece_words"));
      connection.rollback();
    }
  }

  @Test
  void whatIsOfOneProjectIsFoundAmongItsOwn() {
    assertThat(scans(OrphanRows.ENTITIES_OF_PROJECT.sql()))
        .containsExactlyInAnyOrder(
            "Index Scan using entity_key on entity",
            "Index Only Scan using mention_pkey on mention");
    assertThat(String.join("\n", plan(OrphanRows.ENTITIES_OF_PROJECT.sql())))
        .containsPattern("entity_key.*\n *Index Cond: .*project = .*ROW\\(type, key\\)")
        .doesNotContain("Sort");
  }

  @Test
  void aDeletedProjectEndsEntityByEntity() {
    assertThat(scans(DeletedProjects.ENTITIES.sql()))
        .containsExactly("Index Scan using entity_key on entity");
    assertThat(plan(DeletedProjects.ENTITIES.sql())).noneMatch(line -> line.contains("Sort"));
    assertThat(scans(DeletedProjects.MENTIONS.sql()))
        .isNotEmpty()
        .allMatch(it -> it.contains("mention_pkey"));
    assertThat(scans(DeletedProjects.DROP_ENTITIES.sql()))
        .isNotEmpty()
        .allMatch(it -> it.contains("entity_pkey"));
  }

  private static List<String> scans(String sql) {
    return plan(sql).stream()
        .flatMap(line -> SCAN.matcher(line).results())
        .map(found -> found.group())
        .toList();
  }

  private static List<String> plan(String sql) {
    int[] parameter = {0};
    String numbered =
        "EXPLAIN (GENERIC_PLAN, COSTS OFF) "
            + Pattern.compile("\\?").matcher(sql).replaceAll(_ -> "\\$" + ++parameter[0]);
    try (Connection connection = source().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(Database.SETTINGS);
      return lines(statement, numbered);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> lines(Statement statement, String explain) throws SQLException {
    List<String> lines = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(explain)) {
      while (row.next()) {
        lines.add(row.getString(1));
      }
    }
    return lines;
  }

  /** In simple mode, since nothing is bound to the parameters of a generic plan. */
  private static DataSource source() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(DATABASE.url());
    source.setUser(DATABASE.username());
    source.setPassword(DATABASE.password());
    source.setPreferQueryMode(PreferQueryMode.SIMPLE);
    return source;
  }
}
