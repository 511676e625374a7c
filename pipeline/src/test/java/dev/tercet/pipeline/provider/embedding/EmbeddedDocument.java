package dev.tercet.pipeline.provider.embedding;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.port.Embedder.Embedded;
import java.lang.Thread.State;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/** A document whose texts are embedded on a thread of its own. */
final class EmbeddedDocument {
  private final List<String> texts;
  private final FutureTask<List<Embedded>> result;
  private final Thread thread;

  EmbeddedDocument(List<String> texts, Callable<List<Embedded>> embedding) {
    this.texts = texts;
    result = new FutureTask<>(embedding);
    thread = Thread.ofVirtual().start(result);
  }

  /** It stands behind others' calls: that wait alone has a limit. */
  EmbeddedDocument awaitWaiting() {
    while (thread.getState() != State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    return this;
  }

  void interrupt() {
    thread.interrupt();
  }

  Thread thread() {
    return thread;
  }

  List<Embedded> embedded() throws InterruptedException, ExecutionException {
    return result.get();
  }

  void assertHasItsVectors() throws InterruptedException, ExecutionException {
    assertHasVectors(HeldCalls::vectorOf);
  }

  /** Each text has the vector that this makes of it. */
  void assertHasVectors(Function<String, float[]> vectorOf)
      throws InterruptedException, ExecutionException {
    List<Embedded> embedded = embedded();
    assertThat(embedded).hasSameSizeAs(texts);
    for (int at = 0; at < texts.size(); at++) {
      String text = texts.get(at);
      assertThat(embedded.get(at))
          .isInstanceOfSatisfying(
              Embedded.Vector.class,
              it -> assertThat(it.numbers()).as(text).containsExactly(vectorOf.apply(text)));
    }
  }

  /** What ended it. */
  Throwable failure() throws InterruptedException {
    try {
      throw new AssertionError("it was embedded: " + result.get());
    } catch (ExecutionException e) {
      return requireNonNull(e.getCause());
    }
  }
}
