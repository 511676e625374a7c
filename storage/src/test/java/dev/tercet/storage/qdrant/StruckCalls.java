package dev.tercet.storage.qdrant;

import dev.tercet.testkit.fault.FaultPlan;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Every call of a process to Qdrant goes through a plan of faults, and is noted by its name. */
final class StruckCalls implements ClientInterceptor {
  private final Wire wire;
  private final List<String> names = new ArrayList<>();

  StruckCalls(FaultPlan plan) {
    wire =
        plan.around(
            Wire.class,
            Supplier::get,
            message -> Status.UNAVAILABLE.withDescription(message).asRuntimeException());
  }

  /** One call, whole. */
  @FunctionalInterface
  public interface Wire {
    Object send(Supplier<Object> call);
  }

  /** What was called, in order. */
  List<String> names() {
    return List.copyOf(names);
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new Unary<>(method, options, next);
  }

  private final class Unary<Q, A> extends ClientCall<Q, A> {
    private final MethodDescriptor<Q, A> method;
    private final CallOptions options;
    private Channel next;
    private @Nullable Listener<A> caller;
    private @Nullable Q question;

    Unary(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      this.method = method;
      this.options = options;
      this.next = next;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      caller = listener;
      next = ClientInterceptors.intercept(next, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    @Override
    public void sendMessage(Q message) {
      question = message;
    }

    @Override
    public void halfClose() {
      Listener<A> listener = caller;
      Q asked = question;
      if (listener == null || asked == null) {
        throw new IllegalStateException("a call without a question");
      }
      names.add(method.getBareMethodName());
      A answer;
      try {
        answer = answer(asked);
      } catch (StatusRuntimeException failure) {
        listener.onClose(failure.getStatus(), new Metadata());
        return;
      }
      listener.onMessage(answer);
      listener.onClose(Status.OK, new Metadata());
    }

    @SuppressWarnings("unchecked") // the wire returns what the call answered
    private A answer(Q asked) {
      return (A) wire.send(() -> ClientCalls.blockingUnaryCall(next, method, options, asked));
    }

    @Override
    public void request(int messages) {}

    @Override
    public void cancel(@Nullable String message, @Nullable Throwable cause) {}
  }
}
