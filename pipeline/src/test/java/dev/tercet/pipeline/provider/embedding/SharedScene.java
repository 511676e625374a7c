package dev.tercet.pipeline.provider.embedding;

import dev.tercet.pipeline.provider.embedding.SharedCalls.Turns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Shared calls of an endpoint that holds them, one at once unless told otherwise. */
final class SharedScene implements AutoCloseable {
  static final int MOST = 8;
  static final Duration LONG = Duration.ofMinutes(5);

  final HeldCalls endpoint = new HeldCalls();
  final AtomicInteger atOnce = new AtomicInteger(1);
  final SharedCalls calls = shared(new Turns(atOnce::get, LONG));

  SharedCalls shared(Turns turns) {
    return new SharedCalls(new EmbeddingBatches(MOST), endpoint, turns);
  }

  @Override
  public void close() {
    endpoint.letAll();
    calls.close();
  }

  EmbeddedDocument document(String... texts) {
    return new EmbeddedDocument(List.of(texts), () -> calls.embed(List.of(texts)));
  }

  EmbeddedDocument underWay(String text) throws InterruptedException {
    EmbeddedDocument first = document(text);
    endpoint.awaitBegun(1);
    return first;
  }

  /** In this order, behind calls that are under way. */
  List<EmbeddedDocument> waiting(String... texts) {
    List<EmbeddedDocument> waiting = new ArrayList<>();
    for (String each : texts) {
      waiting.add(document(each).awaitWaiting());
    }
    return waiting;
  }

  static void assertAllHaveTheirVectors(List<EmbeddedDocument> documents) throws Exception {
    for (EmbeddedDocument each : documents) {
      each.assertHasItsVectors();
    }
  }
}
