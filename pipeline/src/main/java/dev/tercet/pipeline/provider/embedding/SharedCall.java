package dev.tercet.pipeline.provider.embedding;

import dev.tercet.pipeline.provider.embedding.WaitingTexts.Told;
import dev.tercet.saga.port.Embedder.Embedded;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A call of several documents on a thread of its own, which the interrupt of none of them ends. */
final class SharedCall {
  private final List<WaitingTexts> documents;
  private final Set<WaitingTexts> listening;
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
  private final Thread thread;
  private int settled;
  private int settledTexts;

  /** Of these documents; it does that work once it begins. */
  SharedCall(List<WaitingTexts> documents, Consumer<SharedCall> work) {
    this.documents = documents;
    listening = new HashSet<>(documents);
    thread = Thread.ofVirtual().name("embedding-call").unstarted(() -> run(work));
  }

  private void run(Consumer<SharedCall> work) {
    try {
      work.accept(this);
    } finally {
      ended.complete(true);
    }
  }

  int size() {
    return documents.size();
  }

  /** Those of one document beside each other. */
  List<String> texts() {
    return documents.stream().flatMap(it -> it.texts().stream()).toList();
  }

  void begin() {
    thread.start();
  }

  /** One of its documents waits no longer; when none does, the call is cut. */
  void left(WaitingTexts document) {
    if (listening.remove(document) && listening.isEmpty()) {
      cut();
    }
  }

  void cut() {
    thread.interrupt();
  }

  /** Waits until it has ended, interrupted or not. */
  void awaitEnd() {
    ended.join();
  }

  /**
   * Tells every document of whose texts all are among the first, so that it does not wait for what
   * is behind them; when all that are left have gone, the call is cut.
   */
  void settled(List<Embedded> first) {
    while (settled < documents.size() && end() <= first.size()) {
      WaitingTexts next = documents.get(settled);
      next.tell(new Told.Answered(List.copyOf(first.subList(settledTexts, end()))));
      listening.remove(next);
      settledTexts = end();
      settled++;
    }
    if (settled < documents.size() && listening.isEmpty()) {
      cut();
    }
  }

  /** Where the texts of the next document end. */
  private int end() {
    return settledTexts + documents.get(settled).texts().size();
  }

  void tell(Told told) {
    documents.forEach(it -> it.tell(told));
  }
}
