package dev.tercet.storage.postgres;

import dev.tercet.saga.Acceptance;
import dev.tercet.saga.Claim;
import dev.tercet.saga.Extraction;
import dev.tercet.saga.MadeWith;
import dev.tercet.saga.ModelCall;
import dev.tercet.saga.Passage;
import dev.tercet.saga.Stage;
import dev.tercet.saga.Submission;
import dev.tercet.saga.Usage;
import dev.tercet.saga.id.EmbeddingId;
import dev.tercet.saga.id.Fingerprint;
import dev.tercet.saga.port.AnswerStore.Use;
import dev.tercet.saga.port.AnswerStore.Verdict;
import dev.tercet.saga.port.EntityStore.Mention;
import dev.tercet.saga.port.ExtractionStore.Completion;
import dev.tercet.saga.queue.Hint;
import dev.tercet.saga.queue.Position;
import dev.tercet.saga.queue.Publication;
import dev.tercet.saga.queue.QueueName;
import dev.tercet.storage.batch.BatchLimits;
import dev.tercet.testkit.contract.Submissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Measures each function of the ledger by hand, one after the other: {@code LedgerThroughput
 * [documents] [callers at once] [rounds] [flushers]}. Prints calls per second.
 */
final class LedgerThroughput {
  private static final Duration ATTEMPT = Duration.ofMinutes(5);
  private static final Usage USAGE = new Usage(1, 100, 20);

  private final LedgerUnderTest ledger;
  private final int callers;
  private final UUID project;
  private final UUID session = new UUID(7, 7);

  private LedgerThroughput(LedgerUnderTest ledger, int callers) {
    this.ledger = ledger;
    this.callers = callers;
    project = ledger.projects().put("tenant", "letters", "{}", "{}").project().id();
    ledger.opened(session);
  }

  public static void main(String[] arguments) throws Exception {
    int documents = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50_000;
    int callers = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1_024;
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2;
    int flushers = arguments.length > 3 ? Integer.parseInt(arguments[3]) : 1;
    StoreSettings settings =
        new StoreSettings(
            3,
            StoreSettings.DEFAULT.readLimit(),
            BatchLimits.DEFAULT.with(256, flushers),
            StoreSettings.DEFAULT.pricing());
    try (LedgerUnderTest ledger =
        new LedgerUnderTest(PostgresServerUnderTest.freshDatabase(), settings)) {
      LedgerThroughput throughput = new LedgerThroughput(ledger, callers);
      for (int round = 0; round < rounds; round++) {
        throughput.run(round * documents, documents);
      }
    }
  }

  private void run(int first, int documents) throws Exception {
    long start = System.nanoTime();
    List<Submission> submissions =
        IntStream.range(first, first + documents).mapToObj(this::submission).toList();
    List<Acceptance> accepted = each("accept", submissions, it -> ledger.extractions().accept(it));
    List<Hint> hints =
        accepted.stream()
            .map(it -> new Hint(((Acceptance.Accepted) it).extraction().id(), 0))
            .toList();
    each("published", hints, it -> ledger.extractions().published(publication(it)));
    List<Claim> claims = new ArrayList<>();
    each(
            "claim (by 256)",
            pages(hints),
            it -> ledger.extractions().claim(it, session, ATTEMPT),
            256)
        .forEach(claims::addAll);
    each("load (by 256)", pages(claims), it -> ledger.extractions().load(it), 256);
    each(
        "find answer",
        claims,
        it -> ledger.answers().find(project, it.extraction(), List.of(fingerprint(it)), Use.FOUND));
    each("end call", claims, this::ended);
    each("record", claims, this::record);
    each("link", claims, it -> ledger.entities().link(it, mentions(it)));
    List<Completion> done = each("complete", claims, it -> ledger.extractions().complete(it));
    if (done.stream().anyMatch(it -> it != Completion.DONE)) {
      throw new IllegalStateException("not all are done");
    }
    print("all together", documents, System.nanoTime() - start);
    start = System.nanoTime();
    ledger.projects().counts(project);
    System.out.printf("counts: %.1f ms%n", (System.nanoTime() - start) / 1e6);
  }

