package dev.tercet.embedded.vector;

import static io.grpc.Status.Code.INVALID_ARGUMENT;
import static io.qdrant.client.ConditionFactory.matchKeyword;
import static io.qdrant.client.QueryFactory.nearest;
import static io.qdrant.client.ValueFactory.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.qdrant.client.WithPayloadSelectorFactory;
import io.qdrant.client.WithVectorsSelectorFactory;
import io.qdrant.client.grpc.Points.QueryPoints;
import io.qdrant.client.grpc.Points.ScoredPoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SearchContractTest {
  @RegisterExtension final Engine engine = Engine.underContract();
  private final Sample sample = new Sample(engine);

  @BeforeEach
  void putFourDirections() {
    sample.upsert(
        Sample.point(1, Map.of("project", value("a"), "bucket", value(1)), 2, 0, 0),
        Sample.point(2, Map.of("project", value("b"), "bucket", value(2)), 3, 1, 0),
        Sample.point(3, Map.of("project", value("a"), "bucket", value(3)), 0, 1, 0),
        Sample.point(4, Map.of("project", value("b"), "bucket", value(4)), -1, 0, 0));
  }

  @Test
  void findsTheNearestWithScoreVersionAndPayload() {
    List<ScoredPoint> found =
        search(
            searching(1, 0, 0).setLimit(2).setWithPayload(WithPayloadSelectorFactory.enable(true)));

    assertThat(found).extracting(ScoredPoint::getId).containsExactly(Sample.id(1), Sample.id(2));
    assertThat(found.get(0).getScore()).isEqualTo(1, within(1e-5f));
    assertThat(found.get(1).getScore()).isEqualTo(0.9486833f, within(1e-5f));
    assertThat(found.get(0).getPayloadMap())
        .isEqualTo(Map.of("project", value("a"), "bucket", value(1)));
    assertThat(found.get(0).getVersion()).isPositive();
    assertThat(found.get(0).hasVectors()).isFalse();
  }

  @Test
  void ranksTheOppositeLast() {
    List<ScoredPoint> found = search(searching(1, 0, 0));

    assertThat(found).hasSize(4);
    assertThat(found.getLast().getScore()).isEqualTo(-1, within(1e-5f));
  }

  @Test
  void findsOnlyWhatPassesTheFilter() {
    assertThat(search(searching(1, 0, 0).setFilter(Sample.must(matchKeyword("project", "b")))))
        .extracting(ScoredPoint::getId)
        .containsExactly(Sample.id(2), Sample.id(4));
  }

  @Test
  void showsVectorsWhenAsked() {
    assertThat(
            search(
                    searching(1, 0, 0)
                        .setLimit(1)
                        .setWithVectors(WithVectorsSelectorFactory.enable(true)))
                .getFirst()
                .getVectors()
                .getVector()
                .getDense()
                .getDataList())
        .containsExactly(1f, 0f, 0f);
  }

  @Test
  void refusesATargetOfAnotherDimension() {
    assertThat(Engine.refusal(INVALID_ARGUMENT, () -> search(searching(1))))
        .isEqualTo("Wrong input: Vector dimension error: expected dim: 3, got 1");
  }

  @Test
  void refusesToFindNothing() {
    assertThat(Engine.refusal(INVALID_ARGUMENT, () -> search(searching(1, 0, 0).setLimit(0))))
        .isEqualTo("Validation error in body: [limit: value 0 invalid, must be 1 or larger]");
  }

  private QueryPoints.Builder searching(float... target) {
    return QueryPoints.newBuilder()
        .setCollectionName(engine.collection())
        .setQuery(nearest(target));
  }

  private List<ScoredPoint> search(QueryPoints.Builder query) {
    return engine.points().query(query.build()).getResultList();
  }
}
