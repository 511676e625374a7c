package dev.tercet.cli.bench.load;

import dev.tercet.cli.bench.count.LoadThreads;
import dev.tercet.cli.client.ApiClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/** Posts many documents as lines of a few requests, as fast as they are taken. */
public final class BurstLoad implements AutoCloseable {
  private static final int MOST_LINES = 100_000;
  private static final int REQUESTS = 4;
  private static final int OK = 202;

  private final List<URI> addresses;
  private final IntFunction<String> texts;
  private final String key;
  private final InstantSource clock;
  private final Map<String, Instant> turns = new ConcurrentHashMap<>();
  private final Semaphore underWay = new Semaphore(REQUESTS);

  /** The client's, too, without which no request ends: hence as many as it takes. */
  private final ExecutorService threads =
      Executors.newCachedThreadPool(Thread.ofPlatform().name(LoadThreads.NAME, 0).factory());

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();

  /** Letters of one passage, to a project of the service at that address. */
  public BurstLoad(URI base, String key, String project, InstantSource clock) {
    this(List.of(base), key, List.of(project), clock, Letters::text);
  }

  /**
   * Documents of any text, to projects of services on the same stores.
   *
   * @param bases of the services, which share the documents
   * @param projects which share them, too
   * @param texts of the numbered documents
   */
  public BurstLoad(
      List<URI> bases,
      String key,
      List<String> projects,
      InstantSource clock,
      IntFunction<String> texts) {
    addresses =
        projects.stream()
            .map(it -> "/projects/" + it + "/extractions")
            .flatMap(path -> bases.stream().map(it -> it.resolve(path)))
            .toList();
    this.key = key;
    this.clock = clock;
    this.texts = texts;
  }

  /** When each source was handed out. */
  public Map<String, Instant> turns() {
    return Map.copyOf(turns);
  }

  /** Posts so many; returns when each was answered. A line that is refused throws. */
  public void post(int documents) {
    post(0, documents);
  }

  /**
   * The same of so many with numbers from {@code first} on. Each address is given as much as any
   * other, by as many requests.
   */
  public void post(int first, int documents) {
    int least = Math.max(REQUESTS, (documents + MOST_LINES - 1) / MOST_LINES);
    int requests = (least + addresses.size() - 1) / addresses.size() * addresses.size();
    List<Future<Long>> answers = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      int from = first + (int) ((long) documents * i / requests);
      int end = first + (int) ((long) documents * (i + 1) / requests);
      URI address = addresses.get(i % addresses.size());
      answers.add(threads.submit(() -> postLines(address, from, end)));
    }
    long taken = answers.stream().mapToLong(ApiClient::result).sum();
    if (taken != documents) {
      throw new IllegalStateException(taken + " of " + documents + " documents were taken");
    }
  }

  private long postLines(URI address, int from, int end) throws IOException, InterruptedException {
    underWay.acquire();
    try {
      return postNow(address, from, end);
    } finally {
      underWay.release();
    }
  }

  private long postNow(URI address, int from, int end) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer " + key)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofInputStream(() -> new Letters(from, end, texts, clock, turns)))
            .build();
    HttpResponse<Stream<String>> response = http.send(request, BodyHandlers.ofLines());
    try (Stream<String> lines = response.body()) {
      if (response.statusCode() != OK) {
        throw new IOException("posting was answered with status " + response.statusCode());
      }
      return lines.filter(it -> !it.contains("\"error\":")).count();
    }
  }

  @Override
  public void close() {
    http.close();
    threads.close();
  }
}
