package dev.tercet.embedded.vector;

import dev.tercet.embedded.vector.query.VectorRefusal;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import org.apache.lucene.store.AlreadyClosedException;

/** Runs one call and sends its outcome. */
final class CallAnswer {
  private static final double NANOS_PER_SECOND = 1e9;

  private CallAnswer() {}

  /** Makes a response; the argument tells the seconds since the call began. */
  @FunctionalInterface
  interface Call<T> {
    T respond(Clock clock) throws IOException;
  }

  /** Measures one call. */
  @FunctionalInterface
  interface Clock {
    double seconds();
  }

  static <T> void to(StreamObserver<T> caller, Call<T> call) {
    long began = System.nanoTime();
    T response;
    try {
      response = call.respond(() -> (System.nanoTime() - began) / NANOS_PER_SECOND);
    } catch (VectorRefusal e) {
      caller.onError(e.answer());
      return;
    } catch (AlreadyClosedException e) {
      caller.onError(
          Status.UNAVAILABLE
              .withDescription("The collection was closed during the call")
              .withCause(e)
              .asRuntimeException());
      return;
    } catch (IOException | RuntimeException e) {
      caller.onError(
          Status.INTERNAL
              .withDescription("Service internal error: " + e)
              .withCause(e)
              .asRuntimeException());
      return;
    }
    caller.onNext(response);
    caller.onCompleted();
  }
}
