package dev.tercet.storage.qdrant;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A server that understands less of a message, or refuses some. */
final class AnotherServer implements ClientInterceptor {
  private final UnaryOperator<Object> understands;
  private final Function<Object, @Nullable Status> refuses;
  private final List<String> names = new ArrayList<>();

  /**
   * @param understands what is left of a message
   * @param refuses with which status; null to take the message
   */
  AnotherServer(UnaryOperator<Object> understands, Function<Object, @Nullable Status> refuses) {
    this.understands = understands;
    this.refuses = refuses;
  }

  /** What was called, in order. */
  List<String> names() {
    return List.copyOf(names);
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    names.add(method.getBareMethodName());
    return new Heard<>(next.newCall(method, options));
  }

  private final class Heard<Q, A> extends SimpleForwardingClientCall<Q, A> {
    private ClientCall.@Nullable Listener<A> caller;
    private boolean ended;

    Heard(ClientCall<Q, A> call) {
      super(call);
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      caller = listener;
      super.start(new UnlessEnded<>(listener, () -> ended), headers);
    }

    @Override
    @SuppressWarnings("unchecked") // what is left of a message is one of its type
    public void sendMessage(Q message) {
      Status refusal = refuses.apply(message);
      if (refusal == null) {
        super.sendMessage((Q) understands.apply(message));
        return;
      }
      ended = true;
      super.cancel("refused", null);
      if (caller != null) {
        caller.onClose(refusal.withDescription("as the test wants it"), new Metadata());
      }
    }

    @Override
    public void halfClose() {
      if (!ended) {
        super.halfClose();
      }
    }
  }
}