  private Submission submission(int number) {
    String text =
        "Letter %d. Dear Sir, the invoice of 12 May over 1,250.00 EUR is due. "
            .formatted(number)
            .repeat(12);
    return Submissions.plain(timeOrdered(number), project, "letter " + number, text);
  }

  private static UUID timeOrdered(int number) {
    long time = 1_790_000_000_000L + number / 10;
    UUID random = UUID.randomUUID();
    return new UUID(
        (time << 16) | 0x7000 | (random.getMostSignificantBits() & 0xfff),
        random.getLeastSignificantBits());
  }

  private static Publication publication(Hint hint) {
    return new Publication(hint, QueueName.DEFAULT, new Position("1790000000000-0"), "f8a1c2");
  }

  private static Fingerprint fingerprint(Claim claim) {
    return Fingerprint.of("answer", claim.extraction().toString());
  }

  private Object ended(Claim claim) {
    ModelCall call =
        new ModelCall(
            new UUID(claim.extraction().getMostSignificantBits(), 1),
            project,
            claim.extraction(),
            0,
            claim.epoch(),
            "echo",
            "echo",
            fingerprint(claim));
    String facts =
        "[{\"quote\":\"1,250.00 EUR\",\"data\":{\"amount\":1250},\"start\":42,\"end\":54}]";
    return ledger.answers().ended(call, new Verdict.Valid(facts), USAGE);
  }

  private Object record(Claim claim) {
    String text = "Dear Sir, the invoice of 12 May over 1,250.00 EUR is due. ".repeat(12);
    Fingerprint hash = Fingerprint.of(text, claim.extraction().toString());
    Passage passage =
        new Passage(
            claim.extraction(),
            0,
            0,
            text.length(),
            text,
            hash,
            EmbeddingId.of(claim.extraction(), 0, hash, "hash"),
            "hash",
            List.of(new Passage.Fact("{\"amount\":1250}", "1,250.00 EUR", 42, 54)));
    return ledger
        .passages()
        .record(
            claim,
            Set.of(new MadeWith("0011223344556677", "1", "model")),
            List.of(passage),
            Stage.EMBEDDED,
            new Extraction.PassageCount(1, 1, 1));
  }

  private static List<Mention> mentions(Claim claim) {
    int number = Math.floorMod(claim.extraction().hashCode(), 5_000);
    return List.of(
        new Mention("amount", "1,250.00 EUR", "1250.00 eur", 0),
        new Mention("organisation", "Company " + number, "company " + number, 0));
  }

  private static <T> List<List<T>> pages(List<T> items) {
    List<List<T>> pages = new ArrayList<>();
    for (int from = 0; from < items.size(); from += 256) {
      pages.add(items.subList(from, Math.min(items.size(), from + 256)));
    }
    return pages;
  }

  private <I, O> List<O> each(String what, List<I> items, Function<I, O> act) throws Exception {
    return each(what, items, act, 1);
  }

  private <I, O> List<O> each(String what, List<I> items, Function<I, O> act, int size)
      throws InterruptedException, ExecutionException {
    Semaphore permits = new Semaphore(size == 1 ? callers : 4);
    long start = System.nanoTime();
    List<Future<O>> pending = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (I item : items) {
        permits.acquire();
        pending.add(
            threads.submit(() -> {
              try {
                return act.apply(item);
              } finally {
                permits.release();
              }
            }));
      }
    }
    List<O> results = new ArrayList<>();
    for (Future<O> each : pending) {
      results.add(each.get());
    }
    print(what, items.size() * size, System.nanoTime() - start);
    return results;
  }

  private static void print(String what, int calls, long nanos) {
    System.out.printf("%-16s %,8.0f/s%n", what, calls * 1e9 / nanos);
  }
}
