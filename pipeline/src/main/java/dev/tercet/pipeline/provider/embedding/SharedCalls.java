package dev.tercet.pipeline.provider.embedding;

import dev.tercet.pipeline.ParallelMap.AbandonedException;
import dev.tercet.pipeline.provider.ProviderGate;
import dev.tercet.pipeline.provider.embedding.WaitingTexts.Told;
import dev.tercet.saga.port.Embedder.Embedded;
import dev.tercet.saga.port.Embedder.EmbedderUnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the passages of several documents share a call. Whoever comes while one more call may begin
 * asks at once, alone and on its own thread. While none may, the next ones gather, and each call
 * that ends makes room for one of as many of them as fit, in the order of their arrival.
 *
 * <p>What becomes of one document is no matter of another's. A text that is refused fails alone. A
 * shared call that breaks off is told to nobody: each of its documents asks again by itself, and
 * fewer share the next ones. Whoever is interrupted leaves without ending the call of the others.
 */
final class SharedCalls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SharedCalls.class);

  /** Made beforehand: it is told when there may be no memory left. */
  private static final Told ASK_ALONE = new Told.AskAlone();

  private final EmbeddingBatches batches;
  private final EmbeddingBatches.Call call;
  private final Turns turns;

  /** How many documents share a call at most. */
  private final BatchSize sharing;

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<WaitingTexts> waiting = new ArrayDeque<>();
  private final Set<SharedCall> shared = new HashSet<>();
  private int underWay;
  private boolean closed;

  /**
   * When calls begin.
   *
   * @param atOnce how many may be under way now
   * @param patience longest wait for one to begin
   */
  record Turns(IntSupplier atOnce, Duration patience) {
    static Turns of(ProviderGate gate) {
      return new Turns(gate::concurrencyLimit, gate.patience());
    }
  }

  /** Shares these calls, each among as many documents as it may have texts. */
  SharedCalls(EmbeddingBatches batches, EmbeddingBatches.Call call, Turns turns) {
    this.batches = batches;
    this.call = call;
    this.turns = turns;
    sharing = new BatchSize(batches.most());
  }

  /** What became of each text of one document, in order; call by call, so that others get on. */
  List<Embedded> embed(List<String> texts) {
    List<Embedded> embedded = new ArrayList<>(texts.size());
    while (embedded.size() < texts.size()) {
      embedded.addAll(embedOneCall(batches.next(texts.subList(embedded.size(), texts.size()))));
    }
    return embedded;
  }

  private List<Embedded> embedOneCall(List<String> texts) {
    Optional<WaitingTexts> behind = enter(texts);
    if (behind.isPresent()) {
      return switch (await(behind.get())) {
        case Told.Answered(var embedded) -> embedded;
        case Told.AskAlone() -> batches.embed(texts, call);
        case Told.Failed(var failure) -> throw failure;
      };
    }
    try {
      return batches.embed(texts, call);
    } finally {
      callEnded();
    }
  }

  /** Empty when the caller's own call may begin. */
  private Optional<WaitingTexts> enter(List<String> texts) {
    lock.lock();
    try {
      if (closed) {
        throw isClosed(null);
      }
      if (waiting.isEmpty() && underWay < turns.atOnce().getAsInt()) {
        underWay++;
        return Optional.empty();
      }
      var mine = new WaitingTexts(texts);
      waiting.addLast(mine);
      beginCalls();
      return Optional.of(mine);
    } finally {
      lock.unlock();
    }
  }

  private void callEnded() {
    lock.lock();
    try {
      underWay--;
      beginCalls();
    } finally {
      lock.unlock();
    }
  }

  private void beginCalls() {
    while (!waiting.isEmpty() && underWay < turns.atOnce().getAsInt()) {
      begin(take());
    }
  }

  private void begin(List<WaitingTexts> documents) {
    var next = new SharedCall(documents, this::run);
    underWay++;
    shared.add(next);
    try {
      next.begin();
    } catch (RuntimeException | Error e) {
      LOG.error("A shared call could not begin; its documents ask alone", e);
      shared.remove(next);
      underWay--;
      next.tell(ASK_ALONE);
    }
  }

  private List<WaitingTexts> take() {
    int mostDocuments = sharing.now();
    int room = batches.most();
    long characters = EmbeddingBatches.MOST_CHARACTERS;
    List<WaitingTexts> taken = new ArrayList<>();
    while (!waiting.isEmpty() && taken.size() < mostDocuments) {
      WaitingTexts next = waiting.getFirst();
      room -= next.texts().size();
      characters -= next.characters();
      if (!taken.isEmpty() && (room < 0 || characters < 0)) {
        break;
      }
      taken.add(waiting.removeFirst());
    }
    return taken;
  }

  private void run(SharedCall mine) {
    try {
      batches.embed(mine.texts(), call, first -> settled(mine, first));
      sharing.answered(mine.size());
    } catch (EmbedderUnavailableException e) {
      mine.tell(e.asked() ? brokenOff(mine, e) : new Told.Failed(e));
    } catch (AbandonedException e) {
      mine.tell(new Told.Failed(isClosed(e))); // or all have left, and nobody hears it
    } catch (RuntimeException e) {
      mine.tell(brokenOff(mine, e));
    } finally {
      try {
        mine.tell(ASK_ALONE); // what an Error ends; whoever was told hears nothing more
      } finally {
        sharedEnded(mine);
      }
    }
  }

  private void settled(SharedCall mine, List<Embedded> first) {
    lock.lock();
    try {
      mine.settled(first);
    } finally {
      lock.unlock();
    }
  }

  /** One text may be what breaks every call that it is in, or so many at once be too many. */
  private Told brokenOff(SharedCall mine, RuntimeException failure) {
    if (mine.size() == 1) {
      return new Told.Failed(failure);
    }
    LOG.debug("{} documents ask again, each alone: their call broke off", mine.size(), failure);
    sharing.shrinkTo(mine.size() / 2);
    return ASK_ALONE;
  }

  private void sharedEnded(SharedCall ended) {
    lock.lock();
    try {
      shared.remove(ended);
    } finally {
      lock.unlock();
    }
    callEnded();
  }

  private Told await(WaitingTexts mine) {
    try {
      Optional<Told> told = mine.await(turns.patience());
      if (told.isPresent()) {
        return told.get();
      }
      return stopWaiting(mine)
          ? new Told.Failed(untried("no turn came within " + turns.patience(), null))
          : mine.await(); // its call has begun, and a call has deadlines of its own
    } catch (InterruptedException e) {
      leave(mine);
      Thread.currentThread().interrupt();
      throw new AbandonedException("interrupted while passages were embedded", e);
    }
  }

  private void leave(WaitingTexts mine) {
    lock.lock();
    try {
      if (!waiting.remove(mine)) {
        shared.forEach(it -> it.left(mine));
      }
    } finally {
      lock.unlock();
    }
  }

  /** False when its call has begun. */
  private boolean stopWaiting(WaitingTexts mine) {
    lock.lock();
    try {
      return waiting.remove(mine);
    } finally {
      lock.unlock();
    }
  }

  private static EmbedderUnavailableException isClosed(@Nullable Throwable cause) {
    return untried("the embedder is closed", cause);
  }

  /** Nothing came of it, and no attempt is counted. */
  private static EmbedderUnavailableException untried(String why, @Nullable Throwable cause) {
    return new EmbedderUnavailableException(why, false, Duration.ZERO, cause);
  }

  /** Cuts the calls that are shared, and returns when they have ended; those that wait fail. */
  @Override
  public void close() {
    List<SharedCall> cut;
    lock.lock();
    try {
      closed = true;
      waiting.forEach(it -> it.tell(new Told.Failed(isClosed(null))));
      waiting.clear();
      cut = List.copyOf(shared);
      cut.forEach(SharedCall::cut);
    } finally {
      lock.unlock();
    }
    cut.forEach(SharedCall::awaitEnd);
  }
}
