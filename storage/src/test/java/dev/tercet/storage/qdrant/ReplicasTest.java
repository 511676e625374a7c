package dev.tercet.storage.qdrant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tercet.saga.port.PointStore;
import dev.tercet.storage.qdrant.FaultyCalls.Fault;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.MethodDescriptor;
import io.qdrant.client.grpc.Points.DeletePoints;
import io.qdrant.client.grpc.Points.GetPoints;
import io.qdrant.client.grpc.Points.ReadConsistency;
import io.qdrant.client.grpc.Points.ReadConsistencyType;
import io.qdrant.client.grpc.Points.UpsertPoints;
import io.qdrant.client.grpc.Points.WriteOrderingType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is asked of a cluster, read off the wire. */
class ReplicasTest {
  private final TestQdrant qdrant = new TestQdrant();
  private final SamplePoints sample = new SamplePoints();
  private final Wire wire = new Wire();
  private final FaultyCalls faults = new FaultyCalls();
  private final PointStore store = qdrant.store(3, wire, faults);

  @BeforeEach
  void create() {
    store.ensureCollection();
  }

  @AfterEach
  void close() {
    qdrant.close();
  }

  @Test
  void everyWriteAndEveryRemovalIsStronglyOrdered() {
    store.upsert(sample.points(2));
    store.remove(sample.ids(1), Long.MAX_VALUE);
    store.remove(sample.ids(2), 1);

    assertThat(wire.sent(UpsertPoints.class))
        .as("one write for both points, or one each: whoever is free takes what is there")
        .extracting(it -> it.getOrdering().getType())
        .containsOnly(WriteOrderingType.Strong);
    assertThat(wire.sent(DeletePoints.class))
        .extracting(it -> it.getOrdering().getType())
        .containsExactly(WriteOrderingType.Strong, WriteOrderingType.Strong);
  }

  @Test
  void whatIsThereOnlyInPartIsAskedOfAllReplicasAndWhatIsGoneNever() {
    store.upsert(sample.points(1));

    assertThat(store.whole(sample.ids(2))).isEqualTo(store.get(sample.ids(2))).hasSize(1);

    assertThat(wire.sent(GetPoints.class))
        .extracting(GetPoints::getReadConsistency)
        .containsExactly(
            ReadConsistency.newBuilder().setType(ReadConsistencyType.All).build(),
            ReadConsistency.getDefaultInstance());
  }

  @Test
  void aWriteOfUnknownOutcomeIsBelievedOnlyWhenEveryReplicaHasIt() {
    faults.plan(Fault.ANSWER_LOST);

    store.upsert(sample.points(1));

    assertThat(wire.sent(GetPoints.class))
        .extracting(it -> it.getReadConsistency().getType())
        .containsExactly(ReadConsistencyType.All);
  }

  private static final class Wire implements ClientInterceptor {
    private final List<Object> sent = new CopyOnWriteArrayList<>();

    <T> List<T> sent(Class<T> type) {
      return sent.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void sendMessage(Q message) {
          sent.add(message);
          super.sendMessage(message);
        }
      };
    }
  }
}
