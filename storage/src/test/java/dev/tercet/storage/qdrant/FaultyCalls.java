package dev.tercet.storage.qdrant;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.qdrant.client.grpc.Points.PointsOperationResponse;
import io.qdrant.client.grpc.Points.UpdateStatus;
import io.qdrant.client.grpc.Points.UpsertPoints;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A wire that loses upserts or their answers as planned, and a server that refuses one point. */
final class FaultyCalls implements ClientInterceptor {
  /** What befalls an upsert. */
  enum Fault {
    /** It never arrives. */
    REQUEST_LOST,
    /** It takes effect; the connection breaks before the answer. */
    ANSWER_LOST,
    /** It takes effect; the deadline passes before the answer. */
    ANSWER_LATE,
    /** It takes effect; the answer says only that it was noted. */
    ONLY_ACKNOWLEDGED
  }

  private final Queue<Fault> planned = new ConcurrentLinkedQueue<>();
  private final List<Integer> sizes = new CopyOnWriteArrayList<>();
  private volatile @Nullable UUID refused;

  /** The next upserts meet these faults. */
  FaultyCalls plan(Fault... faults) {
    planned.addAll(List.of(faults));
    return this;
  }

  /** Every batch with this point is refused. */
  void refuse(UUID point) {
    refused = point;
  }

  /** How many points each upsert had, refused and lost ones too. */
  List<Integer> sizes() {
    return sizes;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    ClientCall<Q, A> call = next.newCall(method, options);
    return "Upsert".equals(method.getBareMethodName()) ? new Upsert<>(call, planned.poll()) : call;
  }

  private final class Upsert<Q, A> extends SimpleForwardingClientCall<Q, A> {
    private final @Nullable Fault fault;
    private ClientCall.@Nullable Listener<A> caller;
    private boolean ended;

    Upsert(ClientCall<Q, A> call, @Nullable Fault fault) {
      super(call);
      this.fault = fault;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      caller = listener;
      super.start(new Answer<>(listener, fault, () -> ended), headers);
    }

    @Override
    public void sendMessage(Q message) {
      UpsertPoints upsert = (UpsertPoints) message;
      sizes.add(upsert.getPointsCount());
      UUID culprit = refused;
      if (fault == Fault.REQUEST_LOST) {
        end(Status.UNAVAILABLE.withDescription("the wire is cut"));
      } else if (culprit != null
          && upsert.getPointsList().stream()
              .anyMatch(it -> it.getId().getUuid().equals(culprit.toString()))) {
        end(Status.INVALID_ARGUMENT.withDescription("Wrong input: a point I do not like"));
      } else {
        super.sendMessage(message);
      }
    }

    @Override
    public void halfClose() {
      if (!ended) {
        super.halfClose();
      }
    }

    private void end(Status status) {
      ended = true;
      super.cancel("planned", null);
      if (caller != null) {
        caller.onClose(status, new Metadata());
      }
    }
  }

  private static final class Answer<A> extends SimpleForwardingClientCallListener<A> {
    private final @Nullable Fault fault;
    private final BooleanSupplier ended;

    Answer(ClientCall.Listener<A> caller, @Nullable Fault fault, BooleanSupplier ended) {
      super(caller);
      this.fault = fault;
      this.ended = ended;
    }

    @Override
    @SuppressWarnings("unchecked") // an upsert's answer is of this type
    public void onMessage(A message) {
      if (fault == Fault.ONLY_ACKNOWLEDGED) {
        var answer = ((PointsOperationResponse) message).toBuilder();
        answer.getResultBuilder().setStatus(UpdateStatus.Acknowledged);
        super.onMessage((A) answer.build());
      } else if (fault == null) {
        super.onMessage(message);
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (ended.getAsBoolean()) {
        return;
      }
      super.onClose(
          switch (fault) {
            case ANSWER_LOST -> Status.UNAVAILABLE.withDescription("the wire broke");
            case ANSWER_LATE -> Status.DEADLINE_EXCEEDED.withDescription("too late");
            case REQUEST_LOST, ONLY_ACKNOWLEDGED -> status;
            case null -> status;
          },
          trailers);
    }
  }
}
