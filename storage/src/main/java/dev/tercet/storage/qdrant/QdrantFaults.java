package dev.tercet.storage.qdrant;

import dev.tercet.saga.port.PointStore.CollectionMissingException;
import dev.tercet.saga.port.PointStore.IndexMissingException;
import dev.tercet.saga.port.StoreFullException;
import dev.tercet.saga.port.StoreUnavailableException;
import dev.tercet.saga.port.StoreUnavailableException.Store;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.CancellationException;

/** Says what a status of gRPC means. */
final class QdrantFaults {
  /** The system's words, which no code of gRPC stands for; Qdrant repeats them. */
  private static final String FULL = "No space left on device";

  /** What Qdrant says of a field that is counted by its values and has no index. */
  private static final String NO_INDEX = "No appropriate index for faceting";

  private QdrantFaults() {}

  /**
   * The failure as a port's caller gets it. Refused data is an {@link IllegalArgumentException}; a
   * {@link StoreUnavailableException} leaves open whether a write took effect.
   */
  static RuntimeException meaning(StatusRuntimeException failure) {
    String said = "Qdrant: " + failure.getStatus().getDescription();
    return switch (failure.getStatus().getCode()) {
      case NOT_FOUND -> new CollectionMissingException(said, failure);
      case INVALID_ARGUMENT, OUT_OF_RANGE ->
          said.contains(NO_INDEX)
              ? new IndexMissingException(said, failure)
              : new IllegalArgumentException(said, failure);
      case CANCELLED -> cancelled(said, failure);
      case UNAVAILABLE,
          DEADLINE_EXCEEDED,
          RESOURCE_EXHAUSTED,
          ABORTED,
          INTERNAL,
          UNKNOWN,
          DATA_LOSS,
          UNAUTHENTICATED,
          PERMISSION_DENIED ->
          away(failure.getStatus().getCode() + " from " + said, failure);
      case OK, ALREADY_EXISTS, FAILED_PRECONDITION, UNIMPLEMENTED ->
          new IllegalStateException(failure.getStatus().getCode() + " from " + said, failure);
    };
  }

  private static StoreUnavailableException away(String reason, StatusRuntimeException failure) {
    return reason.contains(FULL)
        ? new StoreFullException(Store.QDRANT, reason, failure)
        : new StoreUnavailableException(Store.QDRANT, reason, failure);
  }

  private static RuntimeException cancelled(String said, StatusRuntimeException failure) {
    if (!Thread.currentThread().isInterrupted()) {
      return new StoreUnavailableException(
          Store.QDRANT, "the call was broken off, " + said, failure);
    }
    var cancelled = new CancellationException("interrupted while talking to Qdrant");
    cancelled.initCause(failure);
    return cancelled;
  }
}
