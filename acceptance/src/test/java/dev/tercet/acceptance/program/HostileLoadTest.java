package dev.tercet.acceptance.program;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.acceptance.program.Api.Answer;
import dev.tercet.testkit.file.HostileFiles;
import dev.tercet.testkit.file.MadeFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hostile file every second beside a steady load of posts. How the load's own time changes is
 * judged only in a long run, {@code -Dtercet.hostile.seconds=300}: in a short one on a machine that
 * does other things it says nothing.
 */
@Tag("alone")
class HostileLoadTest {
  private static final int SECONDS = Integer.getInteger("tercet.hostile.seconds", 12);
  private static final int LONG_RUN_SECONDS = 60;
  private static final int POSTS_A_SECOND = Integer.getInteger("tercet.hostile.rate", 100);
  private static final int LONGEST_LINE = 1_024;
  private static final long MOST_GROWTH_BYTES = 400L << 20;

  @TempDir private Path data = Path.of("unset");

  /** One answer and how long it took. */
  record Timed(Answer answer, long nanos) {}

  @Test
  void takesNothingFromHonestPosts() throws Exception {
    Map<String, String> settings =
        Map.of(
            "TERCET_EMBEDDING_PROVIDER",
            "hash",
            "TERCET_DOCUMENTS_TIMEOUT",
            SECONDS < LONG_RUN_SECONDS ? "3s" : "30s");
    try (Tercet tercet = Tercet.serve(data, settings)) {
      Api api = tercet.api();
      assertThat(api.put("/projects/p", "{}").status()).isEqualTo(201);
      List<Timed> alone = load(api, "alone", List.of());
      long before = tercet.residentBytes();

      List<Timed> beside = load(api, "beside", HostileFiles.all().toList());

      System.out.printf(
          "p99 of posts: alone %d ms, beside hostile files %d ms; resident before %d MiB, after %d MiB%n",
          p99(alone) / 1_000_000,
          p99(beside) / 1_000_000,
          before >> 20,
          tercet.residentBytes() >> 20);
      assertThat(tercet.residentBytes()).isLessThan(before + MOST_GROWTH_BYTES);
      try (Stream<String> log = Files.lines(tercet.log())) {
        assertThat(log).allSatisfy(line -> assertThat(line).hasSizeLessThan(LONGEST_LINE));
      }
      if (SECONDS >= LONG_RUN_SECONDS) {
        assertThat(p99(beside)).isLessThan(2 * p99(alone));
      }
    }
  }

  /** Posts for the time of a run; beside it each second one of the files. */
  private static List<Timed> load(Api api, String name, List<MadeFile> files) throws Exception {
    List<Future<Timed>> posts = new ArrayList<>();
    List<Future<Timed>> uploads = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      long start = System.nanoTime();
      for (int n = 0; n < SECONDS * POSTS_A_SECOND; n++) {
        LockSupport.parkNanos(
            start + n * (Duration.ofSeconds(1).toNanos() / POSTS_A_SECOND) - System.nanoTime());
        String body = Api.document(name + n, "Write to %s%d@example.org".formatted(name, n));
        posts.add(threads.submit(timed(() -> api.post(Api.extractions("p"), body))));
        if (n % POSTS_A_SECOND == 0 && !files.isEmpty()) {
          MadeFile file = files.get(uploads.size() % files.size());
          uploads.add(threads.submit(timed(() -> api.postFile("p", file.name(), file.bytes()))));
        }
      }
    }
    for (Future<Timed> upload : uploads) {
      Answer answer = upload.get().answer();
      assertThat(answer.status()).as(answer.text()).isIn(200, 202, 413, 422, 503);
    }
    List<Timed> answers = new ArrayList<>();
    for (Future<Timed> post : posts) {
      answers.add(post.get());
    }
    assertThat(answers).allSatisfy(it -> assertThat(it.answer().status()).isEqualTo(202));
    return answers;
  }

  private static Callable<Timed> timed(Callable<Answer> call) {
    return () -> {
      long start = System.nanoTime();
      Answer answer = call.call();
      return new Timed(answer, System.nanoTime() - start);
    };
  }

  private static long p99(List<Timed> answers) {
    return answers.stream()
        .mapToLong(Timed::nanos)
        .sorted()
        .skip(answers.size() * 99L / 100)
        .findFirst()
        .orElseThrow();
  }
}
