package dev.tercet.acceptance.program;

import static dev.tercet.acceptance.program.Api.document;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twelve ask at once for words that are rare, absent and everywhere, in a project of many documents
 * and some huge ones, while others post. The full size: {@code -Dtercet.search.documents=100000
 * -Dtercet.search.huge=20000000 -Dtercet.search.rounds=50}, so that more than seconds are measured.
 */
@Tag("alone")
class WordSearchTest {
  private static final int DOCUMENTS = Integer.getInteger("tercet.search.documents", 4_000);
  private static final int HUGE = Integer.getInteger("tercet.search.huge", 500_000);
  private static final int AT_ONCE = 12;
  private static final int ROUNDS = Integer.getInteger("tercet.search.rounds", 8);
  private static final int RARE = DOCUMENTS / 4;

  /** A loaded machine is slow; that nothing reads every text can be told even so. */
  private static final Duration SOON = Duration.ofSeconds(10);

  private static final Map<String, String> LOAD =
      Map.of("TERCET_LLM_PROVIDER", "echo", "TERCET_EMBEDDING_PROVIDER", "hash");

  /** Documents that have ended, as if they had been posted: their audit rows make them due. */
  private static final String GENERATE =
      """
      WITH made AS MATERIALIZED (
        SELECT n, uuidv7() AS id FROM generate_series(1, ?) AS n
      ), sources AS (
        INSERT INTO source (project, newest_accepted, newest_accepted_id, newest_finished, newest_finished_id, name)
        SELECT p.id, 1, made.id, 1, made.id, 'made-' || n FROM made, project p WHERE p.slug = 'library'
        RETURNING id, newest_accepted_id
      ), texts AS (
        INSERT INTO document (project, extraction, source, generation, created_at, fingerprint, metadata, text)
        SELECT p.id, made.id, s.id, 1, clock_timestamp(), sha256(made.id::text::bytea), '{}',
               'everywhere ' || CASE WHEN n % ? = 1 THEN 'rarity ' ELSE '' END
               || (SELECT string_agg('w' || (n * 7919 + k::bigint * 104729) % 50000, ' ')
                     FROM generate_series(1, CASE WHEN n <= 4 THEN ? / 7 ELSE 60 END) AS k)
          FROM made
          JOIN sources s ON s.newest_accepted_id = made.id
          JOIN project p ON p.slug = 'library'
      ), sagas AS (
        INSERT INTO extraction (id, project, source, generation, epoch, since, started_at, done_at, status, stage, queue, max_attempts)
        SELECT made.id, p.id, s.id, 1, 1, clock_timestamp(), clock_timestamp(), clock_timestamp(), 'done', 'linked', 'default', 5
          FROM made
          JOIN sources s ON s.newest_accepted_id = made.id
          JOIN project p ON p.slug = 'library'
      )
      INSERT INTO audit (extraction, project, at, epoch, from_status, to_status, reason)
      SELECT made.id, p.id, clock_timestamp(), 1, 'processing', 'done', 'completed'
        FROM made
        JOIN project p ON p.slug = 'library'
      """;

  private static final String DUE = "SELECT count(*) FROM search_due";

  @Test
  void answersWhileOthersPost(@TempDir Path data) throws Exception {
    try (Tercet tercet = Tercet.serve(data, LOAD);
        Connection ledger = RunningStores.of(data).ledger()) {
      Api api = tercet.api();
      api.put("/projects/library", "{}");
      api.put("/projects/letters", "{}");
      generate(ledger);
      api.await("all are in the index", Duration.ofMinutes(30), () -> due(ledger) == 0);

      List<Long> posts = new CopyOnWriteArrayList<>();
      var asking = new AtomicBoolean(true);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<?> posting = threads.submit(post(api, asking, posts));
        try {
          ask(api, "rarity", 4); // until the JVM has compiled its way
          posts.clear();
          tell("rare", ask(api, "rarity", 4));
          tell("absent", ask(api, "nowhere", 0));
          tell("half rare", ask(api, "everywhere rarity", 4));
          tell("everywhere", ask(api, "everywhere", 100));
        } finally {
          asking.set(false);
        }
        posting.get();
      }
      tell("posts beside them", posts);
      assertThat(everySource(api, "everywhere")).hasSize(DOCUMENTS);
    }
  }

  private static void generate(Connection ledger) throws Exception {
    try (PreparedStatement statement = ledger.prepareStatement(GENERATE)) {
      statement.setInt(1, DOCUMENTS);
      statement.setInt(2, RARE);
      statement.setInt(3, HUGE);
      assertThat(statement.executeUpdate()).isEqualTo(DOCUMENTS);
    }
  }

  private static long due(Connection ledger) throws Exception {
    try (PreparedStatement statement = ledger.prepareStatement(DUE);
        ResultSet count = statement.executeQuery()) {
      count.next();
      return count.getLong(1);
    }
  }

  /** Twelve at once, some times; how many milliseconds each took. */
  private static List<Long> ask(Api api, String words, int expected) throws Exception {
    List<Long> millis = new ArrayList<>();
    String path = Api.extractions("library") + "?q=" + words.replace(" ", "%20");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < ROUNDS; round++) {
        List<Future<Long>> answers = new ArrayList<>();
        for (int n = 0; n < AT_ONCE; n++) {
          answers.add(
              threads.submit(
                  timed(() -> {
                    Api.Answer answer = api.get(path);
                    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
                    assertThat(answer.json().path("items")).hasSize(expected);
                  })));
        }
        for (Future<Long> answer : answers) {
          millis.add(answer.get());
        }
      }
    }
    assertThat(millis).allMatch(it -> it < SOON.toMillis());
    return millis;
  }

  private static Callable<Boolean> post(Api api, AtomicBoolean asking, List<Long> posts) {
    return () -> {
      for (int n = 0; asking.get(); n++) {
        String body = document("post-" + n, "A letter of today.");
        posts.add(
            timed(() ->
                    assertThat(api.post(Api.extractions("letters"), body).status()).isEqualTo(202))
                .call());
      }
      return true;
    };
  }

  /** Something that is done. */
  @FunctionalInterface
  private interface Act {
    void run() throws Exception;
  }

  private static Callable<Long> timed(Act act) {
    return () -> {
      long from = System.nanoTime();
      act.run();
      return Duration.ofNanos(System.nanoTime() - from).toMillis();
    };
  }

  private static List<String> everySource(Api api, String word) throws Exception {
    List<String> sources = new ArrayList<>();
    String next = "";
    do {
      JsonNode page = api.get(Api.extractions("library") + "?limit=1000&q=" + word + next).json();
      page.path("items").forEach(it -> sources.add(it.path("source").asText()));
      next = page.hasNonNull("next") ? "&cursor=" + page.path("next").asText() : "";
    } while (!next.isEmpty());
    return sources.stream().distinct().toList();
  }

  private static void tell(String what, List<Long> millis) {
    List<Long> sorted = millis.stream().sorted().toList();
    System.out.printf(
        "%s: %d answers, median %d ms, p99 %d ms, longest %d ms%n",
        what,
        sorted.size(),
        sorted.get(sorted.size() / 2),
        sorted.get(sorted.size() * 99 / 100),
        sorted.getLast());
  }
}
