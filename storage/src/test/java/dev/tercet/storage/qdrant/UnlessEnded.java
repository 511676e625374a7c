package dev.tercet.storage.qdrant;

import io.grpc.ClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.function.BooleanSupplier;

/** Hears of no end of a call that has ended already. */
final class UnlessEnded<A> extends SimpleForwardingClientCallListener<A> {
  private final BooleanSupplier ended;

  UnlessEnded(ClientCall.Listener<A> caller, BooleanSupplier ended) {
    super(caller);
    this.ended = ended;
  }

  @Override
  public void onClose(Status status, Metadata trailers) {
    if (!ended.getAsBoolean()) {
      super.onClose(status, trailers);
    }
  }
}
